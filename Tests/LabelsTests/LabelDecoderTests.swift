import Foundation
import Labels
import Testing
import Volumes

struct LabelDecoderTests {
  private static let regions: LabelScheme = {
    var scheme = LabelScheme(names: ["background", "oedema", "core", "enhancing"])
    scheme.regions = [
      .init(name: "whole", values: [1, 2, 3], writtenValue: 1),
      .init(name: "inner", values: [2, 3], writtenValue: 2),
      .init(name: "enhancing", values: [3], writtenValue: 3),
    ]
    return scheme
  }()

  private func slab(channels: [[Float]], planes: Range<Int> = 0..<1) -> LogitsSlab {
    LogitsSlab(
      planes: planes, height: 1, width: channels[0].count / planes.count,
      channels: channels.count, values: channels.flatMap { $0 })
  }

  @Test func theLargestWinsAndTheFirstOfEqualOnes() {
    let decoder = LabelDecoder(classes: 3)
    let slab = slab(channels: [[1, 0, -2, 5, -1], [1, 3, -2, 6, -1], [0, 3, -1, 7, -1]])
    let decision = decoder.decide(slab, of: .logits)
    #expect(decision.labels == [0, 1, 2, 2, 0])
    #expect(decision.scores == [1, 3, -1, 7, -1])
  }

  @Test func aDecisionTakesLabelAfterLabel() {
    let channels = (0..<5).map { channel in
      (0..<1000).map { Float(($0 * 37 + channel * 101) % 17) }
    }
    let decision = LabelDecoder(classes: 5).decide(slab(channels: channels), of: .probabilities)
    var streamed = LabelDecision(count: 1000)
    for (label, scores) in channels.enumerated() { streamed.receive(scores, label: UInt16(label)) }
    #expect(streamed.labels == decision.labels && streamed.scores == decision.scores)
    for voxel in 0..<1000 {
      let values = channels.map { $0[voxel] }
      #expect(values.firstIndex(of: values.max() ?? 0) == Int(decision.labels[voxel]))
    }
  }

  @Test(arguments: [1, 2])
  func softmaxOfEveryVoxel(threads: Int) {
    let decoder = LabelDecoder(classes: 2)
    #expect(decoder.activation == .softmax && decoder.channels == 2)
    var slab = slab(
      channels: [(0..<1500).map { Float($0) / 100 - 7 }, [Float](repeating: 0, count: 1500)])
    decoder.activate(&slab, threads: threads)
    for voxel in 0..<1500 {
      let expected = 1 / (1 + exp(-(Double(voxel) / 100 - 7)))
      #expect(abs(Double(slab.values[voxel]) - expected) < 1e-6)
      #expect(abs(slab.values[voxel] + slab.values[1500 + voxel] - 1) < 1e-6)
    }
  }

  @Test func regionsAreActivatedByThemselvesAndTheLastWins() {
    let decoder = LabelDecoder(Self.regions)
    #expect(decoder.activation == .sigmoid && decoder.labels == [1, 2, 3])
    var slab = slab(channels: [[-1, 2, 2, 2, -1], [-1, -1, 1, 1, -1], [-1, -1, -1, 0.5, 3]])
    #expect(decoder.decide(slab, of: .logits).labels == [0, 1, 2, 3, 3])
    decoder.activate(&slab, threads: 1)
    #expect(abs(slab.values[1] - 0.880797) < 1e-6 && abs(slab.values[0] - 0.268941) < 1e-6)
    #expect(decoder.decide(slab, of: .probabilities).labels == [0, 1, 2, 3, 3])
  }

  @Test func confidenceIsTheMeanOverLabelsOfTheirMeanProbability() throws {
    var confidence = LabelConfidence(labels: 4)
    #expect(confidence.value == nil)
    let decoder = LabelDecoder(classes: 4)
    confidence.add(decoder.decide(slab(channels: [[1], [0], [0], [0]]), of: .probabilities))
    #expect(confidence.value == nil)
    confidence.add(
      decoder.decide(
        slab(channels: [[0.1, 0.25], [0.5, 0.75], [0.2, 0], [0.2, 0]]), of: .probabilities))
    confidence.add(
      decoder.decide(slab(channels: [[0], [0], [0.125], [0.875]]), of: .probabilities))
    // Label 1: (0.5 + 0.75) / 2, label 3: 0.875, label 2 was not found.
    #expect(confidence.value == (0.625 + 0.875) / 2)
  }

  @Test func slabsOfAVolumeFollowEachOtherAndFillIt() {
    let extent = Extent(7, 30, 1000)
    let volume = Volume(
      geometry: Geometry(extent: extent, spacing: Spacing(1, 1, 1)), channels: 5,
      voxels: (0..<(5 * extent.count)).map { Float($0 % 8191) })
    var (next, sizes): (Int, [Int]) = (0, [])
    LogitsSlab.forEach(of: volume) { slab in
      #expect(slab.planes.lowerBound == next)
      next = slab.planes.upperBound
      sizes.append(slab.planes.count)
      let start = 4 * extent.count + slab.planes.lowerBound * 30_000
      #expect(slab.withChannel(4) { $0.elementsEqual(volume.voxels[start..<(start + slab.count)]) })
    }
    #expect(next == 7 && sizes == [3, 3, 1])
  }
}
