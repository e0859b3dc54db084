import Augmentation
import Networks
import Preprocessing

extension PipelineConfiguration {
  /// What is wrong, in words with the key's name, or `nil` where the pipeline can be used.
  var problem: String? {
    if let spacing = preprocessing.targetSpacing,
      spacing.count != 3 || spacing.contains(where: { !($0 > 0 && $0 < 1000) })
    {
      return "preprocessing.target_spacing must be three positive numbers in mm (z, y, x)"
    }
    if !PreprocessingConfiguration.spacingTolerances.contains(preprocessing.spacingTolerance) {
      return
        "preprocessing.spacing_tolerance must be from 0 to 0.5, not \(preprocessing.spacingTolerance)"
    }
    if network.dimensions != 2 && network.dimensions != 3 {
      return "network.dimensions must be 2 or 3, not \(network.dimensions)"
    }
    let sizes = [
      ("network.first_features", network.firstFeatures),
      ("network.most_features", network.mostFeatures),
      ("network.decoder_convolutions", network.decoderConvolutions),
      ("training.epochs", training.epochs), ("training.steps_per_epoch", training.stepsPerEpoch),
      ("training.batch", training.batch ?? 1), ("training.accumulation", training.accumulation),
    ]
    if let (key, value) = sizes.first(where: { $0.1 < 1 || $0.1 > 1_000_000 }) {
      return "\(key) must be a positive whole number, not \(value)"
    }
    if network.encoderBlocks.isEmpty
      || network.encoderBlocks.contains(where: { $0 < 1 || $0 > 100 })
    {
      return "network.encoder_blocks must be positive whole numbers"
    }
    if !(0...0.95).contains(network.dropPath) {
      return "network.drop_path must be from 0 to 0.95, not \(network.dropPath)"
    }
    if network.dropPath > 0 && !network.kind.family.hasResidualBranches {
      return "network.drop_path leaves out residual blocks, but \(network.kind.rawValue) has none"
    }
    if let features = network.features,
      features.count < 2 || features.contains(where: { $0 < 1 || $0 > 4096 })
    {
      return "network.features must be at least two whole numbers from 1 to 4096"
    }
    if let patch = network.patch, patch.count != 3 || patch.contains(where: { $0 < 1 || $0 > 1024 })
    {
      return "network.patch must be three sizes from 1 to 1024 (z, y, x)"
    }
    if network.mostPatchVoxels < 512 { return "network.most_patch_voxels must be at least 512" }
    if network.wholePatchVoxels < 0 { return "network.whole_patch_voxels must not be negative" }
    let parts = [
      ("training.warm_up", training.warmUp),
      ("training.foreground_fraction", training.foregroundFraction),
      ("training.last_rate", training.lastRate), ("training.momentum", training.momentum),
      ("training.average_decay", training.averageDecay),
      ("loss.label_smoothing", loss.labelSmoothing),
    ]
    if let (key, value) = parts.first(where: { !(0...1).contains($0.1) }) {
      return "\(key) must be from 0 to 1, not \(value)"
    }
    if let rate = training.learningRate, !(rate > 0 && rate < 100) {
      return "training.learning_rate must be above 0, not \(rate)"
    }
    let positive = [
      ("training.weight_decay", training.weightDecay),
      ("training.gradient_clip", training.gradientClip), ("training.power", training.power),
      ("loss.cross_entropy", loss.crossEntropy), ("loss.region_weight", loss.regionWeight),
      ("training.checkpoint_seconds", training.checkpointSeconds),
      ("loss.focal_gamma", loss.focalGamma), ("loss.smooth", loss.smooth),
    ]
    if let (key, value) = positive.first(where: { !($0.1 >= 0 && $0.1.isFinite) }) {
      return "\(key) must not be negative, not \(value)"
    }
    for (key, weights) in [
      ("training.case_weights", training.caseWeights),
      ("training.foreground_weights", training.foregroundWeights),
      ("loss.class_weights", loss.classWeights),
    ] {
      if let (name, weight) = weights?.first(where: { !($0.value >= 0 && $0.value < 1e9) }) {
        return "\(key).\(name) must not be negative, not \(weight)"
      }
    }
    if !(training.firstCycle > 0 && training.firstCycle <= 1) || training.cycleGrowth < 1 {
      return "training.first_cycle must be above 0 up to 1, training.cycle_growth at least 1"
    }
    if loss.crossEntropy == 0 && (loss.region == .none || loss.regionWeight == 0) {
      return "loss: cross_entropy and region cannot both be without weight"
    }
    return augmentation.problem.map { "augmentation: \($0)" }
  }
}
