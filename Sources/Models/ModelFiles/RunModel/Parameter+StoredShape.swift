package import ComputeGraph

extension Parameter {
  /// The shape in model files: without the depth axis of two-dimensional convolutions, as PyTorch has it.
  package func storedShape(dimensions: Int) -> [Int] {
    guard dimensions == 2, shape.count == 5 else { return shape }
    return [shape[0], shape[1], shape[3], shape[4]]
  }

  /// Whether a tensor of this shape holds the parameter: two-dimensional kernels may be stored with two spatial axes or with a depth of 1 before them.
  func fits(stored: [Int]) -> Bool {
    stored == shape || shape.count == 5 && shape[2] == 1 && stored == storedShape(dimensions: 2)
  }
}
