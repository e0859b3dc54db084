import Volumes

/// A resampling in three steps, so that it can go plane by plane: the axes that come before depth, depth, the axes after it.
extension Resampler {
  /// The resampling of single planes.
  /// - Parameters:
  ///   - planes: How many.
  ///   - beforeDepth: Along the axes that come before depth, else along those that come after it. All come after it where depth keeps
  ///     its size.
  func inPlane(_ planes: Int, beforeDepth: Bool) -> Resampler {
    let order = self.order
    let depth = from.depth == to.depth ? order.startIndex : order.firstIndex(of: 0) ?? 0
    var start = Extent(planes, from.height, from.width)
    var middle = start
    for axis in order[..<depth] where axis != 0 { middle[axis] = to[axis] }
    var end = Extent(planes, to.height, to.width)
    if beforeDepth { end = middle } else { start = middle }
    return Resampler(from: start, to: end, separateAxis: separateAxis)
  }

  /// Where a plane of the result comes from.
  func planeBlend(_ plane: Int) -> PlaneBlend {
    PlaneBlend(
      plane: plane, of: to.depth, from: from.depth, separateAxis == 0 ? .nearest : .linear)
  }
}
