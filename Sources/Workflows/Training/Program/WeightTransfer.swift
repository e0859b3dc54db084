import ComputeGraph
import Foundation
import Inference
import ModelFiles
import Networks

/// What became of the weights of one model in the network of another.
public struct WeightTransfer: Hashable, Sendable {
  /// Parameters whose values were taken as they are.
  public var loaded: [String] = []
  /// Parameters whose values were fitted to another number of input channels or another number of axes.
  public var reshaped: [String] = []
  /// Parameters that start anew, with the reason.
  public var skipped: [String: String] = [:]
  /// Tensors of the file that the network has no use for.
  public var unused: [String] = []

  /// One line for people.
  public var summary: String {
    "\(loaded.count) tensors loaded, \(reshaped.count) reshaped, \(skipped.count) start anew, \(unused.count) of the file unused"
  }

  /// A line for everything that was not simply loaded.
  public var details: [String] {
    reshaped.sorted().map { "reshaped: \($0)" }
      + skipped.sorted { $0.key < $1.key }.map { "starts anew: \($0.key) (\($0.value))" }
      + unused.sorted().map { "unused: \($0)" }
  }

  /// The weights in a run folder or a safetensors file.
  /// - Throws: errors of the files.
  static func weights(at url: URL) throws -> [String: Safetensors.Tensor] {
    if url.pathExtension == "safetensors" { return try Safetensors.read(url).tensors }
    return try ModelFolder(url).read().weights
  }

  /// The values that a parameter takes from `tensors`, or `nil` where it starts anew.
  mutating func values(
    for parameter: Parameter, shape: [Int], from tensors: [String: Safetensors.Tensor]
  ) -> [Float]? {
    let name = parameter.name
    guard let tensor = tensors[name] else {
      skipped[name] = "not in the file"
      return nil
    }
    guard let values = try? tensor.floats(), values.allSatisfy(\.isFinite) else {
      skipped[name] = "no finite floating-point numbers"
      return nil
    }
    if tensor.shape == shape {
      loaded.append(name)
      return values
    }
    let difference = "\(tensor.shape) in the file, \(shape) here"
    if tensor.shape.filter({ $0 != 1 }) == shape.filter({ $0 != 1 }),
      values.count == parameter.count
    {
      reshaped.append("\(name): \(difference)")
      return values
    }
    // A first convolution for other channels: each channel gets the mean over the old ones, scaled to the same sum.
    if parameter.role == .convolutionWeight, tensor.shape.count == shape.count, shape.count > 2,
      tensor.shape[0] == shape[0], tensor.shape.dropFirst(2) == shape.dropFirst(2)
    {
      let (old, new) = (tensor.shape[1], shape[1])
      let taps = shape.dropFirst(2).reduce(1, *)
      guard old > 0, new > 0, name.contains("stem") || new <= 8 else {
        skipped[name] = difference
        return nil
      }
      var result: [Float] = []
      result.reserveCapacity(parameter.count)
      for output in 0..<shape[0] {
        let sums = (0..<taps).map { tap in
          (0..<old).reduce(Float(0)) { $0 + values[(output * old + $1) * taps + tap] } / Float(new)
        }
        for _ in 0..<new { result += sums }
      }
      reshaped.append("\(name): \(difference)")
      return result
    }
    skipped[name] = difference
    return nil
  }
}

extension EngineTrainingProgram {
  /// Starts from the weights in a run folder or a safetensors file.
  /// - Throws: ``TrainingError`` where none of them fits; errors of the files.
  func initialize(fromModelAt url: URL) throws -> WeightTransfer {
    let transfer = try initialize(from: WeightTransfer.weights(at: url))
    guard !transfer.loaded.isEmpty else {
      throw TrainingError.badData(
        "\(url.path): no weight fits this network; see pipeline.yaml for its configuration")
    }
    return transfer
  }
}
