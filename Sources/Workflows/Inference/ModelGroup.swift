import ModelFiles
import Volumes

/// Models that share their preprocessing, so that their logits can be averaged, with their networks.
struct ModelGroup {
  private struct Member {
    var model: Model
    var network: (any PatchNetwork)?
    /// How many patches the network was made for at once.
    var batch = 0
  }

  private var members: [Member]

  init(_ model: Model) {
    members = [Member(model: model)]
  }

  /// The description of the first; those of the others agree in everything but the network and its patches.
  var description: ModelDescription { members[0].model.description }

  /// The sizes of the networks' patches.
  var patches: [Extent] { members.map(\.model.description.patch) }

  /// Whether a model belongs to the group.
  func accepts(_ model: Model) -> Bool {
    model.description.preprocessing == description.preprocessing
      && model.description.restored == description.restored
      && model.description.mirroringAxes == description.mirroringAxes
  }

  mutating func add(_ model: Model) { members.append(Member(model: model)) }

  /// The networks for an image, with the batches that suit it, whatever images came before.
  /// - Parameter patchCount: How many patches of a size the image has.
  mutating func networks(
    patchCount: (Extent) -> Int, make: Predictor.NetworkFactory
  ) throws -> [any PatchNetwork] {
    try members.indices.map { index in
      let patch = members[index].model.description.patch
      let batch = Self.batch(patch: patch, patches: patchCount(patch))
      if let network = members[index].network, members[index].batch == batch { return network }
      // The old one first gives back its memory.
      members[index].network = nil
      let network = try make(members[index].model, batch)
      members[index].network = network
      members[index].batch = batch
      // The network has the weights now; only one for another batch would need them again.
      if Self.largestBatch(patch: patch) == 1 { members[index].model.weights = [:] }
      return network
    }
  }

  /// Small patches, as of two-dimensional networks, are worth running together; large ones only cost memory then.
  private static func batch(patch: Extent, patches: Int) -> Int {
    max(1, min(patches, largestBatch(patch: patch)))
  }

  private static func largestBatch(patch: Extent) -> Int {
    let voxelsPerBatch = 65_536
    return max(1, voxelsPerBatch / patch.count)
  }
}
