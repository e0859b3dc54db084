import ComputeEngine
import ComputeGraph

/// In which formats a kernel takes a feature map.
enum OperandFormat: Hashable {
  /// In blocks of the plan's precision.
  case planned
  /// In blocks of the plan's precision, or as an image in C order.
  case plannedOrImage
  /// In blocks of float32.
  case float32
  /// In blocks of either precision.
  case blocked

  /// The format in which a kernel gets a map that is stored in another one: its own where the kernel takes it.
  func format(for stored: TensorFormat, _ precision: Precision) -> TensorFormat {
    switch self {
    case .planned: TensorFormat(type: precision)
    case .plannedOrImage: TensorFormat(type: precision, isBlocked: stored.isBlocked)
    case .float32: TensorFormat(type: .float32)
    case .blocked: TensorFormat(type: stored.type)
    }
  }
}

extension Operation {
  /// In which formats the kernels of this backend take the feature map at a position among the inputs.
  func operandFormat(_ position: Int) -> OperandFormat {
    switch self {
    case .convolution(let convolution):
      position < convolution.sources ? .plannedOrImage : .planned
    case .convolutionWeightGradient(let gradient):
      position < gradient.convolution.sources ? .plannedOrImage : .planned
    case .instanceNormalization, .recomputedInstanceNormalization:
      position == 0 ? .blocked : .planned
    case .instanceNormalizationGradient(let gradient):
      position == gradient.gradients ? .blocked : .planned
    case .segmentationLoss, .segmentationLossGradient: .float32
    case .input, .labels, .parameter, .sampleFactors, .convolutionInputGradient,
      .transposedConvolution, .transposedConvolutionGradient, .leakyReLU, .leakyReLUGradient, .add,
      .scaleSamples, .concatenate, .channelSlice, .averagePool, .averagePoolGradient, .weightedSum:
      .planned
    }
  }
}
