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
  /// - Throws: ``PreprocessingError`` where the image has another number of channels than the configuration, the labels
  ///   have another size, a spacing is not positive, the prepared grid would have
  ///   2³¹ voxels or more, or memory is short.
  public func apply(_ image: Volume, labels: LabelMap?) throws -> PreprocessedCase {
    guard image.channels == configuration.normalizations.count else {
      throw PreprocessingError(
        "the image has \(image.channels) channels, \(configuration.normalizations.count) were expected"
      )
    }
    if let labels, labels.extent != image.extent {
      throw PreprocessingError(
        "the label map has \(labels.extent) voxels, the image \(image.extent); both must lie on one grid"
      )
    }
    let orientation = CanonicalOrientation(image.geometry)
    let grid = orientation.extent
    var channels = (0..<image.channels).map {
      orientation.toCanonical(image.voxels[image.range(ofChannel: $0)])
    }
    let whole = VoxelBox(whole: grid)
    let box =
      configuration.cropsToNonZero
      ? VoxelBox(ofNonZero: channels, extent: grid) : whole
    let spacing = orientation.spacing(image.spacing)
    let target = configuration.spacing(for: spacing)
    let resampler = try resampler(box.extent, from: spacing, to: target)
    let restorer = Resampler(
      from: resampler.to, to: resampler.from,
      separateAxis: Resampler.separateAxis(from: target, to: spacing))
    if box != whole { channels = channels.map { box.cut($0[...], from: grid) } }
    let isMasked = configuration.normalizations.contains(.zScore(masked: true))
    let mask = isMasked ? NonZeroMask(channels, extent: box.extent) : nil

    try PreprocessingError.requireMemory(for: resampler.to, channels: image.channels)
    var voxels: [Float] = []
    voxels.reserveCapacity(image.channels * resampler.to.count)
    for (channel, normalization) in zip(channels, configuration.normalizations) {
      var normalized = channel
      normalization.apply(to: &normalized, mask: mask)
      voxels += try resampler.resample(
        normalized, configuration.imageInterpolation, limits: true, threads: threads)
    }
    let history = PreprocessingHistory(
      original: image.geometry, orientation: orientation, box: box, resampler: resampler,
      restorer: restorer)
    let geometry = history.preparedGeometry
    let prepared = try labels.map { labels in
      let cut = box.cut(orientation.toCanonical(labels.voxels[...])[...], from: grid)
      return LabelMap(
        geometry: geometry, voxels: try resampler.resample(labels: cut, threads: threads))
    }
    return PreprocessedCase(
      image: Volume(geometry: geometry, channels: image.channels, voxels: voxels),
      labels: prepared, history: history)
  }

  private func resampler(_ extent: Extent, from spacing: Spacing, to target: Spacing) throws
    -> Resampler
  {
    guard (spacing.axes + target.axes).allSatisfy({ $0.isFinite && $0 > 0 }) else {
      throw PreprocessingError(
        "the spacing \(spacing.axes) mm cannot become \(target.axes) mm: spacings must be above 0")
    }
    let size = Resampler.extent(extent, from: spacing, to: target)
    let count = size.axes.reduce(1.0) { $0 * Double($1) }
    guard count <= Double(Int32.max) else {
      throw PreprocessingError(
        "the image would have \(size) voxels at a spacing of \(target.axes) mm, more than 2147483647; choose a larger target spacing"
      )
    }
    return Resampler(
      from: extent, to: size, separateAxis: Resampler.separateAxis(from: spacing, to: target))
  }
}
