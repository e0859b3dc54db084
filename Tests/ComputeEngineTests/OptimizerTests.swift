import ComputeEngine
import ComputeGraph
import Foundation
import Testing

/// Three updates against the textbook formulas in Double, fed with the engine's own gradients.
@Suite(.serialized)
struct OptimizerTests {
  typealias Values = [String: [Double]]

  private func doubles(_ values: [String: [Float]]) -> Values {
    values.mapValues { $0.map(Double.init) }
  }

  private func norm(_ gradients: Values) -> Double {
    gradients.values.joined().reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// Runs three steps; `update` is given weights, gradients and the step from 1 on.
  private func check(
    _ kind: OptimizerKind, clip: Float?, _ update: (inout Double, Double, String, Int, Int) -> Void
  ) throws {
    let executor = try SmallNetwork(isFused: true).executor
    let optimizer = try Optimizer(kind, for: executor, gradientClip: clip)
    for step in 1...3 {
      try executor.run()
      let gradients = doubles(try executor.gradients())
      var expected = doubles(try executor.parameters())
      let size = norm(gradients)
      let scale = clip.map { min(1, Double($0) / (size + 1e-6)) } ?? 1
      for (name, gradient) in gradients {
        for i in gradient.indices {
          update(&expected[name, default: []][i], gradient[i] * scale, name, i, step)
        }
      }
      let reported = try optimizer.step(learningRate: 0.05)
      #expect(abs(Double(reported) - size) < 1e-4 * size)
      for (name, values) in doubles(try executor.parameters()) {
        let wanted = try #require(expected[name])
        let difference = zip(values, wanted).map { abs($0 - $1) }.max() ?? .infinity
        #expect(difference < 2e-5, "\(name), step \(step): \(difference)")
      }
    }
  }

  @Test(arguments: [true, false], [nil, Float(0.01)])
  func stochasticGradientDescent(_ nesterov: Bool, _ clip: Float?) throws {
    var momenta: [String: [Int: Double]] = [:]
    try check(.sgd(momentum: 0.9, nesterov: nesterov, weightDecay: 0.01), clip: clip) {
      weight, gradient, name, i, _ in
      let g = gradient + 0.01 * weight
      let v = 0.9 * (momenta[name]?[i] ?? 0) + g
      momenta[name, default: [:]][i] = v
      weight -= 0.05 * (nesterov ? g + 0.9 * v : v)
    }
  }

  @Test func decoupledWeightDecay() throws {
    var first: [String: [Int: Double]] = [:]
    var second: [String: [Int: Double]] = [:]
    // A large epsilon, so that gradients that cancel out do not turn rounding into whole steps.
    try check(.adamW(beta1: 0.9, beta2: 0.99, epsilon: 1e-3, weightDecay: 0.1), clip: nil) {
      weight, g, name, i, step in
      let m = 0.9 * (first[name]?[i] ?? 0) + 0.1 * g
      let v = 0.99 * (second[name]?[i] ?? 0) + 0.01 * g * g
      first[name, default: [:]][i] = m
      second[name, default: [:]][i] = v
      var (keep1, keep2) = (1.0, 1.0)
      for _ in 0..<step { (keep1, keep2) = (keep1 * 0.9, keep2 * 0.99) }
      weight *= 1 - 0.05 * 0.1
      weight -= 0.05 * (m / (1 - keep1)) / ((v / (1 - keep2)).squareRoot() + 1e-3)
    }
  }

  /// Every convolution but the one that makes logits moves along its orthogonal momentum: flat, tall, transposed, of two sources.
  @Test func orthogonalMomentum() throws {
    let executor = try SmallNetwork(isFused: true).executor
    let optimizer = try Optimizer(
      .muon(momentum: 0.9, beta1: 0.9, beta2: 0.99, epsilon: 1e-3, weightDecay: 0.1),
      for: executor, gradientClip: nil)
    let shapes = Dictionary(
      uniqueKeysWithValues: executor.plan.graph.parameters.map { ($0.parameter.name, $0.parameter) }
    )
    var first: Values = [:]
    var second: Values = [:]
    for step in 1...3 {
      try executor.run()
      let gradients = doubles(try executor.gradients())
      let before = doubles(try executor.parameters())
      try optimizer.step(learningRate: 0.05)
      for (name, values) in doubles(try executor.parameters()) {
        let parameter = try #require(shapes[name])
        let g = try #require(gradients[name])
        let zeros = [Double](repeating: 0, count: g.count)
        var update: [Double]
        if parameter.role == .perChannel || name.hasPrefix("head") {
          let m = zip(first[name] ?? zeros, g).map { 0.9 * $0 + 0.1 * $1 }
          let v = zip(second[name] ?? zeros, g).map { 0.99 * $0 + 0.01 * $1 * $1 }
          (first[name], second[name]) = (m, v)
          let (keep1, keep2) = (pow(0.9, Double(step)), pow(0.99, Double(step)))
          update = zip(m, v).map { ($0 / (1 - keep1)) / (($1 / (1 - keep2)).squareRoot() + 1e-3) }
        } else {
          let m = zip(first[name] ?? zeros, g).map { 0.9 * $0 + $1 }
          first[name] = m
          let rows = parameter.shape[0]
          let size = 0.2 * Double(max(rows, g.count / rows)).squareRoot()
          update = orthogonal(zip(m, g).map { 0.9 * $0 + $1 }, rows: rows).map { $0 * size }
        }
        let old = try #require(before[name])
        let wanted = zip(old, update).map { 0.995 * $0 - 0.05 * $1 }
        let difference = zip(values, wanted).map { abs($0 - $1) }.max() ?? .infinity
        #expect(difference < 1e-4, "\(name), step \(step): \(difference)")
      }
    }
  }

  /// Five Newton-Schulz iterations as Jordan et al.
  ///
  /// state them.
  private func orthogonal(_ values: [Double], rows: Int) -> [Double] {
    let columns = values.count / rows
    let norm = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    var x = values.map { $0 / norm }
    func product(_ a: [Double], _ b: [Double], _ inner: Int) -> [Double] {
      let n = b.count / inner
      var result = [Double](repeating: 0, count: a.count / inner * n)
      for index in result.indices {
        for k in 0..<inner { result[index] += a[index / n * inner + k] * b[k * n + index % n] }
      }
      return result
    }
    for _ in 0..<5 {
      let transposed = (0..<x.count).map { x[$0 % rows * columns + $0 / rows] }
      let gram = product(x, transposed, columns)
      let square = product(gram, gram, rows)
      let polynomial = zip(gram, square).map { -4.7750 * $0 + 2.0315 * $1 }
      x = zip(x, product(polynomial, x, rows)).map { 3.4445 * $0 + $1 }
    }
    return x
  }

  /// Without gradients only the decay moves the weights.
  @Test func orthogonalMomentumOfNothingIsNothing() throws {
    let executor = try SmallNetwork(isFused: true).executor
    let optimizer = try Optimizer(
      .muon(momentum: 0.9, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.5),
      for: executor, gradientClip: nil)
    let before = try executor.parameters()
    try optimizer.step(learningRate: 0.1)
    for (name, values) in try executor.parameters() {
      let old = try #require(before[name])
      #expect(zip(values, old).allSatisfy { abs($0 - 0.95 * $1) <= 1e-6 }, "\(name)")
    }
  }

  @Test func movingAverageOfConstantParametersIsThoseParameters() throws {
    let executor = try SmallNetwork(isFused: true).executor
    let optimizer = try Optimizer(
      .sgd(momentum: 0, nesterov: false, weightDecay: 0), for: executor, gradientClip: nil,
      averageDecay: 0.999)
    try executor.run()
    for _ in 0..<3 {
      try optimizer.step(learningRate: 0)
      let average = try #require(try optimizer.state(.average))
      for (name, values) in try executor.parameters() {
        let other = try #require(average[name])
        #expect(zip(values, other).allSatisfy { abs($0 - $1) < 1e-5 }, "\(name)")
      }
    }
  }
}
