import Labels
import Preprocessing
import Volumes

/// Whole volumes through ``Restoration``, a few planes at a time.
extension PreprocessingHistory {
  func restoreLabels(probabilities: Volume, threads: Int = 1, planes: Int = 2) throws -> LabelMap {
    var labels = try RestoredLabels(
      self, LabelDecoder(classes: probabilities.channels), of: .probabilities)
    try restore(probabilities, threads, planes, into: &labels)
    return labels.labels
  }

  func restoreProbabilities(
    _ probabilities: Volume, threads: Int = 1, planes: Int = 2
  ) throws -> Volume {
    var restored = try RestoredProbabilities(self, LabelDecoder(classes: probabilities.channels))
    try restore(probabilities, threads, planes, into: &restored)
    return restored.volume
  }

  private func restore(
    _ volume: Volume, _ threads: Int, _ planes: Int, into sink: inout some RestoredScoresSink
  ) throws {
    var restoration = Restoration(self, channels: volume.channels, threads: threads)
    let depth = volume.extent.depth
    for first in stride(from: 0, to: depth, by: planes) {
      try restoration.receive(
        LogitsSlab(first..<min(depth, first + planes), of: volume), into: &sink)
    }
  }
}
