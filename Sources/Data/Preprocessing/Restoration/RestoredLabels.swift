package import Labels
package import Volumes

/// The class of every voxel of the input; background outside the crop.
package struct RestoredLabels: RestoredScoresSink, Sendable {
  private let history: PreprocessingHistory
  private let decoder: LabelDecoder
  private let scores: LabelDecoder.Scores
  private var decision = LabelDecision(count: 0)
  /// Class indices on the grid of the input.
  package private(set) var labels: LabelMap

  /// - Parameter scores: What is received.
  /// - Throws: ``PreprocessingError`` where memory is short.
  package init(
    _ history: PreprocessingHistory, _ decoder: LabelDecoder, of scores: LabelDecoder.Scores
  ) throws(PreprocessingError) {
    try PreprocessingError.requireMemory(for: history.original.extent, of: UInt16.self)
    self.history = history
    self.decoder = decoder
    self.scores = scores
    labels = LabelMap(
      geometry: history.original,
      voxels: [UInt16](repeating: 0, count: history.original.extent.count))
  }

  package mutating func receive(_ scores: RestoredScores) {
    if scores.channel == 0 {
      decision = decoder.decision(count: scores.values.count, of: self.scores)
    }
    decision.receive(scores.values, label: decoder.labels[scores.channel])
    if scores.channel == decoder.channels - 1 {
      history.place(decision.labels, planes: scores.planes, into: &labels)
    }
  }
}
