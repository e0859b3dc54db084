import Augmentation
import Preprocessing
import Testing
import Volumes

/// Patches that are made from the part of a volume that they reach.
struct PatchReachTests {
  @Test func partsGiveTheSameBitsAsTheWhole() throws {
    let extent = Extent(40, 36, 44)
    let spacing = Spacing(2, 1, 1.5)
    let patch = Extent(14, 12, 16)
    var generator = SeededGenerator(seed: 5)
    let image = (0..<(2 * extent.count)).map { _ in Float(generator.normal()) }
    let labels = (0..<extent.count).map { _ in UInt8(generator.integer(below: 3)) }
    var configuration = AugmentationConfiguration.nnUNet
    configuration.rotationProbability = 0.7
    configuration.elasticProbability = 0.5
    let augmenter = Augmenter(configuration, patch: patch)
    var smaller = 0
    for draw in 0..<60 {
      let augmentation = augmenter.draw(channels: 2, using: &generator)
      let center = VoxelIndex(
        generator.integer(below: 60) - 10, generator.integer(below: 36),
        generator.integer(below: 44))
      let box = augmentation.spatial.reach(
        in: extent, spacing: spacing, center: center, patch: patch)
      if box.extent.count < extent.count / 2 { smaller += 1 }
      func cut<Value>(_ values: [Value], channels: Int) -> [Value] {
        (0..<channels).flatMap { channel in
          (0..<box.extent.depth).flatMap { z in
            (0..<box.extent.height).flatMap { y in
              let start =
                channel * extent.count
                + extent.offset(z + box.origin.z, y + box.origin.y, box.origin.x)
              return values[start..<(start + box.extent.width)]
            }
          }
        }
      }
      func sample(_ image: [Float], _ labels: [UInt8], _ box: VoxelBox) throws -> TrainingSample {
        try image.withUnsafeBufferPointer { image in
          try labels.withUnsafeBufferPointer { labels in
            try augmentation.sample(
              from: PatchSource(image: image, labels: labels, channels: 2, box: box),
              spacing: spacing, center: center, patch: patch)
          }
        }
      }
      let whole = try sample(image, labels, VoxelBox(whole: extent))
      let part = try sample(cut(image, channels: 2), cut(labels, channels: 1), box)
      #expect(whole.image == part.image && whole.labels == part.labels, "draw \(draw)")
    }
    #expect(smaller > 20)
  }

  @Test func nothingOutsideAVolumeHasALabel() {
    let extent = Extent(10, 11, 9)
    let patch = Extent(24, 24, 24)
    let ones = [Float](repeating: 1, count: extent.count)
    let labels = [UInt8](repeating: 3, count: extent.count)
    var generator = SeededGenerator(seed: 8)
    let augmenter = Augmenter(.nnUNet, patch: patch)
    for _ in 0..<30 {
      let transform = augmenter.spatialTransform(using: &generator)
      let sample = ones.withUnsafeBufferPointer { image in
        labels.withUnsafeBufferPointer { labels in
          transform.sample(
            from: PatchSource(image: image, labels: labels, channels: 1, extent: extent),
            spacing: Spacing(1, 1, 1), center: VoxelIndex(5, 5, 4), patch: patch)
        }
      }
      // The image is the part of a voxel's value that comes from inside.
      for (value, label) in zip(sample.image, sample.labels) where abs(value - 0.5) > 1e-4 {
        #expect(label == (value > 0.5 ? 3 : 0))
      }
      #expect(sample.labels.contains(3) && sample.labels.contains(0))
    }
  }
}
