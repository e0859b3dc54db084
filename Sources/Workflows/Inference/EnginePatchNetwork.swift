public import ComputeEngine
import ComputeGraph
import Files
import Foundation
public import ModelFiles
public import Networks
public import Volumes

/// A network on a compute engine, for patches of one size.
///
/// Use it from one thread.
public final class EnginePatchNetwork: PatchNetwork {
  public let inputChannels: Int
  public let classes: Int
  public let batch: Int
  public let patch: Extent

  private let program: InferenceGraph
  private let plan: any ExecutionPlan
  private let executor: any GraphExecutor

  /// - Parameters:
  ///   - weights: The parameters by name; more than the network has are ignored.
  ///   - patch: Every axis divisible by the network's divisor.
  ///   - backend: What computes it.
  ///   - threads: Threads that compute, the calling one among them.
  /// - Throws: ``InferenceError`` where weights are missing or of another shape; an engine error where the plan cannot be made.
  public init(
    configuration: NetworkConfiguration, weights: [String: Safetensors.Tensor], patch: Extent,
    batch: Int, backend: any Backend, precision: Precision, threads: Int
  ) throws {
    inputChannels = configuration.inputChannels
    classes = configuration.classes
    self.batch = batch
    self.patch = patch
    program = InferenceGraph(
      configuration,
      input: Shape(
        batch: batch, channels: configuration.inputChannels, depth: patch.depth,
        height: patch.height, width: patch.width))
    plan = try backend.compile(
      program.graph, outputs: [program.logits], precision: precision, threads: threads)
    executor = try plan.makeExecutor()
    try setWeights(weights)
  }

  /// The network of a model, for patches of the size it was trained with.
  public convenience init(
    _ model: Model, batch: Int, backend: any Backend, precision: Precision, threads: Int
  ) throws {
    try self.init(
      configuration: model.description.network, weights: model.weights,
      patch: model.description.patch, batch: batch, backend: backend, precision: precision,
      threads: threads)
  }

  /// Replaces the parameters.
  /// - Throws: ``InferenceError`` where weights are missing or of another size.
  public func setWeights(_ weights: [String: Safetensors.Tensor]) throws {
    try executor.setParameters { parameter in
      guard let tensor = weights[parameter.name] else {
        throw InferenceError(.badData, "\(parameter.name) is missing", source: "model weights")
      }
      let values = try tensor.floats()
      guard values.count == parameter.count else {
        throw InferenceError(
          .badData, "\(parameter.name) has \(values.count) values, not \(parameter.count)",
          source: "model weights")
      }
      return values
    }
  }

  /// Bytes that the engine takes.
  public var peakByteCount: Int { plan.peakByteCount }

  public func logits(
    _ images: UnsafeBufferPointer<Float>, into logits: UnsafeMutableBufferPointer<Float>
  ) throws {
    executor.setInput(program.image, images)
    try executor.run()
    executor.read(program.logits, into: logits)
  }
}
