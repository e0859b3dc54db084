import ComputeGraph
import Foundation
import ModelFiles

/// What became of the weights of one model in the network of another.
public struct WeightTransfer: Hashable, Sendable {
  /// Parameters whose values were taken as they are.
  public var loaded: [String] = []
  /// Parameters whose values were fitted to another number of input channels or another number of axes.
  public var reshaped: [String] = []
  /// Parameters that keep their initial values, with the reason.
  public var skipped: [String: String] = [:]
  /// Tensors of the file that the network has no use for.
  public var unused: [String] = []

  /// One line for people.
  public var summary: String {
    "\(loaded.count) tensors loaded, \(reshaped.count) reshaped, \(skipped.count) not loaded, \(unused.count) of the file unused"
  }

  /// A line for everything that was not simply loaded.
  public var details: [String] {
    reshaped.sorted().map { "reshaped: \($0)" }
      + skipped.sorted { $0.key < $1.key }.map { "not loaded: \($0.key) (\($0.value))" }
      + unused.sorted().map { "unused: \($0)" }
  }

  /// The weights in a run folder or a safetensors file.
  /// - Throws: errors of the files.
  static func weights(at url: URL) throws -> [String: Safetensors.Tensor] {
    if url.pathExtension == "safetensors" { return try Safetensors.read(url).tensors }
    return try ModelFolder(url).read().weights
  }

  /// The values that a parameter takes from `tensors`, or `nil` where it keeps its initial ones.
  /// - Parameters:
  ///   - shape: Its shape in model files.
  ///   - readsImage: Whether its input channels are those of the image, so that it can be fitted to another number of them.
  mutating func values(
    for parameter: Parameter, shape: [Int], readsImage: Bool,
    from tensors: [String: Safetensors.Tensor]
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
    if readsImage, tensor.shape.count == shape.count, shape.count > 2, tensor.shape[1] > 0,
      tensor.shape[0] == shape[0], tensor.shape.dropFirst(2) == shape.dropFirst(2)
    {
      reshaped.append("\(name): \(difference)")
      return Self.fitted(values, channels: tensor.shape[1], to: shape)
    }
    skipped[name] = difference
    return nil
  }

  /// The weight of a convolution for another number of input channels: each gets the mean over the old ones, scaled to the same sum.
  /// - Parameters:
  ///   - values: [outputs, channels, kernel].
  ///   - shape: The shape to make, [outputs, new channels, kernel].
  private static func fitted(_ values: [Float], channels: Int, to shape: [Int]) -> [Float] {
    let taps = shape.dropFirst(2).reduce(1, *)
    var result: [Float] = []
    result.reserveCapacity(shape.reduce(1, *))
    for output in 0..<shape[0] {
      let sums = (0..<taps).map { tap in
        (0..<channels).reduce(Float(0)) { $0 + values[(output * channels + $1) * taps + tap] }
          / Float(shape[1])
      }
      for _ in 0..<shape[1] { result += sums }
    }
    return result
  }
}

extension EngineTrainingProgram {
  /// Starts from the weights in a run folder or a safetensors file.
  /// - Throws: ``TrainingError`` where none of them fits; errors of the files.
  func initialize(fromModelAt url: URL) throws -> WeightTransfer {
    let transfer = try initialize(from: WeightTransfer.weights(at: url))
    guard !transfer.loaded.isEmpty else {
      throw TrainingError.badData(
        "no weight fits this network; see pipeline.yaml for its configuration", file: url)
    }
    return transfer
  }
}
