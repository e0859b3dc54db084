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
}
