import Testing
import Transforms
import Volumes

struct PreprocessorTests {
  /// All 48 ways to store a volume: permutations of its axes with reversals.
  static let storages: [(order: [Int], flips: [Bool])] = {
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
    return orders.flatMap { order in
      (0..<8).map { (order, [$0 & 1 != 0, $0 & 2 != 0, $0 & 4 != 0]) }
    }
  }()

  /// The same image stored along other axes: voxel axis a of the result is axis `order[a]` of the source.
  private func stored(_ volume: Volume, _ order: [Int], _ flips: [Bool]) -> Volume {
    let sizes = [volume.extent.width, volume.extent.height, volume.extent.depth]
    let new = order.map { sizes[$0] }
    let extent = Extent(depth: new[2], height: new[1], width: new[0])
    var voxels = volume.voxels
    for k in 0..<new[2] {
      for j in 0..<new[1] {
        for i in 0..<new[0] {
          var source = [0, 0, 0]
          for (axis, index) in [i, j, k].enumerated() {
            source[order[axis]] = flips[axis] ? new[axis] - 1 - index : index
          }
          voxels[extent.offset(k, j, i)] =
            volume.voxels[volume.extent.offset(source[2], source[1], source[0])]
        }
      }
    }
    var rows = [Double](repeating: 0, count: 12)
    let affine = volume.geometry.affine
    var corner = [0.0, 0.0, 0.0]
    for axis in 0..<3 where flips[axis] { corner[order[axis]] = Double(new[axis] - 1) }
    let origin = affine.apply(corner[0], corner[1], corner[2])
    for (row, start) in [origin.x, origin.y, origin.z].enumerated() {
      for axis in 0..<3 {
        rows[row * 4 + axis] = affine[row, order[axis]] * (flips[axis] ? -1 : 1)
      }
      rows[row * 4 + 3] = start
    }
    return Volume(
      geometry: Geometry(extent: extent, affine: Affine(rows: rows)), channels: 1, voxels: voxels)
  }

  private func phantom() -> (Volume, LabelMap) {
    let extent = Extent(7, 9, 11)
    // Oblique: turned by a few degrees about two axes.
    let affine = Affine(rows: [
      0.98, 0.05, -0.2, -12, -0.06, 1.47, 0.1, 30, 0.19, -0.09, 2.4, 5,
    ])
    var generator = SeededGenerator(seed: 5)
    var voxels = (0..<extent.count).map { _ in Float(generator.normal() + 4) }
    var labels = voxels.map { UInt16($0 > 4.6 ? 2 : $0 > 3.8 ? 1 : 0) }
    for z in 0..<7 {
      for y in 0..<9 {
        for x in 0..<11 where z == 0 || y < 2 || x == 10 {
          voxels[extent.offset(z, y, x)] = 0
          labels[extent.offset(z, y, x)] = 0
        }
      }
    }
    let geometry = Geometry(extent: extent, affine: affine)
    return (
      Volume(geometry: geometry, channels: 1, voxels: voxels),
      LabelMap(geometry: geometry, voxels: labels)
    )
  }

  @Test func everyStorageGivesTheSameArrays() throws {
    let (image, _) = phantom()
    let configuration = PreprocessingConfiguration(
      targetSpacing: Spacing(1.8, 1.2, 1.3), normalizations: [.zScore(masked: false)])
    let expected = try Preprocessor(configuration).apply(image, labels: nil)
    for (order, flips) in Self.storages {
      let other = stored(image, order, flips)
      let prepared = try Preprocessor(configuration).apply(other, labels: nil)
      #expect(prepared.image.extent == expected.image.extent)
      #expect(prepared.image.voxels == expected.image.voxels, "\(order) \(flips)")
      let displacement = prepared.image.geometry.largestDisplacement(to: expected.image.geometry)
      #expect(displacement < 1e-9)
    }
  }

  @Test func restoredLabelsLieOnTheOriginalGrid() throws {
    let (image, labels) = phantom()
    let configuration = PreprocessingConfiguration(
      targetSpacing: image.spacing, normalizations: [.none])
    for (order, flips) in Self.storages {
      let other = stored(image, order, flips)
      let map = stored(
        Volume(geometry: labels.geometry, channels: 1, voxels: labels.voxels.map(Float.init)),
        order, flips)
      let own = LabelMap(geometry: map.geometry, voxels: map.voxels.map { UInt16($0) })
      // The spacing of the canonical axes is that of the unturned image, so nothing is resampled and the way back is exact.
      let prepared = try Preprocessor(configuration).apply(other, labels: own)
      let inner = try #require(prepared.labels)
      let restored = prepared.history.restore(labels: inner)
      #expect(restored.voxels == own.voxels && restored.geometry == own.geometry)
      let oneHot = Volume(
        geometry: inner.geometry, channels: 3,
        voxels: (0..<3).flatMap { c in inner.voxels.map { $0 == UInt16(c) ? Float(1) : 0 } })
      #expect(prepared.history.restoreLabels(probabilities: oneHot).voxels == own.voxels)
      let probabilities = prepared.history.restoreProbabilities(oneHot)
      let sums = (0..<own.extent.count).map { v in
        (0..<3).reduce(Float(0)) { $0 + probabilities.voxels[$1 * own.extent.count + v] }
      }
      #expect(sums.allSatisfy { abs($0 - 1) < 1e-6 })
    }
  }

  @Test func zScoreHasMeanZeroAndVarianceOne() throws {
    let (image, _) = phantom()
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
