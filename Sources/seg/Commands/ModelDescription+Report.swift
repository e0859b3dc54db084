import Foundation
import Inference
import ModelFiles
import Reports

extension ModelDescription {
  /// The model as reports call it: its folder with the version that trained it.
  func reportName(of folder: URL) -> String {
    let version = training.map { " (seg \($0.softwareVersion), \($0.steps) steps)" }
    return folder.lastPathComponent + (version ?? "")
  }

  var trainingData: TrainingData {
    TrainingData(
      volumeRanges: volumeRanges, intensityRanges: intensityRanges,
      heldOutConfidences: heldOutConfidences ?? [])
  }
}
