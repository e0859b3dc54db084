import Files
public import Labels
public import ModelFiles
import Preprocessing
import VolumeFiles
public import Volumes

/// Segments images with one model or with the mean of several.
///
/// A chain of stages: preprocessing, networks patch by patch, and from there slab by slab activation, restoration to the image's grid and
/// decision. Models with the same preprocessing share it, and their logits are averaged; models with different preprocessing are averaged
/// by their probabilities on the grid of the image. Networks are kept from image to image.
public final class Predictor {
  /// Makes the network of a model for batches of the given size.
  public typealias NetworkFactory = (_ model: Model, _ batch: Int) throws -> any PatchNetwork

  public let labels: LabelScheme
  public let channels: [String]
  /// Whether predictions say how sure the models are.
  public var measuresConfidence = false
  private var groups: [ModelGroup] = []
  private let decoder: LabelDecoder
  private let isMirrored: Bool
  private let threads: Int
  private let makeNetwork: NetworkFactory

  /// - Parameters:
  ///   - mirroring: Whether to predict every patch in all reversals that the training mirrored, too; by default where all models say so.
  ///   - threads: How many of the engine's threads to use.
  /// - Throws: ``InferenceError`` where the models differ in labels or channels.
  /// - Precondition: There is at least one model.
  public init(
    models: [Model], mirroring: Bool? = nil, threads: Int,
    makeNetwork: @escaping NetworkFactory
  ) throws(InferenceError) {
    precondition(!models.isEmpty, "no model")
    labels = models[0].description.labels
    channels = models[0].description.channels
    decoder = LabelDecoder(labels)
    isMirrored = mirroring ?? models.allSatisfy { $0.description.predictsMirrored == true }
    self.threads = threads
    self.makeNetwork = makeNetwork
    for model in models {
      guard model.description.labels == labels, model.description.channels == channels else {
        throw InferenceError(
          .badData,
          "its labels or channels differ from those of \(models[0].source); models of one task can be averaged",
          source: model.source)
      }
      if let index = groups.firstIndex(where: { $0.accepts(model) }) {
        groups[index].add(model)
      } else {
        groups.append(ModelGroup(model))
      }
    }
  }

  /// Segments an image.
  /// - Parameters:
  ///   - source: The file that the image comes from, for messages.
  ///   - probabilities: Whether to return them too.
  ///   - progress: Told after every batch of patches how much is done, 0 to 1; what it throws ends the work.
  /// - Throws: ``InferenceError`` where the image does not suit the model; what preprocessing and networks throw.
  public func predict(
    _ image: Volume, source: String, probabilities: Bool = false,
    progress: (Double) throws -> Void = { _ in }
  ) throws -> Prediction {
    guard image.channels == channels.count else {
      throw InferenceError(
        .badData,
        "has \(Self.counted(image.channels)), but the model needs \(Self.counted(channels.count)): \(channels.joined(separator: ", "))",
        source: source)
    }
    try image.geometry.requireOrthogonal(file: source)
    guard groups.count == 1 else {
      return try predictMean(image, source, withProbabilities: probabilities, progress)
    }
    let wanted = PredictionSink.Wanted(
      probabilities: probabilities, confidence: measuresConfidence)
    let results = try run(0, image, source, wanted, progress)
    guard let classes = results.labels else { preconditionFailure("labels are always wanted") }
    return Prediction(
      labels: labels.values(of: classes), probabilities: results.probabilities,
      confidence: results.confidence)
  }

  /// The mean of the probabilities that groups of models find on the grid of the image.
  private func predictMean(
    _ image: Volume, _ source: String, withProbabilities: Bool,
    _ progress: (Double) throws -> Void
  ) throws -> Prediction {
    let wanted = PredictionSink.Wanted(labels: false, probabilities: true)
    var mean: Volume?
    for index in groups.indices {
      let found = try run(index, image, source, wanted) {
        try progress((Double(index) + $0) / Double(groups.count))
      }.probabilities
      guard let found else { preconditionFailure("probabilities are wanted") }
      guard mean != nil else {
        mean = found
        continue
      }
      for voxel in found.voxels.indices { mean?.voxels[voxel] += found.voxels[voxel] }
    }
    guard var mean else { preconditionFailure("no model") }
    for voxel in mean.voxels.indices { mean.voxels[voxel] /= Float(groups.count) }

    var classes: [UInt16] = []
    classes.reserveCapacity(image.extent.count)
    var confidence = LabelConfidence(labels: decoder.largestLabel + 1)
    LogitsSlab.forEach(of: mean) { slab in
      let decision = decoder.decide(slab, of: .probabilities)
      classes += decision.labels
      if measuresConfidence { confidence.add(decision) }
    }
    return Prediction(
      labels: labels.values(of: LabelMap(geometry: image.geometry, voxels: classes)),
      probabilities: withProbabilities ? mean : nil, confidence: confidence.value)
  }

  /// The stages for one group of models.
  private func run(
    _ index: Int, _ image: Volume, _ source: String, _ wanted: PredictionSink.Wanted,
    _ progress: (Double) throws -> Void
  ) throws -> PredictionSink {
    let description = groups[index].description
    let preprocessor = Preprocessor(description.preprocessing, threads: threads)
    try PredictionMemory(
      image: image, preprocessor, patches: groups[index].patches, channels: decoder.channels,
      wanted: wanted
    ).require(classes: labels.count, source: source)

    let prepared = try preprocessor.apply(image, labels: nil)
    let window = SlidingWindow(
      mirroringAxes: isMirrored ? description.mirroringAxes : [], threads: threads)
    let networks = try groups[index].networks(
      patchCount: { window.patchCount(of: prepared.image.extent, patch: $0) }, make: makeNetwork)
    var sink = try PredictionSink(
      prepared.history, decoder, restored: description.restored, wanted: wanted,
      threads: threads, source: source)
    try window.run(networks, over: prepared.image, into: &sink, progress: progress)
    return sink
  }

  private static func counted(_ channels: Int) -> String {
    channels == 1 ? "1 channel" : "\(channels) channels"
  }
}
