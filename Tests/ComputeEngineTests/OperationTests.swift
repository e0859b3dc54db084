import ComputeEngine
import ComputeGraph
import Foundation
import OneDNNBackend
import Testing

/// Every operation by itself, and as fusion joins it to others, against plain loops: outputs, and gradients by finite differences.
@Suite(.serialized)
struct OperationTests {
  @Test(arguments: OperationCase.all, TestBackend.allCases)
  func float32(_ operation: OperationCase, _ test: TestBackend) throws {
    let program = try OperationProgram(operation, backend: test.backend, precision: .float32)
    try program.executor.run()
    let expected = program.reference.run()
    let logits = try #require(expected[program.logits])
    #expect(Self.difference(program.readLogits(), logits) < 1e-5)
    let loss = try #require(expected[program.loss])[0]
    #expect(abs(Double(program.executor.scalar(program.loss)) - loss) < 1e-5)

    let gradients = try program.executor.gradients()
    #expect(Set(gradients.keys) == Set(program.reference.parameters.keys))
    for (name, gradient) in gradients {
      let gradient = gradient.map(Double.init)
      let norm = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
      // Biases before a normalisation have no effect.
      let tolerance = 2e-4 * norm + 1e-6
      for direction in Self.directions(gradient) {
        let slope = try program.slope(name, direction)
        let actual = zip(gradient, direction).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(slope - actual) < tolerance, "\(name): \(actual), should be \(slope)")
      }
    }
  }

  @Test(
    .enabled(
      if: OneDNN().fastestPrecision == .bfloat16, "this processor does not multiply bfloat16"),
    arguments: OperationCase.all)
  func bfloat16(_ operation: OperationCase) throws {
    let exact = try OperationProgram(operation, precision: .float32)
    let rounded = try OperationProgram(operation, precision: .bfloat16)
    try exact.executor.run()
    try rounded.executor.run()
    let logits = try #require(rounded.reference.run()[rounded.logits])
    #expect(Self.difference(rounded.readLogits(), logits) < 2e-2)
    let gradients = try rounded.executor.gradients()
    var (difference, size) = (Float(0), Float(0))
    for (name, gradient) in try exact.executor.gradients() {
      for (wanted, actual) in zip(gradient, try #require(gradients[name])) {
        difference += (wanted - actual) * (wanted - actual)
        size += wanted * wanted
      }
    }
    #expect(difference.squareRoot() < 0.2 * size.squareRoot())
  }

  /// The largest difference as a part of the largest magnitude.
  private static func difference(_ actual: [Float], _ expected: [Double]) -> Double {
    let largest = expected.map(abs).max() ?? 0
    // The maximum of numbers would pass over NaN.
    guard actual.count == expected.count, actual.allSatisfy(\.isFinite) else { return .infinity }
    return zip(actual, expected).reduce(0) { max($0, abs(Double($1.0) - $1.1)) } / largest
  }

  /// Unit vectors: along the gradient, across it, and the axis of one element.
  private static func directions(_ gradient: [Double]) -> [[Double]] {
    let count = gradient.count
    var directions = [
      (0..<count).map { sin(Double($0) * 3.71) }, (0..<count).map { $0 == count / 2 ? 1 : 0 },
    ]
    if gradient.contains(where: { $0 != 0 }) { directions.append(gradient) }
    return directions.map { direction in
      let norm = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return direction.map { $0 / norm }
    }
  }
}
