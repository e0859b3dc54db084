package import ComputeEngine
import ComputeGraph
import Networks
import Pipelines
package import Planning
import Volumes

extension TrainingPlan {
  /// The network, loss and optimiser of the plan for the engine.
  /// - Parameters:
  ///   - classNames: The names of all classes, background first.
  ///   - memoryLimit: Bytes that the program may take.
  package func program(
    precision: Precision, threads: Int, seed: UInt64, classNames: [String], memoryLimit: Int? = nil,
    groups: ParameterGroups? = nil
  ) -> EngineTrainingProgram.Configuration {
    let training = pipeline.training
    var configuration = EngineTrainingProgram.Configuration(
      network: network, patch: patch, batch: batch,
      loss: pipeline.loss.segmentationLoss(classNames),
      optimizer: training.optimizerKind,
      gradientClip: training.gradientClip > 0 ? Float(training.gradientClip) : nil,
      averageDecay: training.averageDecay > 0 ? Float(training.averageDecay) : nil,
      precision: precision, threads: threads, seed: seed, memoryLimit: memoryLimit)
    configuration.accumulation = training.accumulation
    configuration.groups = groups
    configuration.dropPath = Float(pipeline.network.dropPath)
    return configuration
  }

  /// The names of all parameters of the network.
  func parameterNames(_ classNames: [String]) -> [String] {
    TrainingGraph(
      network,
      input: Shape(
        batch: batch, channels: network.inputChannels, depth: patch.depth, height: patch.height,
        width: patch.width), loss: pipeline.loss.segmentationLoss(classNames),
      weights: DeepSupervision.weights(resolutions: network.features.count - 1)
    ).graph.parameters.map(\.parameter.name)
  }
}

extension PipelineConfiguration.Loss {
  func segmentationLoss(_ classNames: [String]) -> SegmentationLoss {
    let voxel =
      crossEntropy > 0
      ? SegmentationLoss.VoxelTerm(
        weight: Float(crossEntropy), gamma: Float(focalGamma),
        labelSmoothing: Float(labelSmoothing),
        classWeights: classWeights.map { weights in classNames.map { Float(weights[$0] ?? 1) } }
          ?? []) : nil
    let kind: SegmentationLoss.RegionTerm.Kind? =
      switch region {
      case .none: nil
      case .dice: .dice
      case .squaredDice: .squaredDice
      case .jaccard: .jaccard
      case .tversky: .tversky
      case .focalTversky: .focalTversky
      case .logDice: .logDice
      }
    let term = kind.flatMap { kind in
      regionWeight > 0
        ? SegmentationLoss.RegionTerm(
          kind: kind, weight: Float(regionWeight), smooth: Float(smooth),
          includesBackground: includeBackground, isOverBatch: batchDice ?? false,
          alpha: Float(tverskyAlpha), beta: Float(tverskyBeta),
          focus: Float(focalTverskyExponent)) : nil
    }
    return SegmentationLoss(voxel: voxel, region: term)
  }
}

extension PipelineConfiguration.Training {
  var optimizerKind: OptimizerKind {
    switch optimizer {
    case .adamw:
      .adamW(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: Float(weightDecay))
    case .muon:
      .muon(
        momentum: 0.95, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: Float(weightDecay))
    case .sgd:
      .sgd(momentum: Float(momentum), nesterov: nesterov, weightDecay: Float(weightDecay))
    }
  }
}
