import ComputeEngine
import ComputeGraph
import Files
import Foundation

/// Updates by the textbook formulas.
final class ReferenceOptimizer: GraphOptimizer {
  typealias Values = [String: [Double]]

  let settings: OptimizerSettings
  var stepCount = 0

  private let executor: ReferenceExecutor
  private let parameters: [Parameter]
  private let rateFactors: [String: Double]
  /// Parameters of convolutions that make logits.
  private let lastLayer: Set<String>
  private var moments: [OptimizerStatePart: Values] = [:]
  private var accumulated: [Values] = []

  init(
    _ settings: OptimizerSettings, for executor: ReferenceExecutor,
    rateFactor: (Parameter) -> Float
  ) {
    self.settings = settings
    self.executor = executor
    let graph = executor.plan.graph
    parameters = graph.parameters.map(\.parameter)
    rateFactors = Dictionary(
      uniqueKeysWithValues: parameters.map { ($0.name, Double(rateFactor($0))) })
    let readers = graph.logits.map { graph.nodes[$0.node].inputs.map(\.node) }.joined()
    lastLayer = Set(
      readers.compactMap { node in
        if case .parameter(let parameter) = graph.nodes[node].operation {
          parameter.name
        } else {
          nil
        }
      })
    var parts: [OptimizerStatePart] = [.first]
    switch settings.kind {
    case .sgd: break
    case .adamW, .muon: parts.append(.second)
    }
    if settings.averageDecay != nil { parts.append(.average) }
    for part in parts {
      moments[part] = Dictionary(
        uniqueKeysWithValues: parameters.map {
          ($0.name, [Double](repeating: 0, count: $0.count))
        })
    }
  }

  func accumulate() { accumulated.append(executor.exactGradients()) }

  func step(learningRate: Float) -> Float {
    let all = accumulated + [executor.exactGradients()]
    accumulated = []
    var gradients: Values = [:]
    for (name, last) in all[all.count - 1] {
      gradients[name] = last.indices.map { index in
        all.reduce(0) { $0 + ($1[name]?[index] ?? 0) } / Double(all.count)
      }
    }
    let moving = parameters.filter { rateFactors[$0.name] != 0 }
    let norm = moving.reduce(0) { sum, parameter in
      (gradients[parameter.name] ?? []).reduce(sum) { $0 + $1 * $1 }
    }.squareRoot()
    guard norm.isFinite else { return Float(norm) }
    let scale =
      settings.gradientClip.map { norm > Double($0) ? Double($0) / (norm + 1e-6) : 1 } ?? 1
    stepCount += 1
    for parameter in moving {
      let gradient =
        gradients[parameter.name] ?? [Double](repeating: 0, count: parameter.count)
      update(
        parameter, by: gradient.map { $0 * scale },
        rate: Double(learningRate) * (rateFactors[parameter.name] ?? 1))
    }
    if let decay = settings.averageDecay(inStep: stepCount).map(Double.init) {
      for parameter in parameters {
        let weights = executor.computation.parameters[parameter.name] ?? []
        let old = moments[.average]?[parameter.name] ?? []
        moments[.average]?[parameter.name] = zip(old, weights).map {
          decay * $0 + (1 - decay) * $1
        }
      }
    }
    return Float(norm)
  }

  private func update(_ parameter: Parameter, by gradient: [Double], rate: Double) {
    let name = parameter.name
    var weights = executor.computation.parameters[name] ?? []
    var first = moments[.first]?[name] ?? []
    switch settings.kind {
    case .sgd(let momentum, let nesterov, let weightDecay):
      for i in weights.indices {
        let g = gradient[i] + Double(weightDecay) * weights[i]
        first[i] = Double(momentum) * first[i] + g
        weights[i] -= rate * (nesterov ? g + Double(momentum) * first[i] : first[i])
      }
    case .muon(let momentum, _, _, _, let weightDecay)
    where parameter.role != .perChannel && !lastLayer.contains(name):
      first = zip(first, gradient).map { Double(momentum) * $0 + $1 }
      let direction = zip(first, gradient).map { Double(momentum) * $0 + $1 }
      let rows = parameter.shape[0]
      let size = 0.2 * Double(max(rows, weights.count / rows)).squareRoot()
      let update = Orthogonal.matrix(direction, rows: rows)
      weights = zip(weights, update).map {
        (1 - rate * Double(weightDecay)) * $0 - rate * size * $1
      }
    case .adamW(let beta1, let beta2, let epsilon, let weightDecay),
      .muon(_, let beta1, let beta2, let epsilon, let weightDecay):
      var second = moments[.second]?[name] ?? []
      let correction1 = 1 - pow(Double(beta1), Double(stepCount))
      let correction2 = 1 - pow(Double(beta2), Double(stepCount))
      for i in weights.indices {
        let g = gradient[i]
        first[i] = Double(beta1) * first[i] + (1 - Double(beta1)) * g
        second[i] = Double(beta2) * second[i] + (1 - Double(beta2)) * g * g
        weights[i] *= 1 - rate * Double(weightDecay)
        weights[i] -=
          rate * (first[i] / correction1)
          / ((second[i] / correction2).squareRoot() + Double(epsilon))
      }
      moments[.second]?[name] = second
    }
    moments[.first]?[name] = first
    executor.computation.parameters[name] = weights
  }

  func state(_ part: OptimizerStatePart) -> [String: [Float]]? {
    moments[part]?.mapValues { $0.map { Float($0) } }
  }

  func setState(_ part: OptimizerStatePart, _ values: [String: [Float]]) throws {
    guard moments[part] != nil else { return }
    for parameter in parameters {
      guard let state = values[parameter.name], state.count == parameter.count else {
        throw EngineError(
          "the optimiser state of \(parameter.name) is missing or of another size", kind: .badData)
      }
      moments[part]?[parameter.name] = state.map(Double.init)
    }
  }
}
