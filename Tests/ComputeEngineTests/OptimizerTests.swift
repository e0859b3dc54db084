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
    _ kind: OptimizerKind, clip: Float?, _ test: TestBackend,
    _ update: (inout Double, Double, String, Int, Int) -> Void
  ) throws {
    let executor = try SmallNetwork(isFused: true, backend: test.backend).executor
    let optimizer = try executor.makeOptimizer(OptimizerSettings(kind, gradientClip: clip))
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

  @Test(
    arguments: [(true, nil), (true, 0.01), (false, nil), (false, 0.01)] as [(Bool, Float?)],
    TestBackend.allCases)
  func stochasticGradientDescent(_ options: (Bool, Float?), _ test: TestBackend) throws {
    let (nesterov, clip) = options
    var momenta: [String: [Int: Double]] = [:]
    try check(.sgd(momentum: 0.9, nesterov: nesterov, weightDecay: 0.01), clip: clip, test) {
      weight, gradient, name, i, _ in
      let g = gradient + 0.01 * weight
      let v = 0.9 * (momenta[name]?[i] ?? 0) + g
      momenta[name, default: [:]][i] = v
      weight -= 0.05 * (nesterov ? g + 0.9 * v : v)
    }
  }

  @Test(arguments: TestBackend.allCases)
  func decoupledWeightDecay(_ test: TestBackend) throws {
    var first: [String: [Int: Double]] = [:]
    var second: [String: [Int: Double]] = [:]
    // A large epsilon, so that gradients that cancel out do not turn rounding into whole steps.
    try check(.adamW(beta1: 0.9, beta2: 0.99, epsilon: 1e-3, weightDecay: 0.1), clip: nil, test) {
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
  @Test(arguments: TestBackend.allCases)
  func orthogonalMomentum(_ test: TestBackend) throws {
    let network = try SmallNetwork(isFused: true, backend: test.backend)
    let executor = network.executor
    let optimizer = try executor.makeOptimizer(
      OptimizerSettings(
        .muon(momentum: 0.9, beta1: 0.9, beta2: 0.99, epsilon: 1e-3, weightDecay: 0.1)))
    let shapes = Dictionary(
      uniqueKeysWithValues: network.plan.graph.parameters.map { ($0.parameter.name, $0.parameter) })
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
          update = Orthogonal.matrix(zip(m, g).map { 0.9 * $0 + $1 }, rows: rows).map { $0 * size }
        }
        let old = try #require(before[name])
        let wanted = zip(old, update).map { 0.995 * $0 - 0.05 * $1 }
        let difference = zip(values, wanted).map { abs($0 - $1) }.max() ?? .infinity
        #expect(difference < 1e-4, "\(name), step \(step): \(difference)")
      }
    }
  }

  /// Without gradients only the decay moves the weights.
  @Test(arguments: TestBackend.allCases)
  func orthogonalMomentumOfNothingIsNothing(_ test: TestBackend) throws {
    let executor = try SmallNetwork(isFused: true, backend: test.backend).executor
    let optimizer = try executor.makeOptimizer(
      OptimizerSettings(
        .muon(momentum: 0.9, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.5)))
    let before = try executor.parameters()
    try optimizer.step(learningRate: 0.1)
    for (name, values) in try executor.parameters() {
      let old = try #require(before[name])
      #expect(zip(values, old).allSatisfy { abs($0 - 0.95 * $1) <= 1e-6 }, "\(name)")
    }
  }

  @Test(arguments: TestBackend.allCases)
  func movingAverageOfConstantParametersIsThoseParameters(_ test: TestBackend) throws {
    let executor = try SmallNetwork(isFused: true, backend: test.backend).executor
    let optimizer = try executor.makeOptimizer(
      OptimizerSettings(
        .sgd(momentum: 0, nesterov: false, weightDecay: 0), averageDecay: 0.999))
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
