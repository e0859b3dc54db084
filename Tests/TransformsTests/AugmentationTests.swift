import Testing
import Transforms
import Volumes

struct AugmentationTests {
  static let extent = Extent(12, 14, 10)

  static func volume() -> (image: [Float], labels: [UInt8]) {
    var generator = SeededGenerator(seed: 9)
    let image = (0..<extent.count).map { _ in Float(generator.normal()) }
    return (image, image.map { UInt8($0 > 1 ? 2 : $0 > 0 ? 1 : 0) })
  }

  private func sample(_ transform: PatchTransform, patch: Extent, center: Extent) -> TrainingSample {
    let (image, labels) = Self.volume()
    return image.withUnsafeBufferPointer { image in
      labels.withUnsafeBufferPointer { labels in
        transform.sample(
          image: image, labels: labels, channels: 1, extent: Self.extent, spacing: Spacing(1, 1, 1),
          center: center, patch: patch)
      }
    }
  }

  @Test func cropReachesOverBordersWithZeros() {
    let (image, labels) = Self.volume()
    let patch = Extent(4, 4, 4)
    let result = sample(PatchTransform(), patch: patch, center: Extent(0, 7, 9))
    for z in 0..<4 {
      for y in 0..<4 {
        for x in 0..<4 {
          let place = [z - 2, y + 5, x + 7]
          let inside = (0..<3).allSatisfy { place[$0] >= 0 && place[$0] < Self.extent[$0] }
          let offset = inside ? Self.extent.offset(place[0], place[1], place[2]) : 0
          #expect(result.image[patch.offset(z, y, x)] == (inside ? image[offset] : 0))
          #expect(result.labels[patch.offset(z, y, x)] == (inside ? labels[offset] : 0))
        }
      }
    }
  }

  @Test func identityMapEqualsTheCrop() {
    var almost = PatchTransform()
    almost.rotation = [1e-13, 0, 0]
    let (patch, center) = (Extent(6, 8, 4), Extent(5, 6, 5))
    let crop = sample(PatchTransform(), patch: patch, center: center)
    let mapped = sample(almost, patch: patch, center: center)
    #expect(!almost.isCrop && crop.labels == mapped.labels)
    #expect(zip(crop.image, mapped.image).allSatisfy { abs($0 - $1) < 1e-4 })
  }

  @Test(arguments: [[true, false, false], [false, true, false], [false, false, true], [true, true, true]])
  func mirroringReversesTheCrop(_ axes: [Bool]) {
    var transform = PatchTransform()
    transform.mirror = axes
    let (patch, center) = (Extent(5, 6, 4), Extent(6, 7, 5))
    let crop = sample(PatchTransform(), patch: patch, center: center)
    let mirrored = sample(transform, patch: patch, center: center)
    for z in 0..<5 {
      for y in 0..<6 {
        for x in 0..<4 {
          let offset = patch.offset(
            axes[0] ? 4 - z : z, axes[1] ? 5 - y : y, axes[2] ? 3 - x : x)
          #expect(mirrored.labels[patch.offset(z, y, x)] == crop.labels[offset])
          #expect(abs(mirrored.image[patch.offset(z, y, x)] - crop.image[offset]) < 1e-5)
        }
      }
    }
  }

  @Test func quarterTurnAboutDepthTurnsTheArray() {
    var transform = PatchTransform()
    transform.rotation = [.pi / 2, 0, 0]
    let (patch, center) = (Extent(3, 5, 5), Extent(6, 7, 5))
    let crop = sample(PatchTransform(), patch: patch, center: center)
    let turned = sample(transform, patch: patch, center: center)
    let forwards = (0..<75).allSatisfy { index in
      let (z, y, x) = (index / 25, index / 5 % 5, index % 5)
      return abs(turned.image[index] - crop.image[patch.offset(z, x, 4 - y)]) < 1e-4
    }
    let backwards = (0..<75).allSatisfy { index in
      let (z, y, x) = (index / 25, index / 5 % 5, index % 5)
      return abs(turned.image[index] - crop.image[patch.offset(z, 4 - x, y)]) < 1e-4
    }
    #expect(forwards != backwards)
  }

  @Test func samplesDependOnTheGeneratorAlone() {
    let (image, labels) = Self.volume()
    let augmenter = Augmenter(.nnUNet, patch: Extent(8, 8, 8))
    func draw(_ seed: UInt64) -> TrainingSample {
      var generator = SeededGenerator(seed: seed)
      return image.withUnsafeBufferPointer { image in
        labels.withUnsafeBufferPointer { labels in
          augmenter.sample(
            image: image, labels: labels, channels: 1, extent: Self.extent,
            spacing: Spacing(1, 1, 1), center: Extent(6, 7, 5), patch: Extent(8, 8, 8),
            using: &generator)
        }
      }
    }
    for seed in 0..<40 as Range<UInt64> {
      let (a, b) = (draw(seed), draw(seed))
      #expect(a.image == b.image && a.labels == b.labels)
      #expect(a.image.allSatisfy(\.isFinite) && a.labels.allSatisfy { $0 <= 2 })
    }
    #expect(draw(1).image != draw(2).image)
  }

  private func moments(_ values: [Float]) -> (mean: Float, deviation: Float) {
    let mean = values.reduce(0, +) / Float(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(values.count)
    return (mean, variance.squareRoot())
  }

  private func applied(_ transform: IntensityTransform, to values: [Float], _ extent: Extent)
    -> [Float]
  {
    var result = values
    result.withUnsafeMutableBufferPointer { transform.apply(to: $0, extent: extent) }
    return result
  }

  @Test func noiseHasTheAskedForDeviation() {
    let extent = Extent(40, 50, 50)
    let zeros = [Float](repeating: 0, count: extent.count)
    let noise = applied(.noise(deviation: 0.3, seed: 11), to: zeros, extent)
    let (mean, deviation) = moments(noise)
    #expect(abs(mean) < 0.005 && abs(deviation - 0.3) < 0.005)
    let beyond = noise.filter { abs($0) > 0.6 }.count
    // 4.55 % of a normal distribution lie beyond two deviations.
    #expect(abs(Double(beyond) / Double(extent.count) - 0.0455) < 0.003)
    #expect(noise != applied(.noise(deviation: 0.3, seed: 12), to: zeros, extent))
  }

  @Test func gammaKeepsMeanAndDeviation() {
    let (image, _) = Self.volume()
    for inverted in [false, true] {
      let result = applied(.gamma(exponent: 1.4, inverted: inverted), to: image, Self.extent)
      let (before, after) = (moments(image), moments(result))
      #expect(abs(before.mean - after.mean) < 1e-3)
      #expect(abs(before.deviation - after.deviation) < 1e-3)
      #expect(zip(image, result).contains { abs($0 - $1) > 0.01 })
    }
  }

  @Test func contrastStaysInTheRange() {
    let (image, _) = Self.volume()
    let result = applied(.contrast(factor: 1.5), to: image, Self.extent)
    #expect(result.max() == image.max() && result.min() == image.min())
    #expect(applied(.contrast(factor: 1), to: image, Self.extent) == applied(.brightness(factor: 1), to: image, Self.extent)
      || zip(applied(.contrast(factor: 1), to: image, Self.extent), image).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func blurKeepsConstantsAndSmooths() {
    let constant = [Float](repeating: 3, count: Self.extent.count)
    let still = applied(.blur(sigma: [1, 1, 1]), to: constant, Self.extent)
    #expect(still.allSatisfy { abs($0 - 3) < 1e-5 })
    let (image, _) = Self.volume()
    let smooth = applied(.blur(sigma: [0.8, 0.8, 0.8]), to: image, Self.extent)
    #expect(moments(smooth).deviation < 0.6 * moments(image).deviation)
    #expect(applied(.blur(sigma: [0, 0, 0]), to: image, Self.extent) == image)
  }

  @Test func cutOutFillsItsBoxAlone() {
    let (image, _) = Self.volume()
    let result = applied(.cutOut(origin: [0, 0, 0], size: [0.5, 0.5, 0.5]), to: image, Self.extent)
    let changed = zip(image, result).filter { $0 != $1 }.count
    #expect(changed == 6 * 7 * 5)
  }

  @Test func flatPatchesTurnInTheirPlane() {
    let augmenter = Augmenter(.nnUNet, patch: Extent(1, 64, 64))
    #expect(augmenter.isPlanar)
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<200 {
      let transform = augmenter.spatialTransform(using: &generator)
      #expect(transform.rotation[1] == 0 && transform.rotation[2] == 0 && transform.scale[0] == 1)
    }
  }
}
