import ModelFiles
import Volumes

/// Models that share their preprocessing, so that their logits can be averaged, with their networks.
struct ModelGroup {
  private var models: [Model]
  private var networks: [any PatchNetwork] = []

  init(_ model: Model) {
    models = [model]
  }

  /// The description of the first; those of the others agree in everything but the network and its patches.
  var description: ModelDescription { models[0].description }

  /// The sizes of the networks' patches.
  var patches: [Extent] { models.map(\.description.patch) }

  /// Whether a model belongs to the group.
  func accepts(_ model: Model) -> Bool {
    model.description.preprocessing == description.preprocessing
      && model.description.restored == description.restored
      && model.description.mirroringAxes == description.mirroringAxes
  }

  mutating func add(_ model: Model) { models.append(model) }

  /// The networks for an image.
  /// - Parameter patchCount: How many patches of a size the image has.
  mutating func networks(
    patchCount: (Extent) -> Int, make: Predictor.NetworkFactory
  ) throws -> [any PatchNetwork] {
    if networks.isEmpty {
      networks = try models.map { model in
        let patch = model.description.patch
        return try make(model, Self.batch(patch: patch, patches: patchCount(patch)))
      }
      // The networks have them now.
      for member in models.indices { models[member].weights = [:] }
    }
    return networks
  }

  /// Small patches, as of two-dimensional networks, are worth running together; large ones only cost memory then.
  static func batch(patch: Extent, patches: Int) -> Int {
    let voxelsPerBatch = 65_536
    return max(1, min(patches, voxelsPerBatch / patch.count))
  }
}
