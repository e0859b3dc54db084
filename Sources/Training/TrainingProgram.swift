public import Networks
public import Volumes

/// What a training step came to.
public struct StepResult: Hashable, Sendable {
  /// The loss of the batch before the update. Not finite where the update was left out.
  public var loss: Float
  /// The norm of the gradient before clipping.
  public var gradientNorm: Float

  public init(loss: Float, gradientNorm: Float) {
    self.loss = loss
    self.gradientNorm = gradientNorm
  }
}

/// A network that learns from batches of patches. Always called from one and the same thread.
public protocol TrainingProgram: AnyObject {
  var batch: Int { get }
  var patch: Extent { get }
  var inputChannels: Int { get }
  var classes: Int { get }
  /// Bytes that it takes.
  var peakByteCount: Int { get }

  /// Learns from one batch.
  /// - Parameters:
  ///   - images: batch x inputChannels x patch, C order.
  ///   - labels: Class indices, batch x patch, C order.
  func step(
    images: UnsafeBufferPointer<Float>, labels: UnsafeBufferPointer<UInt8>, learningRate: Float
  ) throws -> StepResult

  /// The weights to predict with: the moving average where there is one.
  func weights() throws -> [String: Safetensors.Tensor]
  /// Everything that an exact continuation needs.
  func state() throws -> [String: Safetensors.Tensor]
  /// Continues from ``state()``.
  func restore(_ state: [String: Safetensors.Tensor]) throws
}
