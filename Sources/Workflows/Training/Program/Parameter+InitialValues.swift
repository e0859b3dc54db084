import ComputeGraph
import Volumes

extension Parameter {
  /// The values that a parameter starts with: the same for the same seed and name.
  func initialValues(seed: UInt64) -> [Float] {
    switch initializer {
    case .constant(let value): return [Float](repeating: value, count: count)
    case .heNormal(let fanIn, let slope):
      let deviation = (2 / ((1 + Double(slope) * Double(slope)) * Double(fanIn))).squareRoot()
      var generator = SeededGenerator(seed: seed, stream: name.utf8.map { Int($0) })
      return (0..<count).map { _ in Float(generator.normal() * deviation) }
    }
  }

  /// The shape in model files: without the depth axis of two-dimensional convolutions, as PyTorch has it.
  func storedShape(dimensions: Int) -> [Int] {
    guard dimensions == 2, shape.count == 5 else { return shape }
    return [shape[0], shape[1], shape[3], shape[4]]
  }
}
