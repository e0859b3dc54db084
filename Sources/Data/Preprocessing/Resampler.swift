import CPreprocessing
import Labels
public import Volumes

/// How values between voxels are found.
public enum Interpolation: String, Hashable, Sendable, Codable, CaseIterable {
  case nearest
  case linear
  /// The interpolating cubic B-spline.
  case cubic

  var kernel: seg_interpolation {
    switch self {
    case .nearest: seg_nearest
    case .linear: seg_linear
    case .cubic: seg_cubic
    }
  }
}

/// Resizes grids so that the outer edges of the border voxels stay where they are.
///
/// Source: scikit-image's `resize` with mode "edge" and no anti-aliasing, as nnU-Net uses it.
public struct Resampler: Hashable, Sendable, Codable {
  public var from: Extent
  public var to: Extent
  /// The coarse axis (0 depth, 1 height, 2 width) that is resampled by nearest neighbour, if there is one.
  public var separateAxis: Int?

  public init(from: Extent, to: Extent, separateAxis: Int? = nil) {
    self.from = from
    self.to = to
    self.separateAxis = separateAxis
  }

  /// The size of a grid at another spacing: each axis rounded to the nearest, halves to even; 1 to 2³¹ − 1.
  public static func extent(_ extent: Extent, from spacing: Spacing, to target: Spacing) -> Extent {
    func size(_ axis: Int) -> Int {
      let exact = spacing[axis] / target[axis] * Double(extent[axis])
      return exact >= 1 ? Int(min(exact, Double(Int32.max)).rounded(.toNearestOrEven)) : 1
    }
    return Extent(depth: size(0), height: size(1), width: size(2))
  }

  /// The axis that is resampled on its own because voxels are more than three times as long along it, as nnU-Net decides.
  public static func separateAxis(from current: Spacing, to target: Spacing) -> Int? {
    for spacing in [current, target] {
      let axes = spacing.axes
      guard let largest = axes.max(), let smallest = axes.min(), largest > 3 * smallest else {
        continue
      }
      let longest = (0..<3).filter { axes[$0] == largest }
      return longest.count == 1 ? longest[0] : nil
    }
    return nil
  }

  /// The axes in the order in which they are resampled: those that shrink first, so that the others have less to do.
  var order: [Int] { (0..<3).sorted { to[$0] * from[$1] < to[$1] * from[$0] } }

  /// One channel on the new grid.
  /// - Parameter limits: Cuts the result to the range of the source, as cubic interpolation overshoots.
  /// - Throws: ``PreprocessingError`` where memory is short.
  /// - Precondition: `voxels` fill the grid `from`.
  public func resample(
    _ voxels: [Float], _ interpolation: Interpolation, limits: Bool, threads: Int
  ) throws(PreprocessingError) -> [Float] {
    precondition(voxels.count == from.count, "\(voxels.count) voxels do not fill \(from)")
    if from == to { return voxels }
    try PreprocessingError.requireMemory(for: to)
    var current = voxels
    var extent = from
    for axis in order where from[axis] != to[axis] {
      var next = extent
      next[axis] = to[axis]
      let outer = (0..<axis).reduce(1) { $0 * extent[$1] }
      let inner = ((axis + 1)..<3).reduce(1) { $0 * extent[$1] }
      let method = axis == separateAxis ? .nearest : interpolation
      let (source, length) = (current, extent[axis])
      try PreprocessingError.requireMemory(for: next)
      var isDone = false
      current = [Float](unsafeUninitializedCapacity: next.count) { result, count in
        isDone = source.withUnsafeBufferPointer {
          seg_resize_axis(
            $0.baseAddress, result.baseAddress, Int64(outer), Int64(length), Int64(inner),
            Int64(next[axis]), method.kernel, Int32(threads)) != 0
        }
        count = isDone ? next.count : 0
      }
      guard isDone else { throw .outOfMemory(next) }
      extent = next
    }
    if limits, interpolation == .cubic, let lowest = voxels.min(), let highest = voxels.max() {
      current.withUnsafeMutableBufferPointer { $0.clamp(lowest, highest) }
    }
    return current
  }

  /// The labels on the new grid: each label's map is resampled linearly and the largest wins.
  ///
  /// - Throws: ``PreprocessingError`` where memory is short.
  public func resample(labels: [UInt16], threads: Int) throws(PreprocessingError) -> [UInt16] {
    precondition(labels.count == from.count, "\(labels.count) labels do not fill \(from)")
    if from == to { return labels }
    try PreprocessingError.requireMemory(for: to, of: (Float, UInt16).self)
    var present = [Bool](repeating: false, count: 65536)
    for label in labels { present[Int(label)] = true }
    var decision = LabelDecision(count: to.count)
    for label in present.indices where present[label] {
      let map = try resample(
        labels.map { $0 == UInt16(label) ? 1 : 0 }, .linear, limits: false, threads: threads)
      decision.receive(map, label: UInt16(label))
    }
    return decision.labels
  }
}
