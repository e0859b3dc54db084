/// What the learning rate is multiplied with for parts of a network, by the beginning of their parameters' names.
public struct ParameterGroups: Hashable, Sendable {
  /// From a name's beginning, whole components, to the factor; 0 freezes.
  public let factors: [String: Double]

  /// - Parameters:
  ///   - rates: Factors by name: `encoder`, `encoder.stages.0-2`.
  ///   - frozen: Names that do not learn, written in the same way.
  /// - Throws: ``TrainingError`` of kind `usage` for names that cannot be parsed and factors out of range.
  public init(rates: [String: Double] = [:], frozen: [String] = []) throws {
    var factors: [String: Double] = [:]
    for (name, factor) in rates {
      guard factor >= 0, factor < 1e6 else {
        throw TrainingError.usage(
          "the learning rate factor of \(name) must be from 0, not \(factor)")
      }
      for prefix in try Self.expanded(name) { factors[prefix] = factor }
    }
    for name in frozen { for prefix in try Self.expanded(name) { factors[prefix] = 0 } }
    self.factors = factors
  }

  /// The factor of a parameter: that of the longest name that it begins with.
  public func factor(of parameter: String) -> Double {
    factors.filter { Self.matches(parameter, $0.key) }.max { $0.key.count < $1.key.count }?.value
      ?? 1
  }

  /// Names that no parameter begins with.
  public func unmatched(by parameters: [String]) -> [String] {
    factors.keys.filter { prefix in !parameters.contains { Self.matches($0, prefix) } }.sorted()
  }

  /// - Throws: ``TrainingError`` of kind `usage` where a name fits no parameter, with what there is.
  func requireParts(of parameters: [String]) throws {
    guard let name = unmatched(by: parameters).first else { return }
    let parts = Set(parameters.map { $0.split(separator: ".").prefix(3).joined(separator: ".") })
    throw TrainingError.usage(
      "no part of the network is called \(name); there are \(parts.sorted().joined(separator: ", "))"
    )
  }

  private static func matches(_ parameter: String, _ prefix: String) -> Bool {
    parameter == prefix || parameter.hasPrefix(prefix + ".")
  }

  /// `encoder.stages.0-2` is three names.
  private static func expanded(_ name: String) throws -> [String] {
    let components = name.split(separator: ".", omittingEmptySubsequences: false)
    guard !components.contains(where: \.isEmpty) else {
      throw TrainingError.usage("\"\(name)\" does not name parameters as in encoder.stages.0-2")
    }
    var names = [""]
    for component in components {
      var choices = [String(component)]
      let ends = component.split(separator: "-").map { Int($0) }
      if ends.count == 2, let first = ends[0], let last = ends[1] {
        guard first <= last, last < 1000 else {
          throw TrainingError.usage("\"\(name)\": \(component) is not a range such as 0-2")
        }
        choices = (first...last).map(String.init)
      }
      names = names.flatMap { start in choices.map { start.isEmpty ? $0 : "\(start).\($0)" } }
    }
    return names
  }
}
