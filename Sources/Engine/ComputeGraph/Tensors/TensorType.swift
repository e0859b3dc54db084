/// What a value in a graph is.
public enum TensorType: Hashable, Sendable {
  /// A feature map, in the plan's precision and layout.
  case features(Shape)
  /// A class index for every voxel; `channels` is 1.
  case labels(Shape)
  /// A parameter or its gradient, float32.
  case parameter([Int])
  /// Mean and inverse standard deviation of every sample and channel, float32.
  case statistics(batch: Int, channels: Int)
  /// The sums of a loss per sample and class, float32.
  case sums(batch: Int, classes: Int)
  /// One number for each sample, float32.
  case factors(batch: Int)
  /// One number, float32.
  case scalar
}

extension TensorType {
  /// The shape of a feature map.
  /// - Precondition: it is one.
  package var shape: Shape {
    guard case .features(let shape) = self else {
      preconditionFailure("\(self) is no feature map")
    }
    return shape
  }

  /// The sizes of a parameter's axes.
  /// - Precondition: it is one.
  package var parameterShape: [Int] {
    guard case .parameter(let shape) = self else { preconditionFailure("\(self) is no parameter") }
    return shape
  }
}
