import Volumes

extension VoxelIndex {
  /// A position (z, y, x) as kernels return it.
  init(_ place: (Int32, Int32, Int32)) {
    self.init(Int(place.0), Int(place.1), Int(place.2))
  }
}
