import Inference
import Labels
import Testing
import Volumes

/// What the sliding window hands on, and what sinks make of it.
@Suite struct LogitsSinkTests {
  /// Notes the planes of slabs.
  private struct Recorder: LogitsSink {
    var planes: [Range<Int>] = []
    var hasWholePlanes = true
    let extent: Extent
    mutating func receive(_ slab: consuming LogitsSlab) {
      planes.append(slab.planes)
      if slab.height != extent.height || slab.width != extent.width { hasWholePlanes = false }
    }
  }

  private func image(_ extent: Extent) -> Volume {
    var generator = SeededGenerator(seed: 4)
    return Volume(
      geometry: Geometry(extent: extent, spacing: Spacing(1, 1, 1)), channels: 1,
      voxels: (0..<extent.count).map { _ in Float(generator.uniform(in: -1...1)) })
  }

  @Test(arguments: [1, 3, 7])
  func planesAreHandedOnAsSoonAsNoPatchTouchesThem(batch: Int) throws {
    let extent = Extent(20, 9, 10)
    let network = GradientNetwork(batch: batch, patch: Extent(8, 8, 8))
    var recorder = Recorder(extent: extent)
    var handedOn: [Int] = []
    try SlidingWindow(threads: 1).run([network], over: image(extent), into: &recorder)
    // Patches start at planes 0, 4, 8 and 12.
    handedOn = recorder.planes.map(\.lowerBound)
    #expect(handedOn == [0, 4, 8, 12] && recorder.planes.last == 12..<20)
    #expect(recorder.hasWholePlanes)
  }

  @Test func severalNetworksHandOnTheWholeVolumeAtTheEnd() throws {
    let extent = Extent(20, 9, 10)
    for patches in [[8, 8], [8, 6]] {
      var recorder = Recorder(extent: extent)
      try SlidingWindow(threads: 1).run(
        patches.map { GradientNetwork(patch: Extent($0, 8, 8)) }, over: image(extent),
        into: &recorder)
      #expect(recorder.planes == [0..<20])
    }
  }

  @Test func whatASinkThrowsEndsTheWork() throws {
    struct Stop: Error {}
    struct Stopping: LogitsSink {
      func receive(_ slab: consuming LogitsSlab) throws { throw Stop() }
    }
    var sink = Stopping()
    var progress: [Double] = []
    #expect(throws: Stop.self) {
      try SlidingWindow(threads: 1).run(
        [GradientNetwork(patch: Extent(8, 8, 8))], over: image(Extent(12, 8, 8)), into: &sink
      ) { progress.append($0) }
    }
    // Only the second patch shows that the planes before it are finished.
    #expect(progress == [0.5])
  }

  @Test func decidedLabelsAreThoseOfTheWholeVolume() throws {
    let image = image(Extent(19, 9, 10))
    let network = GradientNetwork(batch: 2, patch: Extent(8, 8, 8))
    let window = SlidingWindow(mirroringAxes: [0, 1], threads: 2)
    let whole = try window.logits(of: image, networks: [network])
    let decoder = LabelDecoder(classes: 4)
    var decided = DecidedLabels(decoder)
    try window.run([network], over: image, into: &decided)
    let slab = LogitsSlab(0..<19, of: whole)
    #expect(decided.labels == decoder.decide(slab, of: .logits).labels)
    #expect(Set(decided.labels) == [0, 1, 2, 3])
  }

  @Test func theMeanOfSeveralWholeVolumesCountsNetworks() {
    let geometry = Geometry(extent: Extent(1, 1, 2), spacing: Spacing(1, 1, 1))
    var whole = WholeLogits(geometry: geometry, classes: 1, networks: 3)
    func add(_ values: [Float]) {
      whole.receive(LogitsSlab(planes: 0..<1, height: 1, width: 2, channels: 1, values: values))
    }
    add([1, 2])
    whole.beginNext(networks: 1)
    add([5, -2])
    #expect(whole.volume.voxels == [2, 1])
  }
}
