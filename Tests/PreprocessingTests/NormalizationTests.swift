import Preprocessing
import Testing
import Volumes

struct NormalizationTests {
  private func normalized(
    _ channels: [[Float]], _ extent: Extent, _ normalization: Normalization
  ) throws -> [Float] {
    let geometry = Geometry(extent: extent, spacing: Spacing(1, 1, 1))
    let configuration = PreprocessingConfiguration(
      targetSpacing: Spacing(1, 1, 1),
      normalizations: channels.map { _ in normalization })
    let image = Volume(
      geometry: geometry, channels: channels.count, voxels: Array(channels.joined()))
    return try Preprocessor(configuration).apply(image, labels: nil).image.voxels
  }

  @Test func maskedScoresAreOfAllChannelsAndHoles() throws {
    // A body that leaves the grid's corners free, with a hole in its middle and a voxel that is 0 in one channel alone.
    let extent = Extent(5, 5, 5)
    var generator = SeededGenerator(seed: 8)
    func value() -> Float { Float(generator.uniform(in: 100...900)) }
    var inside = [Bool](repeating: false, count: 125)
    var channels = [[Float]](repeating: [Float](repeating: 0, count: 125), count: 2)
    for offset in 0..<125 {
      let distance = [offset / 25 - 2, offset / 5 % 5 - 2, offset % 5 - 2].map { $0 * $0 }
      guard distance.reduce(0, +) <= 5 else { continue }
      inside[offset] = true
      for channel in 0..<2 { channels[channel][offset] = value() }
    }
    for channel in 0..<2 { channels[channel][extent.offset(2, 2, 2)] = 0 }
    channels[0][extent.offset(2, 2, 3)] = 0
    let result = try normalized(channels, extent, .zScore(masked: true))
    for channel in 0..<2 {
      let values = (0..<125).filter { inside[$0] }.map { Double(channels[channel][$0]) }
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      for offset in 0..<125 {
        let score = (Double(channels[channel][offset]) - mean) / variance.squareRoot()
        let expected = inside[offset] ? score : 0
        #expect(abs(Double(result[channel * 125 + offset]) - expected) < 1e-5)
      }
    }
  }

  @Test func scoresDoNotDependOnTheScannersScale() throws {
    let (image, _) = Storage.phantom()
    let one = try normalized([image.voxels], image.extent, .zScore(masked: false))
    let other = try normalized(
      [image.voxels.map { $0 * 1000 }], image.extent, .zScore(masked: false))
    #expect(zip(one, other).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func minMaxFillsZeroToOne() throws {
    let result = try normalized([[-3, 1, 5, 0.5]], Extent(1, 1, 4), .minMax)
    #expect(result == [0, 0.5, 1, 0.4375])
  }

  @Test(arguments: [
    Normalization.zScore(masked: false), .zScore(masked: true), .minMax, .none,
    .ct(lower: 0, upper: 0, mean: 0, standardDeviation: 0),
  ])
  func emptyImageStaysWholeAndFinite(_ normalization: Normalization) throws {
    let result = try normalized(
      [[Float](repeating: 0, count: 24)], Extent(2, 3, 4), normalization)
    #expect(result == [Float](repeating: 0, count: 24))
  }

  @Test(arguments: [
    Spacing(0, 1, 1), Spacing(1, -1, 1), Spacing(1, 1, .nan), Spacing(.infinity, 1, 1),
    Spacing(1e-6, 1e-6, 1e-6),
  ])
  func refusesImpossibleSpacings(_ target: Spacing) throws {
    let geometry = Geometry(extent: Extent(3, 3, 3), spacing: Spacing(1, 1, 1))
    let image = Volume(geometry: geometry, channels: 1, voxels: [Float](repeating: 1, count: 27))
    let configuration = PreprocessingConfiguration(targetSpacing: target, normalizations: [.none])
    #expect(throws: PreprocessingError.self) {
      try Preprocessor(configuration).apply(image, labels: nil)
    }
  }

  @Test func refusesLabelsOfAnotherGrid() throws {
    let geometry = Geometry(extent: Extent(2, 2, 2), spacing: Spacing(1, 1, 1))
    let other = Geometry(extent: Extent(2, 2, 3), spacing: Spacing(1, 1, 1))
    let configuration = PreprocessingConfiguration(
      targetSpacing: Spacing(1, 1, 1), normalizations: [.none])
    #expect(throws: PreprocessingError.self) {
      try Preprocessor(configuration).apply(
        Volume(geometry: geometry, channels: 1, voxels: [Float](repeating: 1, count: 8)),
        labels: LabelMap(geometry: other, voxels: [UInt16](repeating: 1, count: 12)))
    }
  }
}
