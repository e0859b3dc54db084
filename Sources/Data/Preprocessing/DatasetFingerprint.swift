public import Volumes

/// What a data set looks like: what a configuration is chosen from.
///
/// Source: nnU-Net v2's data set fingerprint.
public struct DatasetFingerprint: Hashable, Sendable, Codable {
  /// Intensities of the foreground of all cases, of one channel.
  public struct Intensities: Hashable, Sendable, Codable {
    public var mean: Double
    public var median: Double
    public var standardDeviation: Double
    public var minimum: Double
    public var maximum: Double
    public var percentile005: Double
    public var percentile995: Double
  }

  /// Sizes after the crop to non-zero, canonical axes, one for each case.
  public var extents: [Extent]
  /// Spacings in mm, canonical axes, one for each case.
  public var spacings: [Spacing]
  /// One for each channel.
  public var intensities: [Intensities]
  /// Voxels of each class over all cases.
  public var classVoxels: [Int]
  /// The part of the volume that the crop leaves, median over cases.
  public var medianCropRatio: Double
  /// The volumes in ml of each class in the cases that have it; `nil` in fingerprints of before.
  public var labelVolumes: [[Double]]?
  /// Of each channel in each case that has a label; `nil` in fingerprints of before.
  public var profiles: [[IntensityProfile]]?

  /// The median along each axis in mm.
  public var medianSpacing: Spacing {
    Spacing(
      Self.median(spacings.map(\.depth)), Self.median(spacings.map(\.height)),
      Self.median(spacings.map(\.width)))
  }

  /// The median size at a spacing.
  public func medianExtent(at target: Spacing) -> Extent {
    let sizes = zip(extents, spacings).map { Resampler.extent($0, from: $1, to: target) }
    func median(_ axis: Int) -> Int {
      max(1, Int(Self.median(sizes.map { Double($0[axis]) }).rounded()))
    }
    return Extent(median(0), median(1), median(2))
  }

  /// The spacing that networks should see: the median, but finer along an axis that is much coarser than the others.
  public var targetSpacing: Spacing {
    var target = medianSpacing
    let worst = (0..<3).max { target[$0] < target[$1] } ?? 0
    let others = (0..<3).filter { $0 != worst }
    let size = (0..<3).map { axis in Self.median(extents.map { Double($0[axis]) }) }
    let coarsestOther = others.map { target[$0] }.max() ?? 0
    let smallestOther = others.map { size[$0] }.min() ?? 0
    if target[worst] > 3 * coarsestOther && size[worst] * 3 < smallestOther {
      let fine = Self.percentile(spacings.map { $0[worst] }.sorted(), 0.1)
      target[worst] = max(fine, coarsestOther + 1e-5)
    }
    return target
  }

  static func median(_ values: [Double]) -> Double { percentile(values.sorted(), 0.5) }

  /// Linear interpolation between order statistics, as numpy does by default.
  static func percentile(_ sorted: [Double], _ fraction: Double) -> Double {
    guard let last = sorted.last else { return 0 }
    let position = fraction * Double(sorted.count - 1)
    let low = Int(position)
    guard low + 1 < sorted.count else { return last }
    return sorted[low] + (sorted[low + 1] - sorted[low]) * (position - Double(low))
  }
}
