/// Class indices at the lower resolutions of deep supervision.
public enum LabelPyramid {
  /// The nearest label for every voxel of a coarser grid: PyTorch's `nearest-exact`.
  ///
  /// - Parameter labels: [N, D, H, W] in C order.
  public static func downsample(_ labels: [UInt8], from fine: Shape, to coarse: Shape) -> [UInt8] {
    labels.withUnsafeBufferPointer { downsample($0, from: fine, to: coarse) }
  }

  /// The nearest label for every voxel of a coarser grid: PyTorch's `nearest-exact`.
  ///
  /// - Parameter labels: [N, D, H, W] in C order.
  public static func downsample(
    _ labels: UnsafeBufferPointer<UInt8>, from fine: Shape, to coarse: Shape
  ) -> [UInt8] {
    func positions(_ fine: Int, _ coarse: Int) -> [Int] {
      (0..<coarse).map { min(fine - 1, (2 * $0 + 1) * fine / (2 * coarse)) }
    }
    let z = positions(fine.depth, coarse.depth)
    let y = positions(fine.height, coarse.height)
    let x = positions(fine.width, coarse.width)
    var result: [UInt8] = []
    result.reserveCapacity(coarse.batch * coarse.voxels)
    for n in 0..<coarse.batch {
      for d in z {
        for h in y {
          let row = ((n * fine.depth + d) * fine.height + h) * fine.width
          for w in x { result.append(labels[row + w]) }
        }
      }
    }
    return result
  }
}
