import Augmentation
import Preprocessing
import Testing
import Volumes

struct AugmentationTests {
  static let extent = Extent(12, 14, 10)

  static func volume() -> (image: [Float], labels: [UInt8]) {
    var generator = SeededGenerator(seed: 9)
    let image = (0..<extent.count).map { _ in Float(generator.normal()) }
    return (image, image.map { UInt8($0 > 1 ? 2 : $0 > 0 ? 1 : 0) })
  }

  private func sample(_ transform: PatchTransform, patch: Extent, center: VoxelIndex)
    -> TrainingSample
  {
    let (image, labels) = Self.volume()
    return image.withUnsafeBufferPointer { image in
      labels.withUnsafeBufferPointer { labels in
        transform.sample(
          from: PatchSource(image: image, labels: labels, channels: 1, extent: Self.extent),
          spacing: Spacing(1, 1, 1), center: center, patch: patch)
      }
    }
  }

  @Test func cropReachesOverBordersWithZeros() {
    let (image, labels) = Self.volume()
    let patch = Extent(4, 4, 4)
    let result = sample(PatchTransform(), patch: patch, center: VoxelIndex(0, 7, 9))
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
    let (patch, center) = (Extent(6, 8, 4), VoxelIndex(5, 6, 5))
    let crop = sample(PatchTransform(), patch: patch, center: center)
    let mapped = sample(almost, patch: patch, center: center)
    #expect(!almost.isCrop && crop.labels == mapped.labels)
    #expect(zip(crop.image, mapped.image).allSatisfy { abs($0 - $1) < 1e-4 })
  }

  @Test(arguments: [
    [true, false, false], [false, true, false], [false, false, true], [true, true, true],
  ])
  func mirroringReversesTheCrop(_ axes: [Bool]) {
    var transform = PatchTransform()
    transform.mirror = axes
    let (patch, center) = (Extent(5, 6, 4), VoxelIndex(6, 7, 5))
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
    let (patch, center) = (Extent(3, 5, 5), VoxelIndex(6, 7, 5))
    let crop = sample(PatchTransform(), patch: patch, center: center)
    let turned = sample(transform, patch: patch, center: center)
    for index in 0..<75 {
      let (z, y, x) = (index / 25, index / 5 % 5, index % 5)
      let back = patch.offset(z, 4 - x, y)
      #expect(abs(turned.image[back] - crop.image[patch.offset(z, y, x)]) < 1e-4)
      #expect(turned.labels[back] == crop.labels[patch.offset(z, y, x)])
    }
  }

  @Test func samplesDependOnTheGeneratorAlone() throws {
    let (image, labels) = Self.volume()
    let augmenter = Augmenter(.nnUNet, patch: Extent(8, 8, 8))
    func draw(_ seed: UInt64) throws -> TrainingSample {
      var generator = SeededGenerator(seed: seed)
      return try image.withUnsafeBufferPointer { image in
        try labels.withUnsafeBufferPointer { labels in
          try augmenter.draw(channels: 1, using: &generator).sample(
            from: PatchSource(image: image, labels: labels, channels: 1, extent: Self.extent),
            spacing: Spacing(1, 1, 1), center: VoxelIndex(6, 7, 5), patch: Extent(8, 8, 8))
        }
      }
    }
    for seed in 0..<40 as Range<UInt64> {
      let (a, b) = (try draw(seed), try draw(seed))
      #expect(a.image == b.image && a.labels == b.labels)
      #expect(a.image.allSatisfy(\.isFinite) && a.labels.allSatisfy { $0 <= 2 })
    }
    #expect(try draw(1).image != draw(2).image)
  }

  /// Patches with the axis across their plane and the largest rotation there in degrees.
  @Test(arguments: [
    (Extent(1, 64, 64), 0, 180.0), (Extent(1, 64, 100), 0, 15), (Extent(12, 64, 64), 0, 180),
    (Extent(64, 12, 100), 1, 180), (Extent(64, 64, 20), 2, 180),
  ])
  func flatPatchesTurnInTheirPlane(patch: Extent, normal: Int, degrees: Double) {
    var configuration = AugmentationConfiguration.nnUNet
    configuration.rotationProbability = 1
    configuration.scalingProbability = 1
    configuration.elasticProbability = 1
    let augmenter = Augmenter(configuration, patch: patch)
    #expect(augmenter.normal == normal)
    var generator = SeededGenerator(seed: 4)
    var largest = 0.0
    for _ in 0..<200 {
      let transform = augmenter.spatialTransform(using: &generator)
      for axis in 0..<3 where axis != normal { #expect(transform.rotation[axis] == 0) }
      #expect(transform.scale[normal] == 1 && transform.scale[(normal + 1) % 3] != 1)
      largest = max(largest, abs(transform.rotation[normal]) * 180 / .pi)
      let reach = transform.reach(
        in: Extent(200, 200, 200), spacing: Spacing(1, 1, 1), center: VoxelIndex(100, 100, 100),
        patch: patch)
      // Nothing across the plane, but for the margin.
      #expect(reach.extent[normal] <= patch[normal] + 4)
    }
    #expect(largest <= degrees && largest > 0.9 * degrees)
  }

  @Test func thickPatchesTurnAboutAllAxes() {
    var configuration = AugmentationConfiguration.nnUNet
    configuration.rotationProbability = 1
    let augmenter = Augmenter(configuration, patch: Extent(40, 56, 40))
    var generator = SeededGenerator(seed: 4)
    var largest = [0.0, 0, 0]
    for _ in 0..<300 {
      let rotation = augmenter.spatialTransform(using: &generator).rotation
      for axis in 0..<3 { largest[axis] = max(largest[axis], abs(rotation[axis]) * 180 / .pi) }
    }
    #expect(augmenter.normal == nil && largest.allSatisfy { $0 > 27 && $0 <= 30 })
  }

  @Test func intensityChangesLeaveLabelsAlone() throws {
    var configuration = AugmentationConfiguration.nnUNet
    configuration.rotationProbability = 0
    configuration.scalingProbability = 0
    configuration.mirrorAxes = []
    configuration.noiseProbability = 1
    configuration.gammaProbability = 1
    configuration.biasFieldProbability = 1
    configuration.ghostingProbability = 1
    configuration.motionProbability = 1
    configuration.spikeProbability = 1
    configuration.cutOutProbability = 1
    let (image, labels) = Self.volume()
    let (patch, center) = (Extent(6, 8, 4), VoxelIndex(5, 6, 5))
    let crop = sample(PatchTransform(), patch: patch, center: center)
    var generator = SeededGenerator(seed: 6)
    let changed = try image.withUnsafeBufferPointer { image in
      try labels.withUnsafeBufferPointer { labels in
        try Augmenter(configuration, patch: patch).draw(channels: 1, using: &generator).sample(
          from: PatchSource(image: image, labels: labels, channels: 1, extent: Self.extent),
          spacing: Spacing(1, 1, 1), center: center, patch: patch)
      }
    }
    #expect(changed.labels == crop.labels && changed.image != crop.image)
  }

  @Test func channelsShareTheirChoicesButNotTheirStrength() {
    let augmenter = Augmenter(.nnUNet, patch: Extent(8, 8, 8))
    var generator = SeededGenerator(seed: 3)
    var (brightened, blurred, both) = (0, 0, 0)
    let draws = 4000
    for _ in 0..<draws {
      let channels = augmenter.intensityTransforms(channels: 2, using: &generator)
      func factors(_ transforms: [IntensityTransform]) -> [Float] {
        transforms.compactMap { if case .brightness(let factor) = $0 { factor } else { nil } }
      }
      func blurs(_ transforms: [IntensityTransform]) -> Int {
        transforms.count { if case .blur = $0 { true } else { false } }
      }
      let brightness = channels.map(factors)
      #expect(brightness[0].count == brightness[1].count)
      if let first = brightness[0].first {
        brightened += 1
        #expect(first != brightness[1].first && (0.75...1.25).contains(first))
      }
      blurred += blurs(channels[0])
      both += min(blurs(channels[0]), blurs(channels[1]))
    }
    #expect(abs(Double(brightened) / Double(draws) - 0.15) < 0.02)
    #expect(abs(Double(blurred) / Double(draws) - 0.1) < 0.02)
    #expect(abs(Double(both) / Double(draws) - 0.05) < 0.015)
  }

  @Test func refusesWrongConfigurations() {
    let changes: [(inout AugmentationConfiguration) -> Void] = [
      { $0.noiseProbability = 1.5 }, { $0.channelProbability = -1 }, { $0.gammaProbability = .nan },
      { $0.scalingRange = [1.2, 0.8] }, { $0.scalingRange = [1] }, { $0.gammaRange = [0, 1] },
      { $0.blurSigma = [0, 1e9] }, { $0.lowResolutionRange = [0.5, 3] }, { $0.mirrorAxes = [3] },
      { $0.rotationDegrees = .infinity }, { $0.cutOutSize = 2 },
      { $0.motionProbability = 2 }, { $0.motionDegrees = -1 }, { $0.motionShift = .nan },
    ]
    for (index, change) in changes.enumerated() {
      var configuration = AugmentationConfiguration.nnUNet
      change(&configuration)
      #expect(configuration.problem != nil, "change \(index)")
    }
    for preset in [AugmentationConfiguration.none, .light, .standard, .nnUNet] {
      #expect(preset.problem == nil)
    }
  }
}
