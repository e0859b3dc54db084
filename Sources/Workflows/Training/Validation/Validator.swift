import ComputeEngine
import Inference
import Networks
import Planning
import Volumes

/// Predicts prepared cases with the weights of a training.
struct Validator {
  private let plan: TrainingPlan
  private let cases: [PreparedCase]
  private let precision: Precision
  private let threads: Int
  private var network: EnginePatchNetwork?

  init(plan: TrainingPlan, cases: [PreparedCase], precision: Precision, threads: Int) {
    self.plan = plan
    self.cases = cases
    self.precision = precision
    self.threads = threads
  }

  /// Dice of every foreground class over the cases, on the network's grid; without mirroring, to spend the time on training.
  ///
  /// - Parameter receive: Lent every case with its prediction.
  mutating func dice(_ program: EngineTrainingProgram, receive: (ValidatedCase) -> Void) throws
    -> [Double?]
  {
    let weights = try program.weights()
    let network: EnginePatchNetwork
    if let existing = self.network {
      try existing.setWeights(weights)
      network = existing
    } else {
      network = try EnginePatchNetwork(
        configuration: plan.network, weights: weights, patch: plan.patch, batch: 1,
        precision: precision, threads: threads)
      self.network = network
    }
    let window = SlidingWindow(threads: threads)
    var dice = ValidationDice(classes: plan.network.classes)
    for entry in cases {
      try entry.withVoxels { image, labels in
        let volume = Volume(
          geometry: Geometry(extent: entry.extent, spacing: entry.spacing),
          channels: entry.channels, voxels: Array(image))
        let logits = try window.logits(of: volume, networks: [network])
        dice.add(logits: logits, labels: labels)
        receive(
          ValidatedCase(
            id: entry.id, extent: entry.extent, image: image, labels: labels, logits: logits))
      }
    }
    return dice.values
  }
}
