import Files
package import Networks
package import Pipelines
package import Preprocessing
package import Volumes

/// What is trained: a pipeline with everything that was left open chosen from a data set.
///
/// Source of the rules: nnU-Net v2's experiment planner, for two cores instead of a graphics card.
package struct TrainingPlan: Hashable, Sendable {
  package let network: NetworkConfiguration
  package let patch: Extent
  package let batch: Int
  package let preprocessing: PreprocessingConfiguration
  /// The pipeline with the chosen values filled in.
  package let pipeline: PipelineConfiguration

  /// Plans a training.
  ///
  /// - Parameters:
  ///   - channels: The names of the image's channels.
  ///   - classes: Background included.
  /// - Throws: ``PipelineError`` where the pipeline's own values do not fit together or the data.
  package init(
    _ pipeline: PipelineConfiguration, fingerprint: DatasetFingerprint, channels: [String],
    classes: Int
  ) throws {
    typealias Constants = PlanningConstants.Patch
    preprocessing = try PreprocessingConfiguration(
      pipeline, fingerprint: fingerprint, channels: channels)
    let spacing = preprocessing.targetSpacing
    let median = fingerprint.medianExtent(at: spacing)
    let isFlat = pipeline.network.dimensions == 2
    let fitted = try Self.patch(pipeline.network, median: median, spacing: spacing)
    patch = fitted.patch
    network = try Self.network(
      pipeline.network, fitted.stages, patch: patch, channels: channels.count, classes: classes)
    batch =
      pipeline.training.batch
      ?? (isFlat
        ? min(
          Constants.sliceBatch.upperBound,
          max(Constants.sliceBatch.lowerBound, Constants.sliceBatchPixels / patch.count))
        : Constants.batch)
    var resolved = pipeline
    resolved.preprocessing.targetSpacing = spacing.axes
    resolved.network.features = network.features
    resolved.network.encoderBlocks = network.encoderBlocks
    resolved.network.patch = patch.axes
    resolved.training.batch = batch
    resolved.training.learningRate = pipeline.training.highestLearningRate
    resolved.loss.batchDice =
      pipeline.loss.batchDice ?? (patch.count * Constants.batchDiceVolumeRatio < median.count)
    self.pipeline = resolved
  }

  /// The patch that a pipeline gives, or the largest that it allows.
  private static func patch(
    _ network: PipelineConfiguration.Network, median: Extent, spacing: Spacing
  ) throws -> PatchPlan {
    let isFlat = network.dimensions == 2
    let wanted = network.patch.map { Extent($0[0], $0[1], $0[2]) }
    let start = wanted ?? PatchPlan.largest(median: median, spacing: spacing, isFlat: isFlat)
    func fit(atMost most: Int) -> PatchPlan {
      PatchPlan(
        start, median: median, spacing: spacing, isFlat: isFlat, most: most,
        mostStages: network.features?.count ?? PlanningConstants.Network.mostStages)
    }
    let fitted = fit(atMost: .max)
    guard let wanted else {
      let isWhole = (0..<3).allSatisfy { fitted.patch[$0] >= median[$0] }
      return isWhole && fitted.patch.count <= network.wholePatchVoxels
        ? fitted : fit(atMost: network.mostPatchVoxels)
    }
    guard fitted.patch == wanted else {
      throw PipelineError(
        "\(wanted) is not a multiple of the network's strides \(fitted.stages.divisor); \(fitted.patch) would be",
        source: "network.patch", kind: .usage)
    }
    return fitted
  }

  private static func network(
    _ given: PipelineConfiguration.Network, _ stages: NetworkStages, patch: Extent, channels: Int,
    classes: Int
  ) throws -> NetworkConfiguration {
    let count = stages.strides.count
    let features =
      given.features ?? (0..<count).map { min(given.mostFeatures, given.firstFeatures << $0) }
    guard features.count == count else {
      throw PipelineError(
        "\(features.count) stages are too many for patches of \(patch): \(count) fit",
        source: "network.features", kind: .usage)
    }
    func axes(_ stage: [[Int]]) -> [[Int]] {
      given.dimensions == 2 ? stage.map { Array($0.dropFirst()) } : stage
    }
    let blocks = given.encoderBlocks
    let network = NetworkConfiguration(
      kind: given.kind, dimensions: given.dimensions, inputChannels: channels, classes: classes,
      features: features, kernels: axes(stages.kernels), strides: axes(stages.strides),
      encoderBlocks: (0..<count).map { blocks[min($0, blocks.count - 1)] },
      decoderConvolutions: [Int](repeating: given.decoderConvolutions, count: count - 1))
    if let problem = network.problem { throw PipelineError(problem, source: "network") }
    return network
  }
}
