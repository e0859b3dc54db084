import Files
import Foundation
public import Networks
public import Preprocessing
public import Volumes

/// What is trained: a pipeline with everything that was left open chosen from a data set.
///
/// Source of the rules: nnU-Net v2's experiment planner, for two cores instead of a graphics card.
public struct TrainingPlan: Hashable, Sendable {
  public let network: NetworkConfiguration
  public let patch: Extent
  public let batch: Int
  public let preprocessing: PreprocessingConfiguration
  /// The pipeline with the chosen values filled in.
  public let pipeline: PipelineConfiguration

  /// - Throws: ``PipelineError`` where the pipeline's own values do not fit together or the data.
  public init(
    _ pipeline: PipelineConfiguration, fingerprint: DatasetFingerprint, channels: [String],
    classes: Int
  ) throws {
    preprocessing = try Self.preprocessing(pipeline, fingerprint, channels)
    let spacing = preprocessing.targetSpacing
    let median = fingerprint.medianExtent(at: spacing)
    let isFlat = pipeline.network.dimensions == 2
    let wanted = pipeline.network.patch.map { Extent($0[0], $0[1], $0[2]) }
    func fit(atMost most: Int) -> (patch: Extent, stages: Stages) {
      Self.patch(
        wanted ?? Self.largestPatch(median, spacing, isFlat: isFlat), median: median,
        spacing: spacing, isFlat: isFlat, most: most,
        mostStages: pipeline.network.features?.count ?? 6)
    }
    var (patch, stages) = fit(atMost: .max)
    let isWhole = (0..<3).allSatisfy { patch[$0] >= median[$0] }
    if wanted == nil, !(isWhole && patch.count <= pipeline.network.wholePatchVoxels) {
      (patch, stages) = fit(atMost: pipeline.network.mostPatchVoxels)
    }
    if let wanted, wanted != patch {
      throw PipelineError(
        "\(wanted) is no multiple of the network's strides \(stages.divisor); \(patch) would be",
        source: "network.patch", kind: .usage)
    }
    self.patch = patch
    let count = stages.strides.count
    let features =
      pipeline.network.features
      ?? (0..<count).map {
        min(pipeline.network.mostFeatures, pipeline.network.firstFeatures << $0)
      }
    guard features.count == count else {
      throw PipelineError(
        "\(features.count) stages are too many for patches of \(patch): \(count) fit",
        source: "network.features", kind: .usage)
    }
    let blocks = pipeline.network.encoderBlocks
    func flat(_ axes: [[Int]]) -> [[Int]] { isFlat ? axes.map { Array($0.dropFirst()) } : axes }
    network = NetworkConfiguration(
      kind: pipeline.network.kind, dimensions: pipeline.network.dimensions,
      inputChannels: channels.count, classes: classes, features: features,
      kernels: flat(stages.kernels), strides: flat(stages.strides),
      encoderBlocks: (0..<count).map { blocks[min($0, blocks.count - 1)] },
      decoderConvolutions: [Int](repeating: pipeline.network.decoderConvolutions, count: count - 1))
    if let problem = network.problem { throw PipelineError(problem, source: "network") }
    // In the same time, many steps of two patches came further than half as many of four.
    batch = pipeline.training.batch ?? (isFlat ? min(32, max(2, 400_000 / patch.count)) : 2)
    var resolved = pipeline
    resolved.preprocessing.targetSpacing = spacing.axes
    resolved.network.features = features
    resolved.network.encoderBlocks = network.encoderBlocks
    resolved.network.patch = patch.axes
    resolved.training.batch = batch
    resolved.training.learningRate = pipeline.training.highestLearningRate
    // Many a patch that is small beside the volumes lacks a label, and says nothing on its Dice alone.
    resolved.loss.batchDice = pipeline.loss.batchDice ?? (patch.count * 4 < median.count)
    self.pipeline = resolved
  }

  private static func preprocessing(
    _ pipeline: PipelineConfiguration, _ fingerprint: DatasetFingerprint, _ channels: [String]
  ) throws -> PreprocessingConfiguration {
    var result = PreprocessingConfiguration(fingerprint: fingerprint, channelNames: channels)
    result.spacingTolerance = pipeline.preprocessing.spacingTolerance
    result.cropsToNonZero = pipeline.preprocessing.cropToNonZero
    result.imageInterpolation = pipeline.preprocessing.interpolation
    if let spacing = pipeline.preprocessing.targetSpacing {
      result.targetSpacing = Spacing(spacing[0], spacing[1], spacing[2])
    }
    if let names = pipeline.preprocessing.normalization {
      guard names.count == channels.count else {
        throw PipelineError(
          "names \(names.count) normalisations, the data has \(channels.count) channels",
          source: "preprocessing.normalization", kind: .usage)
      }
      result.normalizations = zip(names, fingerprint.intensities).map { name, statistics in
        switch name {
        case .zScore: .zScore(masked: fingerprint.medianCropRatio < 0.75)
        case .ct:
          .ct(
            lower: Float(statistics.percentile005), upper: Float(statistics.percentile995),
            mean: Float(statistics.mean), standardDeviation: Float(statistics.standardDeviation))
        case .minMax: .minMax
        case .none: .none
        }
      }
    }
    return result
  }

  /// A cube in mm of 256³ voxels, or a square of 2048², within the median size.
  private static func largestPatch(_ median: Extent, _ spacing: Spacing, isFlat: Bool) -> Extent {
    let axes = isFlat ? [1, 2] : [0, 1, 2]
    let voxels = isFlat ? 2048.0 * 2048 : 256.0 * 256 * 256
    let edge = pow(
      voxels * axes.reduce(1) { $0 * spacing[$1] }, 1 / Double(axes.count))
    var extent = Extent(1, median.height, median.width)
    for axis in axes { extent[axis] = min(median[axis], max(4, Int(edge / spacing[axis]))) }
    return extent
  }

  /// The stages of a patch, and the patch rounded up to their strides; while that has too many voxels, the axis that is
  /// longest beside the median size is shortened by its stride.
  ///
  /// Source: nnU-Net v2's experiment planner.
  static func patch(
    _ start: Extent, median: Extent, spacing: Spacing, isFlat: Bool, most: Int, mostStages: Int
  ) -> (patch: Extent, stages: Stages) {
    var patch = start
    while true {
      let stages = stages(patch: patch, spacing: spacing, isFlat: isFlat, most: mostStages)
      let divisor = stages.divisor
      for axis in 0..<3 {
        patch[axis] = (patch[axis] + divisor[axis] - 1) / divisor[axis] * divisor[axis]
      }
      let longest = (0..<3).filter { patch[$0] > max(4, divisor[$0]) }.max {
        patch[$0] * median[$1] < patch[$1] * median[$0]
      }
      guard patch.count > most, let longest else { return (patch, stages) }
      patch[longest] -= divisor[longest]
    }
  }

  /// Kernels and strides of every stage (z, y, x): axes are halved while they are long enough and not much coarser than the others.
  static func stages(patch: Extent, spacing: Spacing, isFlat: Bool, most: Int)
    -> Stages
  {
    var size = patch.axes
    var current = spacing.axes
    var kernels: [[Int]] = []
    var strides: [[Int]] = [[1, 1, 1]]
    let axes = isFlat ? [1, 2] : [0, 1, 2]
    func kernel() -> [Int] {
      let finest = axes.map { current[$0] }.min() ?? 1
      return (0..<3).map { axes.contains($0) && current[$0] < 2 * finest ? 3 : 1 }
    }
    kernels.append(kernel())
    while strides.count < most {
      let long = axes.filter { size[$0] >= 8 }
      let finest = long.map { current[$0] }.min() ?? 1
      let halved = long.filter { current[$0] < 2 * finest }
      guard halved.count > 1 || (halved.count == 1 && size[halved[0]] >= 12) else { break }
      for axis in halved {
        size[axis] = (size[axis] + 1) / 2
        current[axis] *= 2
      }
      strides.append((0..<3).map { halved.contains($0) ? 2 : 1 })
      kernels.append(kernel())
    }
    if strides.count == 1 {
      strides.append([1, 1, 1])
      kernels.append(kernel())
    }
    return Stages(kernels: kernels, strides: strides)
  }

  /// Kernels and strides (z, y, x).
  struct Stages {
    var kernels: [[Int]]
    var strides: [[Int]]

    /// What patches must be multiples of.
    var divisor: [Int] { NetworkConfiguration.divisor(of: strides, dimensions: 3) }
  }
}
