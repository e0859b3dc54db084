package import Labels
package import Volumes

/// The probability of every channel in every voxel of the input; outside the crop that of background is 1.
package struct RestoredProbabilities: RestoredScoresSink, Sendable {
  private let history: PreprocessingHistory
  /// One channel for each of the network's.
  package private(set) var volume: Volume

  /// - Throws: ``PreprocessingError`` where memory is short.
  package init(_ history: PreprocessingHistory, _ decoder: LabelDecoder) throws(PreprocessingError)
  {
    try PreprocessingError.requireMemory(
      for: history.original.extent, channels: decoder.channels)
    self.history = history
    let count = history.original.extent.count
    var voxels = [Float](repeating: 0, count: decoder.channels * count)
    // Regions have no channel of background.
    if decoder.activation == .softmax {
      for voxel in 0..<count { voxels[voxel] = 1 }
    }
    volume = Volume(geometry: history.original, channels: decoder.channels, voxels: voxels)
  }

  package mutating func receive(_ scores: RestoredScores) {
    history.place(scores.values, planes: scores.planes, into: &volume, channel: scores.channel)
  }
}
