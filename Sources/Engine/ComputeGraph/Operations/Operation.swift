/// Everything a graph can compute.
///
/// Closed: a new case makes the compiler name every place that must handle it. What a graph needs to know of an operation stands
/// in the operation's own file, as an ``OperationDefinition``; how it is computed, in each backend.
public enum Operation: Hashable, Sendable {
  // MARK: Sources
  case input(ImageInput)
  case labels(LabelInput)
  case parameter(Parameter)
  case sampleFactors(SampleFactors)

  // MARK: Linear
  case convolution(Convolution)
  case convolutionInputGradient(ConvolutionInputGradient)
  case convolutionWeightGradient(ConvolutionWeightGradient)
  case transposedConvolution(TransposedConvolution)
  case transposedConvolutionGradient(TransposedConvolutionGradient)

  // MARK: Normalisation and activation
  case instanceNormalization(InstanceNormalization)
  case recomputedInstanceNormalization(RecomputedInstanceNormalization)
  case instanceNormalizationGradient(InstanceNormalizationGradient)
  case leakyReLU(LeakyReLU)
  case leakyReLUGradient(LeakyReLUGradient)

  // MARK: Moving and adding
  case add
  case scaleSamples
  case concatenate
  case channelSlice(ChannelSlice)
  case averagePool(AveragePool)
  case averagePoolGradient(AveragePoolGradient)

  // MARK: Loss
  case segmentationLoss(SegmentationLoss)
  case segmentationLossGradient(SegmentationLossGradient)
  case weightedSum(WeightedSum)

  /// Whether its result is set before a run, rather than computed in it.
  package var isFromOutside: Bool {
    if case .parameter = self { return false }
    return definition is any SourceOperation
  }

  /// What graphs need to know of it.
  package var definition: any OperationDefinition {
    switch self {
    case .input(let definition): definition
    case .labels(let definition): definition
    case .parameter(let definition): definition
    case .sampleFactors(let definition): definition
    case .convolution(let definition): definition
    case .convolutionInputGradient(let definition): definition
    case .convolutionWeightGradient(let definition): definition
    case .transposedConvolution(let definition): definition
    case .transposedConvolutionGradient(let definition): definition
    case .instanceNormalization(let definition): definition
    case .recomputedInstanceNormalization(let definition): definition
    case .instanceNormalizationGradient(let definition): definition
    case .leakyReLU(let definition): definition
    case .leakyReLUGradient(let definition): definition
    case .add: Addition()
    case .scaleSamples: SampleScaling()
    case .concatenate: Concatenation()
    case .channelSlice(let definition): definition
    case .averagePool(let definition): definition
    case .averagePoolGradient(let definition): definition
    case .segmentationLoss(let definition): definition
    case .segmentationLossGradient(let definition): definition
    case .weightedSum(let definition): definition
    }
  }
}
