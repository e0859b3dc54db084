import ComputeGraph

extension Window {
  /// The three numbers as the kernels in C take them.
  var kernelSizes: (Int64, Int64, Int64) { (Int64(depth), Int64(height), Int64(width)) }
}
