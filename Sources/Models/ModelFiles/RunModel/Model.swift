public import ComputeGraph
import Networks
import Volumes

/// A trained network with all that is needed to use it.
public struct Model: Sendable {
  public var description: ModelDescription
  /// By the names of the network's parameters, as PyTorch would store them.
  public var weights: [String: Safetensors.Tensor]
  /// The folder it was read from, for messages.
  public var source: String

  public init(
    description: ModelDescription, weights: [String: Safetensors.Tensor], source: String
  ) {
    self.description = description
    self.weights = weights
    self.source = source
  }

  /// The parameters that the network has, in the order in which it makes them.
  public var parameters: [Parameter] {
    let builder = GraphBuilder()
    let patch = description.patch
    let image = builder.input(
      "image",
      Shape(
        batch: 1, channels: description.network.inputChannels, depth: patch.depth,
        height: patch.height, width: patch.width))
    _ = UNet(description.network)(image)
    return builder.graph.parameters.map(\.parameter)
  }

  /// Which weights are missing, of the wrong shape or type, or not finite, in words, or `nil` where the network can use them.
  ///
  /// Weights that the network does not know are put up with.
  public var weightProblem: String? {
    var missing: [String] = []
    var misshapen: [String] = []
    var broken: [String] = []
    for parameter in parameters {
      guard let tensor = weights[parameter.name] else {
        missing.append(parameter.name)
        continue
      }
      guard Self.shape(tensor.shape, fits: parameter.shape) else {
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

  /// Two-dimensional kernels may be stored with two spatial axes or with a depth of 1 before them.
  private static func shape(_ stored: [Int], fits wanted: [Int]) -> Bool {
    if stored == wanted { return true }
    guard wanted.count == 5, wanted[2] == 1, stored.count == 4 else { return false }
    return stored == [wanted[0], wanted[1], wanted[3], wanted[4]]
  }

  private static func first(_ names: [String]) -> String {
    let shown = names.prefix(3).joined(separator: ", ")
    return names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown
  }
}
