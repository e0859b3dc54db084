import ComputeGraph
import Networks

extension Model {
  /// Which weights are missing, of the wrong shape or type, or not finite, in words, or `nil` where the network can use them.
  ///
  /// Weights that the network does not know are ignored.
  public var weightProblem: String? {
    var missing: [String] = []
    var misshapen: [String] = []
    var broken: [String] = []
    for parameter in description.network.parameters {
      guard let tensor = weights[parameter.name] else {
        missing.append(parameter.name)
        continue
      }
      guard parameter.fits(stored: tensor.shape) else {
        misshapen.append("\(parameter.name) is \(tensor.shape), not \(parameter.shape)")
        continue
      }
      guard let values = try? tensor.floats(), values.allSatisfy(\.isFinite) else {
        broken.append(parameter.name)
        continue
      }
    }
    if !missing.isEmpty { return "weights are missing: \(Self.first(missing))" }
    if !misshapen.isEmpty { return "weights have another shape: \(Self.first(misshapen))" }
    if !broken.isEmpty { return "weights are not finite numbers: \(Self.first(broken))" }
    return nil
  }

  private static func first(_ names: [String]) -> String {
    let shown = names.prefix(3).joined(separator: ", ")
    return names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown
  }
}
