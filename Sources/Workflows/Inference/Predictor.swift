import CInference
import Files
import Foundation
public import Labels
public import ModelFiles
import Preprocessing
import VolumeFiles
public import Volumes

/// Segments images with one model or with the mean of several.
///
/// Networks are made for the first image and kept. Models with the same preprocessing share it, and their logits are averaged;
/// models with different preprocessing are averaged by their probabilities on the grid of the image.
public final class Predictor {
  /// Makes the network of a model for batches of the given size.
  public typealias NetworkFactory = (_ model: Model, _ batch: Int) throws -> any PatchNetwork

  /// Models that share their preprocessing.
  private struct Group {
    var models: [Model]
    var networks: [any PatchNetwork] = []

    var description: ModelDescription { models[0].description }
  }

  public let labels: LabelScheme
  public let channels: [String]
  /// Whether predictions say how sure the models are.
  public var measuresConfidence = false
  private var groups: [Group] = []
  private let window: (ModelDescription) -> SlidingWindow
  private let threads: Int
  private let makeNetwork: NetworkFactory

  /// - Parameters:
  ///   - mirroring: Whether to predict every patch in all reversals that the training mirrored, too.
  ///   - threads: How many of the engine's threads to use.
  /// - Throws: ``InferenceError`` where the models differ in labels or channels.
  /// - Precondition: There is at least one model.
  public init(
    models: [Model], mirroring: Bool = false, threads: Int,
    makeNetwork: @escaping NetworkFactory
  ) throws(InferenceError) {
    precondition(!models.isEmpty, "no model")
    labels = models[0].description.labels
    channels = models[0].description.channels
    self.threads = threads
    self.makeNetwork = makeNetwork
    window = { description in
      SlidingWindow(mirroringAxes: mirroring ? description.mirroringAxes : [], threads: threads)
    }
    for model in models {
      let description = model.description
      guard description.labels == labels, description.channels == channels else {
        throw InferenceError(
          .badData,
          "its labels or channels are not those of \(models[0].source); models of one task can be averaged",
          source: model.source)
      }
      let index = groups.firstIndex {
        $0.description.preprocessing == description.preprocessing
          && $0.description.restored == description.restored
          && $0.description.mirroringAxes == description.mirroringAxes
      }
      if let index {
        groups[index].models.append(model)
      } else {
        groups.append(Group(models: [model]))
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

    var mean: Volume?
    for index in groups.indices {
      let description = groups[index].description
      try requireMemory(for: image, description.preprocessing, source: source)
      let prepared = try Preprocessor(description.preprocessing, threads: threads)
        .apply(image, labels: nil)
      var logits = try logits(of: prepared.image, group: index) {
        try progress((Double(index) + $0) / Double(groups.count))
      }
      guard Self.isFinite(logits.voxels) else {
        throw InferenceError(
          .badData, "its intensities are too extreme: the network's result is not finite",
          source: source)
      }
      if groups.count == 1 {
        return try restore(&logits, prepared.history, description, withProbabilities: probabilities)
      }
      softmax(&logits)
      let restored = try prepared.history.restoreProbabilities(logits, threads: threads)
      mean = mean.map { Self.sum($0, restored) } ?? restored
    }
    guard var mean else { preconditionFailure("no model") }
    for voxel in mean.voxels.indices { mean.voxels[voxel] /= Float(groups.count) }
    return Prediction(
      labels: labels.values(of: Self.mostProbable(mean)), probabilities: probabilities ? mean : nil,
      confidence: measuresConfidence ? Self.confidence(mean) : nil)
  }

  /// Every label counts the same, however large it is.
  private static func confidence(_ probabilities: Volume) -> Double? {
    let count = probabilities.extent.count
    var sums = [Double](repeating: 0, count: probabilities.channels)
    var voxels = [Int](repeating: 0, count: probabilities.channels)
    for voxel in 0..<count {
      var (label, best) = (0, probabilities.voxels[voxel])
      for channel in 1..<probabilities.channels {
        let value = probabilities.voxels[channel * count + voxel]
        if value > best { (label, best) = (channel, value) }
      }
      sums[label] += Double(best)
      voxels[label] += 1
    }
    let means = zip(sums, voxels).dropFirst().filter { $1 > 0 }.map { $0 / Double($1) }
    return means.isEmpty ? nil : means.reduce(0, +) / Double(means.count)
  }

  private func restore(
    _ logits: inout Volume, _ history: PreprocessingHistory, _ description: ModelDescription,
    withProbabilities: Bool
  ) throws -> Prediction {
    var classes: LabelMap?
    if description.restored == .logits {
      classes = try history.restoreLabels(probabilities: logits, threads: threads)
    }
    if classes == nil || withProbabilities || measuresConfidence { softmax(&logits) }
    let map = try classes ?? history.restoreLabels(probabilities: logits, threads: threads)
    return Prediction(
      labels: labels.values(of: map),
      probabilities: withProbabilities
        ? try history.restoreProbabilities(logits, threads: threads) : nil,
      confidence: measuresConfidence ? Self.confidence(logits) : nil)
  }

  private func logits(
    of image: Volume, group index: Int, progress: (Double) throws -> Void
  ) throws -> Volume {
    let group = groups[index]
    let window = self.window(group.description)
    if group.networks.isEmpty {
      groups[index].networks = try group.models.map { model in
        let patch = model.description.patch
        let patches = window.patchCount(of: image.extent, patch: patch)
        return try makeNetwork(model, Self.batch(patch: patch, patches: patches))
      }
      // The networks have them now.
      for member in groups[index].models.indices { groups[index].models[member].weights = [:] }
    }
    return try window.logits(of: image, networks: groups[index].networks, progress: progress)
  }

  /// Small patches, as of two-dimensional networks, are worth running together; large ones only cost memory then.
  static func batch(patch: Extent, patches: Int) -> Int {
    let voxelsPerBatch = 65_536
    return max(1, min(patches, voxelsPerBatch / patch.count))
  }

  /// Refuses an image that preprocessing would make larger than memory, before it tries.
  private func requireMemory(
    for image: Volume, _ preprocessing: PreprocessingConfiguration, source: String
  ) throws(InferenceError) {
    let spacings = [image.spacing.width, image.spacing.height, image.spacing.depth]
    let sizes = [image.extent.width, image.extent.height, image.extent.depth]
    // Canonical axes (z, y, x) = (S, A, R) are the world's in reverse.
    var spacing = preprocessing.targetSpacing
    var size = Extent(1, 1, 1)
    for (axis, world) in image.geometry.orientation.worldAxis.enumerated() {
      spacing[2 - world] = spacings[axis]
      size[2 - world] = sizes[axis]
    }
    let target = preprocessing.spacing(for: spacing)
    let voxels = (0..<3).reduce(1.0) {
      $0 * max(1, Double(size[$1]) * spacing[$1] / target[$1])
    }
    // The image, its logits and their weights.
    let needed = voxels * Double(labels.count + 1 + image.channels) * 4
    let available = Double(ProcessInfo.processInfo.physicalMemory)
    guard needed <= available else {
      func gigabytes(_ bytes: Double) -> String { String(format: "%.0f GB", bytes / 1e9) }
      throw InferenceError(
        .badData,
        "at the model's resolution and with \(labels.count) classes it needs \(gigabytes(needed)) of memory, this machine has \(gigabytes(available)); crop the image or use a larger machine",
        source: source)
    }
  }

  private func softmax(_ logits: inout Volume) {
    let (channels, voxels) = (Int64(logits.channels), Int64(logits.extent.count))
    logits.voxels.withUnsafeMutableBufferPointer {
      seg_window_softmax($0.baseAddress, channels, voxels, Int32(threads))
    }
  }

  private static func isFinite(_ values: [Float]) -> Bool {
    values.withUnsafeBufferPointer { $0.allSatisfy(\.isFinite) }
  }

  private static func sum(_ a: Volume, _ b: Volume) -> Volume {
    var result = a
    for index in result.voxels.indices { result.voxels[index] += b.voxels[index] }
    return result
  }

  private static func mostProbable(_ probabilities: Volume) -> LabelMap {
    let count = probabilities.extent.count
    var best = Array(probabilities.voxels[..<count])
    var labels = [UInt16](repeating: 0, count: count)
    for channel in 1..<probabilities.channels {
      for voxel in 0..<count {
        let value = probabilities.voxels[channel * count + voxel]
        if value > best[voxel] {
          best[voxel] = value
          labels[voxel] = UInt16(channel)
        }
      }
    }
    return LabelMap(geometry: probabilities.geometry, voxels: labels)
  }

  private static func counted(_ channels: Int) -> String {
    channels == 1 ? "1 channel" : "\(channels) channels"
  }
}
