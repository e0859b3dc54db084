public import Volumes

/// Gathers a fingerprint case by case.
public struct FingerprintAccumulator: Sendable {
  private var extents: [Extent] = []
  private var spacings: [Spacing] = []
  private var cropRatios: [Double] = []
  private var classVoxels: [Int]
  private var labelVolumes: [[Double]]
  private var profiles: [[IntensityProfile]]
  /// Foreground intensities by channel.
  private var samples: [[Float]]

  public init(channels: Int, classes: Int) {
    samples = [[Float]](repeating: [], count: channels)
    classVoxels = [Int](repeating: 0, count: classes)
    labelVolumes = [[Double]](repeating: [], count: classes)
    profiles = [[IntensityProfile]](repeating: [], count: channels)
  }

  /// Adds a case.
  /// - Parameter labels: Class indices, below the number of classes.
  /// - Precondition: the labels lie on the image's grid.
  public mutating func add(_ image: Volume, labels: LabelMap) {
    precondition(labels.extent == image.extent, "labels of \(labels.extent) for \(image.extent)")
    let orientation = CanonicalOrientation(image.geometry)
    let canonical = (0..<image.channels).map {
      orientation.toCanonical(image.voxels[image.range(ofChannel: $0)])
    }
    let box = VoxelBox(ofNonZero: canonical, extent: orientation.extent)
    extents.append(box.extent)
    spacings.append(orientation.spacing(image.spacing))
    cropRatios.append(Double(box.extent.count) / Double(max(1, image.extent.count)))
    for (label, count) in labels.histogram().enumerated() where label < classVoxels.count {
      classVoxels[label] += count
      if count > 0 {
        let spacing = orientation.spacing(image.spacing)
        labelVolumes[label].append(Double(count) * spacing.voxelVolumeInMillilitres)
      }
    }
    // In canonical order, so that the draw does not depend on how the case is stored.
    let classes = orientation.toCanonical(labels.voxels[...])
    for channel in profiles.indices {
      if let profile = IntensityProfile(canonical[channel][...], labels: classes) {
        profiles[channel].append(profile)
      }
    }
    let foreground = classes.indices.filter { classes[$0] != 0 }
    guard !foreground.isEmpty else { return }
    // As many samples of each case, so that large structures do not outvote small ones.
    var generator = SeededGenerator(seed: 1234, stream: [extents.count])
    let count = min(foreground.count, 10_000)
    for _ in 0..<count {
      let voxel = foreground[generator.integer(below: foreground.count)]
      for channel in samples.indices {
        samples[channel].append(canonical[channel][voxel])
      }
    }
  }

  /// The fingerprint of the cases so far.
  public func finish() -> DatasetFingerprint {
    DatasetFingerprint(
      extents: extents, spacings: spacings, intensities: samples.map(Self.summary),
      classVoxels: classVoxels,
      medianCropRatio: cropRatios.isEmpty ? 1 : DatasetFingerprint.median(cropRatios),
      labelVolumes: labelVolumes, profiles: profiles)
  }

  private static func summary(_ values: [Float]) -> DatasetFingerprint.Intensities {
    let sorted = values.map(Double.init).sorted()
    let mean = sorted.isEmpty ? 0 : sorted.reduce(0, +) / Double(sorted.count)
    let variance =
      sorted.isEmpty
      ? 0 : sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(sorted.count)
    return DatasetFingerprint.Intensities(
      mean: mean, median: DatasetFingerprint.percentile(sorted, 0.5),
      standardDeviation: variance.squareRoot(), minimum: sorted.first ?? 0,
      maximum: sorted.last ?? 0, percentile005: DatasetFingerprint.percentile(sorted, 0.005),
      percentile995: DatasetFingerprint.percentile(sorted, 0.995))
  }
}
