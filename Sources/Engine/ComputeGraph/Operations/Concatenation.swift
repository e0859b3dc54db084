/// The channels of feature maps one after another.
struct Concatenation: OperationDefinition {
  var name: String { "concatenation" }

  func results(of inputs: [TensorType]) -> [TensorType] {
    let shapes = inputs.map(\.shape)
    for shape in shapes.dropFirst() {
      precondition(
        shapes[0].with(channels: 1) == shape.with(channels: 1),
        "cannot concatenate \(shapes[0]) and \(shape)")
    }
    return [.features(shapes[0].with(channels: shapes.reduce(0) { $0 + $1.channels }))]
  }

  var storage: FeatureStorage { .planPrecision }
  var takesGradient: Bool { true }

  func gradient(_ context: GradientContext) -> [GradientStep] {
    var start = 0
    return context.inputs.indices.map { input in
      let slice = ChannelSlice(start: start, channels: context.shape(input).channels)
      start += slice.channels
      return .compute(.channelSlice(slice), [.sum], targets: [input])
    }
  }

  func floatingPointOperations(inputs: [TensorType], results: [TensorType]) -> Double { 0 }
  var recomputation: RecomputationCost { .never }
  var repetition: Repetition? { nil }
  var fusion: FusionRole { .concatenation }
}

/// Channels `start ..< start + channels` of a feature map: the gradient of a part of a concatenation.
public struct ChannelSlice: Hashable, Sendable {
  public var start: Int
  public var channels: Int
}

extension ChannelSlice: BackwardOperation {
  package var name: String { "slice" }

  package func results(of inputs: [TensorType]) -> [TensorType] {
    [.features(inputs[0].shape.with(channels: channels))]
  }

  package func floatingPointOperations(inputs: [TensorType], results: [TensorType]) -> Double { 0 }
}
