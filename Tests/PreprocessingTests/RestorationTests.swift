import Preprocessing
import Testing
import Volumes

struct RestorationTests {
  static let configuration = PreprocessingConfiguration(
    targetSpacing: Spacing(1.8, 1.2, 1.3), normalizations: [.zScore(masked: false)])

  @Test func everyStorageIsRestoredToTheSamePlaces() throws {
    let (image, _) = Storage.phantom()
    let prepared = try Preprocessor(Self.configuration).apply(image, labels: nil)
    var generator = SeededGenerator(seed: 2)
    let probabilities = Volume(
      geometry: prepared.image.geometry, channels: 3,
      voxels: (0..<(3 * prepared.image.extent.count)).map { _ in Float(generator.uniform()) })
    let expected = try prepared.history.restoreLabels(probabilities: probabilities)
    #expect(Set(expected.voxels) == [0, 1, 2])
    for (order, flips) in Storage.all {
      let other = Storage.stored(image, order, flips)
      let history = try Preprocessor(Self.configuration).apply(other, labels: nil).history
      let restored = try history.restoreLabels(probabilities: probabilities)
      #expect(restored.geometry == other.geometry)
      #expect(
        restored.voxels == Storage.stored(expected, order, flips).voxels, "\(order) \(flips)")
    }
  }

  @Test(arguments: [
    (Spacing(1, 1, 1), Spacing(0.7, 1.4, 0.8)), (Spacing(4, 1, 1), Spacing(4, 0.8, 0.8)),
    (Spacing(5, 1, 1), Spacing(1, 1, 1)),
  ])
  func labelsComeBackNearlyWhole(own: Spacing, target: Spacing) throws {
    let extent = Extent(20, 30, 32)
    let labels = (0..<extent.count).map { offset -> UInt16 in
      let (z, y, x) = (offset / 960 - 9, offset / 32 % 30 - 14, offset % 32 - 15)
      let square = 2 * z * z + y * y + x * x
      return square < 40 ? 2 : square < 150 ? 1 : 0
    }
    let geometry = Geometry(extent: extent, spacing: own)
    let image = Volume(geometry: geometry, channels: 1, voxels: labels.map { Float($0) + 1 })
    let configuration = PreprocessingConfiguration(targetSpacing: target, normalizations: [.none])
    let prepared = try Preprocessor(configuration, threads: 2).apply(
      image, labels: LabelMap(geometry: geometry, voxels: labels))
    let inner = try #require(prepared.labels)
    let restored = try prepared.history.restore(labels: inner, threads: 2)
    for label in [1, 2] as [UInt16] {
      let both = zip(labels, restored.voxels).count { $0 == label && $1 == label }
      let sum = labels.count { $0 == label } + restored.voxels.count { $0 == label }
      #expect(Double(2 * both) / Double(sum) > 0.9, "label \(label)")
    }
    let oneHot = Volume(
      geometry: inner.geometry, channels: 3,
      voxels: (0..<3).flatMap { c in inner.voxels.map { $0 == UInt16(c) ? Float(1) : 0 } })
    #expect(
      try prepared.history.restoreLabels(probabilities: oneHot, threads: 2).voxels
        == restored.voxels)
  }

  @Test func outsideOfTheCropIsBackground() throws {
    let extent = Extent(4, 5, 6)
    var voxels = [Float](repeating: 0, count: extent.count)
    voxels[extent.offset(1, 2, 3)] = 7
    voxels[extent.offset(2, 3, 3)] = 5
    let geometry = Geometry(extent: extent, spacing: Spacing(1, 1, 1))
    let configuration = PreprocessingConfiguration(
      targetSpacing: Spacing(1, 1, 1), normalizations: [.none])
    let prepared = try Preprocessor(configuration).apply(
      Volume(geometry: geometry, channels: 1, voxels: voxels), labels: nil)
    #expect(prepared.image.extent == Extent(2, 2, 1))
    let origin = prepared.image.geometry.affine.apply(0, 0, 0)
    #expect(origin == (3, 2, 1))
    let ones = LabelMap(
      geometry: prepared.image.geometry, voxels: [UInt16](repeating: 1, count: 4))
    let restored = try prepared.history.restore(labels: ones)
    for z in 0..<4 {
      for y in 0..<5 {
        for x in 0..<6 {
          let isInside = (1...2).contains(z) && (2...3).contains(y) && x == 3
          #expect(restored.voxels[extent.offset(z, y, x)] == (isInside ? 1 : 0))
        }
      }
    }
  }

  @Test func separateAxisOfTheWayBackIsThatOfThePreparedGrid() throws {
    // Coarse along depth in the image, along width in the prepared grid: nnU-Net asks the grid it comes from first.
    let geometry = Geometry(extent: Extent(4, 16, 16), spacing: Spacing(4, 1, 1))
    let image = Volume(
      geometry: geometry, channels: 1, voxels: [Float](repeating: 1, count: geometry.extent.count))
    let configuration = PreprocessingConfiguration(
      targetSpacing: Spacing(1, 1, 4), normalizations: [.none])
    let prepared = try Preprocessor(configuration).apply(image, labels: nil)
    #expect(prepared.image.extent == Extent(16, 16, 4))
    let ramp = Volume(
      geometry: prepared.image.geometry, channels: 1,
      voxels: (0..<prepared.image.extent.count).map { Float($0 % 4) })
    let restored = try prepared.history.restoreProbabilities(ramp)
    #expect(Array(restored.voxels[0..<16]) == (0..<16).map { Float($0 / 4) })
  }
}
