import Augmentation
import Foundation
import Testing
import Volumes

/// Spatial changes undone by their inverse, on smooth images that interpolation hardly changes.
struct PatchInverseTests {
  static let extent = Extent(36, 40, 38)
  static let center = VoxelIndex(18, 20, 19)

  /// Slow waves with a ball and a box of labels.
  static func volume() -> (image: [Float], labels: [UInt8]) {
    var image: [Float] = []
    var labels: [UInt8] = []
    for z in 0..<extent.depth {
      for y in 0..<extent.height {
        for x in 0..<extent.width {
          image.append(Float(sin(Double(z) / 7) + cos(Double(y) / 8 + Double(x) / 9)))
          let square = (z - 18) * (z - 18) + (y - 20) * (y - 20) + (x - 19) * (x - 19)
          labels.append(square < 40 ? 2 : square < 120 ? 1 : 0)
        }
      }
    }
    return (image, labels)
  }

  static func sample(
    _ transform: PatchTransform, of image: [Float], _ labels: [UInt8], extent: Extent = extent,
    spacing: Spacing = Spacing(1, 1, 1), center: VoxelIndex = center, patch: Extent = extent
  ) -> TrainingSample {
    image.withUnsafeBufferPointer { image in
      labels.withUnsafeBufferPointer { labels in
        transform.sample(
          from: PatchSource(image: image, labels: labels, channels: 1, extent: extent),
          spacing: spacing, center: center, patch: patch)
      }
    }
  }

  private func expectInverse(_ first: PatchTransform, _ second: PatchTransform, spacing: Spacing) {
    let (image, labels) = Self.volume()
    let there = Self.sample(first, of: image, labels, spacing: spacing)
    let back = Self.sample(second, of: there.image, there.labels, spacing: spacing)
    #expect(there.image != image)
    // Within reach of neither transform's border.
    var (worst, wrong, count) = (Float(0), 0, 0)
    for z in 12..<24 {
      for y in 13..<27 {
        for x in 12..<26 {
          let offset = Self.extent.offset(z, y, x)
          worst = max(worst, abs(back.image[offset] - image[offset]))
          wrong += back.labels[offset] == labels[offset] ? 0 : 1
          count += 1
        }
      }
    }
    #expect(worst < 0.02)
    #expect(Double(wrong) / Double(count) < 0.04)
  }

  @Test(arguments: [0, 1, 2], [Spacing(1, 1, 1), Spacing(1.5, 1, 0.8)])
  func rotationsAreUndoneByTheirOpposite(axis: Int, spacing: Spacing) {
    var there = PatchTransform()
    there.rotation[axis] = 0.4
    var back = PatchTransform()
    back.rotation[axis] = -0.4
    expectInverse(there, back, spacing: spacing)
  }

  @Test func scalingIsUndoneByItsInverse() {
    var there = PatchTransform()
    there.scale = [1.2, 1.2, 1.2]
    var back = PatchTransform()
    back.scale = [1 / 1.2, 1 / 1.2, 1 / 1.2]
    expectInverse(there, back, spacing: Spacing(1, 1, 1))
  }

  @Test func shiftsByNodesAreUndoneByTheirOpposite() {
    func shifted(_ sign: Float) -> PatchTransform {
      var transform = PatchTransform()
      transform.nodes = [3, 4, 2]
      transform.displacements = [1.4, -2, 0.8].flatMap { [Float](repeating: sign * $0, count: 24) }
      return transform
    }
    expectInverse(shifted(1), shifted(-1), spacing: Spacing(1, 1, 1))
  }

  @Test func mirroringTwiceChangesNothing() {
    let (image, labels) = Self.volume()
    for axes in [[true, false, false], [false, true, true], [true, true, true]] {
      var transform = PatchTransform()
      transform.mirror = axes
      let once = Self.sample(transform, of: image, labels)
      let twice = Self.sample(transform, of: once.image, once.labels)
      #expect(once.image != image)
      #expect(zip(twice.image, image).allSatisfy { abs($0 - $1) < 1e-5 })
      #expect(twice.labels == labels)
    }
  }

  @Test func displacementsAreSmoothAndMeetTheirNodes() {
    // One node moved by 3: 3 there, 0 at the others; straight lines between them would bend by 1 at it.
    let patch = Extent(1, 1, 31)
    let extent = Extent(1, 1, 200)
    var transform = PatchTransform()
    transform.nodes = [2, 2, 6]
    var field = [Float](repeating: 0, count: 72)
    for row in 0..<4 { field[48 + row * 6 + 2] = 3 }
    transform.displacements = field
    let ramp = (0..<200).map { Float($0) }
    let result = Self.sample(
      transform, of: ramp, [UInt8](repeating: 0, count: 200), extent: extent,
      center: VoxelIndex(0, 0, 100), patch: patch)
    let moved = (0..<31).map { result.image[$0] - Float(85 + $0) }
    for (node, expected) in [0, 0, 3, 0, 0, 0].enumerated() {
      #expect(abs(moved[node * 6] - Float(expected)) < 1e-3)
    }
    for index in 1..<30 {
      #expect(abs(moved[index + 1] - 2 * moved[index] + moved[index - 1]) < 0.5)
    }
  }

  @Test func displacementsAreInMillimetresOfTheFinestAxis() {
    let extent = Extent(20, 20, 20)
    let ramp = (0..<extent.count).map { Float($0 / 400) }
    var transform = PatchTransform()
    transform.displacements = [Float](repeating: 2, count: 24)
    let result = Self.sample(
      transform, of: ramp, [UInt8](repeating: 0, count: extent.count), extent: extent,
      spacing: Spacing(4, 1, 1), center: VoxelIndex(10, 10, 10), patch: Extent(4, 4, 4))
    // Two voxels of 1 mm are half a voxel of 4 mm.
    #expect(abs(result.image[0] - 8.5) < 1e-4)
  }

  @Test func labelsAreThoseWithMostWeight() {
    var generator = SeededGenerator(seed: 2)
    let extent = Extent(9, 10, 11)
    let labels = (0..<extent.count).map { _ in UInt8(generator.integer(below: 4)) }
    let image = [Float](repeating: 0, count: extent.count)
    for _ in 0..<20 {
      var transform = PatchTransform()
      transform.displacements = (0..<3).flatMap { _ in
        [Float](repeating: Float(generator.uniform(in: -6...6)), count: 8)
      }
      let result = Self.sample(
        transform, of: image, labels, extent: extent, center: VoxelIndex(4, 5, 5),
        patch: Extent(7, 7, 7))
      // Each label's map, interpolated as an image; the background fills the outside.
      let maps = (1..<4).map { label in
        Self.sample(
          transform, of: labels.map { $0 == label ? 1 : 0 }, labels, extent: extent,
          center: VoxelIndex(4, 5, 5), patch: Extent(7, 7, 7)
        ).image
      }
      for offset in result.labels.indices {
        let weights = [1 - maps.reduce(0) { $0 + $1[offset] }] + maps.map { $0[offset] }
        let most = weights.max() ?? 0
        #expect(weights[Int(result.labels[offset])] > most - 1e-4)
      }
    }
  }
}
