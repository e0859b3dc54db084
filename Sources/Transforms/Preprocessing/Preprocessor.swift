public import Volumes

/// A volume ready for a network, and how to bring results back to the original grid.
public struct PreprocessedCase: Sendable {
  public var image: Volume
  /// Class indices on the image's grid.
  public var labels: LabelMap?
  public var history: PreprocessingHistory

  public init(image: Volume, labels: LabelMap?, history: PreprocessingHistory) {
    self.image = image
    self.labels = labels
    self.history = history
  }
}

/// Prepares volumes: canonical orientation, crop to non-zero, normalisation, resampling, in this order.
///
/// Volumes that differ only in how their axes are stored give bitwise equal results.
/// Source: nnU-Net v2's `DefaultPreprocessor`, with the patient's orientation honoured.
public struct Preprocessor: Sendable {
  public let configuration: PreprocessingConfiguration
  /// Threads that resampling may use, the calling one among them.
  public var threads: Int

  public init(_ configuration: PreprocessingConfiguration, threads: Int = 1) {
    self.configuration = configuration
    self.threads = threads
  }

  /// Prepares an image and the label map on its grid.
  /// - Parameter labels: Class indices.
  /// - Throws: ``PreprocessingError`` where the image has another number of channels than the configuration.
  public func apply(_ image: Volume, labels: LabelMap?) throws -> PreprocessedCase {
    guard image.channels == configuration.normalizations.count else {
      throw PreprocessingError(
        "the image has \(image.channels) channels, \(configuration.normalizations.count) were expected")
    }
    let orientation = CanonicalOrientation(image.geometry)
    let grid = orientation.extent
    let canonical = (0..<image.channels).map {
      orientation.toCanonical(image.voxels[image.range(ofChannel: $0)])
    }
    let whole = Box(origin: Extent(0, 0, 0), extent: grid)
    let box =
      configuration.cropsToNonZero
      ? Box(ofNonZero: Array(canonical.joined()), channels: image.channels, extent: grid) : whole
    let spacing = orientation.spacing(image.spacing)
    let resampler = Resampler(
      from: box.extent,
      to: Resampler.extent(box.extent, from: spacing, to: configuration.targetSpacing),
      separateAxis: Resampler.separateAxis(from: spacing, to: configuration.targetSpacing))

    var voxels: [Float] = []
    voxels.reserveCapacity(image.channels * resampler.to.count)
    for (channel, normalization) in zip(canonical, configuration.normalizations) {
      var cut = box == whole ? channel : box.cut(channel[...], from: grid)
      normalization.apply(to: &cut)
      voxels += resampler.resample(
        cut, configuration.imageInterpolation, limits: true, threads: threads)
    }
    let history = PreprocessingHistory(
      original: image.geometry, orientation: orientation, box: box, resampler: resampler)
    let geometry = history.preparedGeometry
    let prepared = labels.map { labels in
      let cut = box.cut(orientation.toCanonical(labels.voxels[...])[...], from: grid)
      return LabelMap(
        geometry: geometry, voxels: resampler.resample(labels: cut, threads: threads))
    }
    return PreprocessedCase(
      image: Volume(geometry: geometry, channels: image.channels, voxels: voxels),
      labels: prepared, history: history)
  }
}
