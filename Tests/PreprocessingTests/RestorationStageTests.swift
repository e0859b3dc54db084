import Labels
import Preprocessing
import Testing
import Volumes

/// Restoration plane by plane against the resampling of whole volumes.
struct RestorationStageTests {
  /// Notes what comes in which order.
  private struct Recorder: RestoredScoresSink {
    var scores: [RestoredScores] = []
    mutating func receive(_ scores: RestoredScores) { self.scores.append(scores) }
  }

  private struct Stop: Error {}
  private struct Stopping: RestoredScoresSink {
    func receive(_ scores: RestoredScores) throws { throw Stop() }
  }

  private func prepare(_ extent: Extent, _ own: Spacing, _ target: Spacing) throws
    -> PreprocessedCase
  {
    let image = Volume(
      geometry: Geometry(extent: extent, spacing: own), channels: 1,
      voxels: [Float](repeating: 1, count: extent.count))
    return try Preprocessor(
      PreprocessingConfiguration(targetSpacing: target, normalizations: [.none])
    ).apply(image, labels: nil)
  }

  private static let settings: [(Extent, Spacing, Spacing)] = [
    // Every axis grows, shrinks or stays, in each order; then with an axis that is resampled by the nearest voxel.
    (Extent(9, 8, 7), Spacing(1, 1, 1), Spacing(1, 1, 1)),
    (Extent(23, 18, 31), Spacing(1, 1.2, 0.9), Spacing(1.7, 2.5, 1.3)),
    (Extent(8, 9, 7), Spacing(2.3, 1.9, 1.4), Spacing(1, 1, 1)),
    (Extent(12, 10, 19), Spacing(2, 0.7, 1.3), Spacing(1, 1, 1)),
    (Extent(12, 19, 10), Spacing(0.6, 1.3, 0.7), Spacing(1, 1, 1)),
    (Extent(11, 9, 13), Spacing(1.1, 0.6, 1.9), Spacing(1, 1, 1)),
    (Extent(11, 9, 13), Spacing(1, 0.6, 1.9), Spacing(1, 1, 1)),
    (Extent(11, 9, 13), Spacing(1.5, 1, 1), Spacing(1, 1, 1)),
    (Extent(7, 16, 15), Spacing(5, 0.8, 1.2), Spacing(2, 1, 1)),
    (Extent(16, 15, 6), Spacing(0.9, 1.1, 4.2), Spacing(1, 1, 1)),
    (Extent(40, 6, 5), Spacing(0.2, 1, 1), Spacing(3.1, 1, 1)),
    (Extent(1, 6, 5), Spacing(3, 1, 1), Spacing(1, 1, 1)),
  ]

  @Test(arguments: settings, [1, 3, 100])
  func isThatOfWholeVolumesToTheBit(
    setting: (extent: Extent, own: Spacing, target: Spacing), planes: Int
  ) throws {
    let prepared = try prepare(setting.extent, setting.own, setting.target)
    var generator = SeededGenerator(seed: 3)
    let grid = prepared.image.extent
    let scores = Volume(
      geometry: prepared.image.geometry, channels: 2,
      voxels: (0..<(2 * grid.count)).map { _ in Float(generator.normal()) })
    let restorer = Resampler(
      from: grid, to: setting.extent,
      separateAxis: Resampler.separateAxis(from: setting.target, to: setting.own))
    let expected = try (0..<2).map {
      try restorer.resample(
        Array(scores.voxels[scores.range(ofChannel: $0)]), .linear, limits: false, threads: 1)
    }
    for threads in [1, 2] {
      let restored = try prepared.history.restoreProbabilities(
        scores, threads: threads, planes: planes)
      #expect(restored.voxels == expected[0] + expected[1])
    }
    let labels = try prepared.history.restoreLabels(probabilities: scores, planes: planes)
    #expect(labels.voxels == zip(expected[0], expected[1]).map { $1 > $0 ? 1 : 0 })
  }

  @Test func planesComeInOrderAndAsSoonAsTheirNeighbours() throws {
    // From 4 planes to 8: result planes 2n - 1 and 2n lie between planes n - 1 and n, the first has planes 0 and 1, too.
    let prepared = try prepare(Extent(8, 2, 2), Spacing(1, 1, 1), Spacing(2, 1, 1))
    #expect(prepared.image.extent == Extent(4, 2, 2))
    var restoration = Restoration(prepared.history, channels: 3, threads: 1)
    var recorder = Recorder()
    let received = try (0..<4).map { plane in
      try restoration.receive(
        LogitsSlab(
          planes: plane..<(plane + 1), height: 2, width: 2, channels: 3,
          values: [Float](repeating: Float(plane), count: 12)), into: &recorder)
      return recorder.scores.last?.planes.upperBound
    }
    #expect(received == [nil, 3, 5, 8])
    #expect(recorder.scores.map(\.channel) == [0, 1, 2, 0, 1, 2, 0, 1, 2])
    #expect(recorder.scores.map(\.planes) == [0..<3, 3..<5, 5..<8].flatMap { [$0, $0, $0] })
    #expect(recorder.scores[3].values == [1.25, 1.25, 1.25, 1.25, 1.75, 1.75, 1.75, 1.75])
  }

  @Test func whatASinkThrowsEndsTheWork() throws {
    let prepared = try prepare(Extent(2, 2, 2), Spacing(1, 1, 1), Spacing(1, 1, 1))
    var restoration = Restoration(prepared.history, channels: 1, threads: 1)
    var sink = Stopping()
    #expect(throws: Stop.self) {
      try restoration.receive(LogitsSlab(0..<2, of: prepared.image), into: &sink)
    }
  }
}
