import ComputeEngine
import Inference
import Networks
import Pipelines
import Volumes

/// Predicts prepared cases with the weights of a training.
struct Validator {
  private let plan: TrainingPlan
  private let cases: [PreparedCase]
  private let options: TrainingOptions
  private let backend: any Backend
  private var network: EnginePatchNetwork?
  /// Slices of the first cases, as the network saw them last.
  private(set) var slices: [ValidationSlice] = []
  private static let mostSlices = 3

  init(
    plan: TrainingPlan, cases: [PreparedCase], options: TrainingOptions, backend: any Backend
  ) {
    self.plan = plan
    self.cases = cases
    self.options = options
    self.backend = backend
  }

  /// Dice of every foreground class over the cases, on the network's grid; without mirroring, to spend the time on training.
  mutating func dice(_ program: EngineTrainingProgram) throws -> [Double?] {
    let weights = try program.weights()
    let network: EnginePatchNetwork
    if let existing = self.network {
      try existing.setWeights(weights)
      network = existing
    } else {
      network = try EnginePatchNetwork(
        configuration: plan.network, weights: weights, patch: plan.patch, batch: 1,
        backend: backend, precision: options.precision, threads: options.threads)
      self.network = network
    }
    let window = SlidingWindow(threads: options.threads)
    slices = []
    var dice = ValidationDice(classes: plan.network.classes)
    for entry in cases {
      try entry.withVoxels { image, labels in
        let volume = Volume(
          geometry: Geometry(extent: entry.extent, spacing: entry.spacing),
          channels: entry.channels, voxels: Array(image))
        let logits = try window.logits(of: volume, networks: [network])
        dice.add(logits: logits, labels: labels)
        if slices.count < Self.mostSlices {
          slices.append(
            ValidationSlice(
              caseID: entry.id, extent: entry.extent, image: image, labels: labels, logits: logits))
        }
      }
    }
    return dice.values
  }
}
