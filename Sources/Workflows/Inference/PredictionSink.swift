import Files
package import Labels
package import ModelFiles
package import Preprocessing
package import Volumes

/// Turns the logits of one image into its results on the grid of the input: activation, restoration, decision.
package struct PredictionSink: LogitsSink {
  /// What becomes of a prediction.
  package struct Wanted {
    package var labels = true
    package var probabilities = false
    package var confidence = false

    package init(labels: Bool = true, probabilities: Bool = false, confidence: Bool = false) {
      self.labels = labels
      self.probabilities = probabilities
      self.confidence = confidence
    }
  }

  private let decoder: LabelDecoder
  private let threads: Int
  /// The file that the image comes from, for messages.
  private let source: String
  private var logits: Branch?
  private var probable: Branch?
  private var confidenceOfLabels: LabelConfidence?

  /// - Parameter restored: What labels are decided from on the input's grid.
  /// - Throws: An error of preprocessing where memory is short.
  package init(
    _ history: PreprocessingHistory, _ decoder: LabelDecoder,
    restored: ModelDescription.Restored, wanted: Wanted, threads: Int, source: String
  ) throws {
    self.decoder = decoder
    self.threads = threads
    self.source = source
    let restoration = Restoration(history, channels: decoder.channels, threads: threads)
    func labels(_ scores: LabelDecoder.Scores) throws -> RestoredLabels? {
      try wanted.labels && (restored == .logits) == (scores == .logits)
        ? RestoredLabels(history, decoder, of: scores) : nil
    }
    if let labels = try labels(.logits) {
      logits = Branch(restoration: restoration, results: .init(labels: labels))
    }
    let results = try RestoredResults(
      labels: labels(.probabilities),
      probabilities: wanted.probabilities ? RestoredProbabilities(history, decoder) : nil)
    if results.labels != nil || results.probabilities != nil {
      probable = Branch(restoration: restoration, results: results)
    }
    if wanted.confidence {
      confidenceOfLabels = LabelConfidence(labels: decoder.largestLabel + 1)
    }
  }

  package mutating func receive(_ slab: consuming LogitsSlab) throws {
    guard slab.isFinite else {
      throw InferenceError(
        .badData, "its intensities are too extreme: the network's result is not finite",
        source: source)
    }
    try logits?.receive(slab)
    if probable == nil, confidenceOfLabels == nil { return }
    decoder.activate(&slab, threads: threads)
    confidenceOfLabels?.add(decoder.decide(slab, of: .probabilities))
    try probable?.receive(slab)
  }

  /// Class indices on the grid of the input, if they were wanted.
  package var labels: LabelMap? { (logits?.results.labels ?? probable?.results.labels)?.labels }
  /// One channel for each of the network's on the grid of the input, if they were wanted.
  package var probabilities: Volume? { probable?.results.probabilities?.volume }
  /// How sure the labels are on the network's grid, if it was wanted and there is foreground.
  package var confidence: Double? { confidenceOfLabels?.value }

  /// The bytes that results take on the grid of the input.
  package static func byteCount(_ extent: Extent, channels: Int, wanted: Wanted) -> Double {
    let voxels = Double(extent.depth) * Double(extent.height) * Double(extent.width)
    return voxels * ((wanted.labels ? 2 : 0) + (wanted.probabilities ? 4 * Double(channels) : 0))
  }
}

/// The way back to the grid of the input for logits or for probabilities.
private struct Branch {
  var restoration: Restoration
  var results: RestoredResults

  mutating func receive(_ slab: LogitsSlab) throws {
    try restoration.receive(slab, into: &results)
  }
}

private struct RestoredResults: RestoredScoresSink {
  var labels: RestoredLabels?
  var probabilities: RestoredProbabilities?

  mutating func receive(_ scores: RestoredScores) {
    labels?.receive(scores)
    probabilities?.receive(scores)
  }
}
