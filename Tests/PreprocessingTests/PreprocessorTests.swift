import Preprocessing
import Testing
import Volumes

struct PreprocessorTests {
  @Test func everyStorageGivesTheSameArrays() throws {
    let (image, _) = Storage.phantom()
    let configuration = PreprocessingConfiguration(
      targetSpacing: Spacing(1.8, 1.2, 1.3), normalizations: [.zScore(masked: false)])
    let expected = try Preprocessor(configuration).apply(image, labels: nil)
    for (order, flips) in Storage.all {
      let other = Storage.stored(image, order, flips)
      let prepared = try Preprocessor(configuration).apply(other, labels: nil)
      #expect(prepared.image.extent == expected.image.extent)
      #expect(prepared.image.voxels == expected.image.voxels, "\(order) \(flips)")
      let displacement = prepared.image.geometry.largestDisplacement(to: expected.image.geometry)
      #expect(displacement < 1e-9)
    }
  }

  @Test func restoredLabelsLieOnTheOriginalGrid() throws {
    let (image, labels) = Storage.phantom()
    let configuration = PreprocessingConfiguration(
      targetSpacing: image.spacing, normalizations: [.none])
    for (order, flips) in Storage.all {
      let other = Storage.stored(image, order, flips)
      let own = Storage.stored(labels, order, flips)
      // The spacing of the canonical axes is that of the unturned image, so nothing is resampled and the way back is exact.
      let prepared = try Preprocessor(configuration).apply(other, labels: own)
      let inner = try #require(prepared.labels)
      let restored = try prepared.history.restore(labels: inner)
      #expect(restored.voxels == own.voxels && restored.geometry == own.geometry)
      let oneHot = Volume(
        geometry: inner.geometry, channels: 3,
        voxels: (0..<3).flatMap { c in inner.voxels.map { $0 == UInt16(c) ? Float(1) : 0 } })
      #expect(try prepared.history.restoreLabels(probabilities: oneHot).voxels == own.voxels)
      let probabilities = try prepared.history.restoreProbabilities(oneHot)
      let sums = (0..<own.extent.count).map { v in
        (0..<3).reduce(Float(0)) { $0 + probabilities.voxels[$1 * own.extent.count + v] }
      }
      #expect(sums.allSatisfy { abs($0 - 1) < 1e-6 })
    }
  }

  @Test func axesNearTheTargetKeepTheirVoxels() throws {
    let (image, labels) = Storage.phantom()
    for (order, flips) in Storage.all {
      let other = Storage.stored(image, order, flips)
      let own = Storage.stored(labels, order, flips)
      let near = PreprocessingConfiguration(
        targetSpacing: Spacing(
          image.spacing.depth * 1.08, image.spacing.height * 0.92, image.spacing.width * 1.05),
        spacingTolerance: 0.1, normalizations: [.none], cropsToNonZero: false)
      let prepared = try Preprocessor(near).apply(other, labels: own)
      let inner = try #require(prepared.labels)
      let isKept =
        try prepared.image.voxels == image.voxels && inner.voxels == labels.voxels
        && prepared.history.restore(labels: inner).voxels == own.voxels
      #expect(isKept, "\(order) \(flips)")

      var mixed = near
      mixed.targetSpacing.depth = image.spacing.depth * 2
      let extent = try Preprocessor(mixed).apply(other, labels: nil).image.extent
      #expect(extent == Extent(4, 9, 11))

      var strict = near
      strict.spacingTolerance = 0
      let resampled = try Preprocessor(strict).apply(other, labels: nil).image.extent
      #expect(resampled == Extent(6, 10, 10))
    }
  }

  @Test func zScoreHasMeanZeroAndVarianceOne() throws {
    let (image, _) = Storage.phantom()
    let configuration = PreprocessingConfiguration(
      targetSpacing: image.spacing, normalizations: [.zScore(masked: false)])
    let voxels = try Preprocessor(configuration).apply(image, labels: nil).image.voxels
    let mean = voxels.reduce(0, +) / Float(voxels.count)
    let variance = voxels.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(voxels.count)
    #expect(abs(mean) < 1e-5 && abs(variance - 1) < 1e-4)
  }

  @Test func ctIsClippedAndScaledByTheDataSet() throws {
    let geometry = Geometry(extent: Extent(1, 1, 4), spacing: Spacing(1, 1, 1))
    let image = Volume(geometry: geometry, channels: 1, voxels: [-1000, 0, 50, 3000])
    let configuration = PreprocessingConfiguration(
      targetSpacing: Spacing(1, 1, 1),
      normalizations: [.ct(lower: -100, upper: 200, mean: 50, standardDeviation: 25)])
    let result = try Preprocessor(configuration).apply(image, labels: nil).image.voxels
    #expect(result == [-6, -2, 0, 6])
  }

  @Test func refusesAnotherNumberOfChannels() throws {
    let geometry = Geometry(extent: Extent(1, 1, 1), spacing: Spacing(1, 1, 1))
    let image = Volume(geometry: geometry, channels: 2, voxels: [1, 2])
    #expect(throws: PreprocessingError.self) {
      try Preprocessor(
        PreprocessingConfiguration(targetSpacing: Spacing(1, 1, 1), normalizations: [.none])
      ).apply(image, labels: nil)
    }
  }
}
