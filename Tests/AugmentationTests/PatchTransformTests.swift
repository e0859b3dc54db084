import Augmentation
import Foundation
import Testing
import Volumes

/// Trilinear interpolation keeps linear functions, so maps can be checked against their formulas.
struct PatchTransformTests {
  static let extent = Extent(30, 40, 44)
  static let patch = Extent(6, 10, 12)
  static let center = VoxelIndex(15, 20, 22)

  /// A patch of an image whose value is a linear function of the position in mm from the centre.
  private func ramp(_ transform: PatchTransform, spacing: Spacing, _ slope: [Double]) -> [Float] {
    let extent = Self.extent
    let image = (0..<extent.count).map { offset -> Float in
      let voxel = [
        offset / (extent.width * extent.height), offset / extent.width % extent.height,
        offset % extent.width,
      ]
      return Float(
        (0..<3).reduce(0) { $0 + slope[$1] * Double(voxel[$1] - Self.center[$1]) * spacing[$1] })
    }
    let labels = [UInt8](repeating: 0, count: extent.count)
    return image.withUnsafeBufferPointer { image in
      labels.withUnsafeBufferPointer { labels in
        transform.sample(
          from: PatchSource(image: image, labels: labels, channels: 1, extent: extent),
          spacing: spacing, center: Self.center, patch: Self.patch
        ).image
      }
    }
  }

  @Test func rotationsTurnMillimetresNotVoxels() {
    let (spacing, angle) = (Spacing(3, 1, 0.5), 0.3)
    var transform = PatchTransform()
    transform.rotation = [angle, 0, 0]
    let result = ramp(transform, spacing: spacing, [0, 0, 1])
    for z in 0..<6 {
      for y in 0..<10 {
        for x in 0..<12 {
          let (dy, dx) = (Double(y - 5) * spacing.height, Double(x - 6) * spacing.width)
          let expected = cos(angle) * dx - sin(angle) * dy
          #expect(abs(Double(result[Self.patch.offset(z, y, x)]) - expected) < 1e-4)
        }
      }
    }
  }

  @Test func rotationsAboutAllAxesKeepLengths() {
    var transform = PatchTransform()
    transform.rotation = [0.2, -0.25, 0.15]
    let spacing = Spacing(2, 1, 1)
    // The images of the three unit slopes are the rows of an orthogonal matrix.
    let rows = (0..<3).map { axis -> [Double] in
      let slope = (0..<3).map { $0 == axis ? 1.0 : 0 }
      let result = ramp(transform, spacing: spacing, slope)
      let origin = Double(result[Self.patch.offset(3, 5, 6)])
      return [(4, 5, 6), (3, 6, 6), (3, 5, 7)].enumerated().map { index, voxel in
        (Double(result[Self.patch.offset(voxel.0, voxel.1, voxel.2)]) - origin) / spacing[index]
      }
    }
    for a in 0..<3 {
      for b in 0..<3 {
        let dot = (0..<3).reduce(0) { $0 + rows[a][$1] * rows[b][$1] }
        #expect(abs(dot - (a == b ? 1 : 0)) < 1e-4)
      }
    }
  }

  @Test func scalingMakesThingsLarger() {
    var transform = PatchTransform()
    transform.scale = [1, 2, 1.25]
    let result = ramp(transform, spacing: Spacing(1, 1, 1), [0, 1, 10])
    for y in 0..<10 {
      for x in 0..<12 {
        let expected = Double(y - 5) / 2 + Double(x - 6) / 1.25 * 10
        #expect(abs(Double(result[Self.patch.offset(2, y, x)]) - expected) < 1e-3)
      }
    }
  }

  @Test func displacementsAreAddedInVoxels() {
    var transform = PatchTransform()
    // All nodes by (0.5, -1, 2): the patch of a linear image changes by one number.
    transform.displacements = [0.5, -1, 2].flatMap { [Float](repeating: $0, count: 8) }
    let slope = [1.0, 10, 100]
    let plain = ramp(PatchTransform(), spacing: Spacing(1, 1, 1), slope)
    let moved = ramp(transform, spacing: Spacing(1, 1, 1), slope)
    #expect(zip(plain, moved).allSatisfy { abs($1 - $0 - 190.5) < 1e-2 })
  }

  @Test func patchesOfTheOutsideAreEmpty() {
    var turned = PatchTransform()
    turned.rotation = [0.1, 0.2, 0.3]
    let image = [Float](repeating: 1, count: Self.extent.count)
    let labels = [UInt8](repeating: 1, count: Self.extent.count)
    for transform in [PatchTransform(), turned] {
      for center in [VoxelIndex(-90, 5, 5), VoxelIndex(5, 5, 500), VoxelIndex(10, -80, 10)] {
        let sample = image.withUnsafeBufferPointer { image in
          labels.withUnsafeBufferPointer { labels in
            transform.sample(
              from: PatchSource(image: image, labels: labels, channels: 1, extent: Self.extent),
              spacing: Spacing(1, 1, 1), center: center, patch: Self.patch)
          }
        }
        #expect(sample.image.allSatisfy { $0 == 0 } && sample.labels.allSatisfy { $0 == 0 })
      }
    }
  }
}
