import ComputeEngine
import ComputeGraph
import Testing

@Suite(.serialized)
struct ExecutorTests {
  @Test(arguments: [2, 3], TestBackend.allCases)
  func fusionChangesNeitherOutputsNorGradients(_ dimensions: Int, _ test: TestBackend) throws {
    let plain = try SmallNetwork(isFused: false, backend: test.backend, dimensions: dimensions)
    let fused = try SmallNetwork(isFused: true, backend: test.backend, dimensions: dimensions)
    try plain.executor.run()
    try fused.executor.run()
    let difference = zip(plain.readLogits(), fused.readLogits()).map { abs($0 - $1) }.max()
    #expect(try #require(difference) < 1e-4)
    let expected = try plain.executor.gradients()
    let actual = try fused.executor.gradients()
    #expect(Set(expected.keys) == Set(actual.keys))
    for (name, gradient) in expected {
      let largest = gradient.map(abs).max() ?? 0
      let other = try #require(actual[name])
      let difference = zip(gradient, other).map { abs($0 - $1) }.max() ?? .infinity
      #expect(difference <= 1e-3 * largest + 1e-5, "\(name): \(difference) of \(largest)")
    }
  }

  @Test(arguments: Precision.allCases, TestBackend.allCases)
  func runsRepeatBitForBit(_ precision: Precision, _ test: TestBackend) throws {
    try precision.requireProcessor()
    let first = try SmallNetwork(isFused: true, backend: test.backend, precision: precision)
    try first.executor.run()
    let logits = first.readLogits()
    let gradients = try first.executor.gradients()
    try first.executor.run()
    #expect(first.readLogits() == logits)
    #expect(try first.executor.gradients() == gradients)
    let second = try SmallNetwork(isFused: true, backend: test.backend, precision: precision)
    try second.executor.run()
    #expect(second.readLogits() == logits)
    #expect(try second.executor.gradients() == gradients)
  }

  @Test(arguments: [(2, false), (2, true), (3, false), (3, true)], TestBackend.allCases)
  func parametersComeBackAsTheyWereSet(_ network: (Int, Bool), _ test: TestBackend) throws {
    let (dimensions, isFused) = network
    let network = try SmallNetwork(
      isFused: isFused, backend: test.backend, dimensions: dimensions)
    let actual = try network.executor.parameters()
    let parameters = network.plan.graph.parameters.map(\.parameter)
    #expect(actual.count == parameters.count)
    for parameter in parameters {
      #expect(actual[parameter.name] == SmallNetwork.start(parameter), "\(parameter.name)")
    }
    #expect(network.plan.peakByteCount >= parameters.reduce(0) { $0 + $1.count * 8 })
  }
}
