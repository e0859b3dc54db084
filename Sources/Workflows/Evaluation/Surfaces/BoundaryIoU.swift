import CEvaluation
import Volumes

/// Boundary IoU: the IoU of the bands of two masks that lie within a width of their boundaries.
///
/// The band is the mask without its erosion by a box that reaches `width` mm along each axis, at
/// least one voxel, and what lies outside the volume counts as background. Source: Cheng et al.
/// 2021, "Boundary IoU", whose width is 2 % of the picture's diagonal.
enum BoundaryIoU {
  /// - Parameter width: In mm.
  /// - Returns: `nil` where both masks are empty.
  static func value(of masks: MaskPair, width: Double, spacing: Spacing) -> Double? {
    let size = masks.box.extent.axes
    let planes = size[0] + (masks.isPlanar ? 0 : 2)
    let full = [planes, size[1] + 2, size[2] + 2]
    var radius = (0..<3).map { max(1, Int32(min(32767, width / spacing[$0]))) }
    if masks.isPlanar { radius[0] = 0 }
    let inner = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: masks.bytes.count)
    defer { inner.deallocate() }
    _ = inner.initialize(from: masks.bytes)
    seg_erode_box(inner.baseAddress, full.map(Int32.init), radius)
    var counts: [Int64] = [0, 0]
    seg_count_bands(masks.bytes.baseAddress, inner.baseAddress, Int64(inner.count), &counts)
    return counts[1] > 0 ? Double(counts[0]) / Double(counts[1]) : nil
  }
}
