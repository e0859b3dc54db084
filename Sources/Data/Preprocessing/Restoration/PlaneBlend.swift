import CPreprocessing

/// Which planes a resampled plane lies between.
struct PlaneBlend {
  var low: Int
  var high: Int
  /// How much the higher plane counts, 0 to 1; `nil` where the lower plane is taken as it is.
  var part: Float?

  /// The planes for one of `size` planes that come from `count`, as ``Resampler`` chooses them.
  init(plane: Int, of size: Int, from count: Int, _ interpolation: Interpolation) {
    if size == count {
      (low, high, part) = (plane, plane, nil)
      return
    }
    let scale = Double(count) / Double(size)
    let position = (Double(plane) + 0.5) * scale - 0.5
    if interpolation == .nearest {
      low = max(0, min(count - 1, Int((position + 0.5).rounded(.down))))
      (high, part) = (low, nil)
    } else {
      let inside = max(0, min(Double(count - 1), position))
      low = Int(inside)
      high = min(low + 1, count - 1)
      part = Float(inside - Double(low))
    }
  }
}
