public import Files
import Foundation
import Labels
import QualityControl
import VolumeFiles
public import Volumes

/// Predicts case after case; a case that fails does not stop the others.
public struct PredictionRun {
  /// What happens while a run goes on.
  public enum Event {
    /// How much of a case is done, 0 to 1.
    case progress(item: PredictionOutputs.Item, index: Int, fraction: Double)
    case finished(
      item: PredictionOutputs.Item, image: Volume, prediction: Prediction, notes: [String])
    /// No result of the case is on disk, also none of an earlier run.
    case failed(item: PredictionOutputs.Item, error: any Error)
  }

  public let predictor: Predictor
  public let outputs: PredictionOutputs
  /// The volumes of labels in the training data, to say which results lie outside.
  public var volumeRanges: [LabelVolumeRange]

  public init(
    predictor: Predictor, outputs: PredictionOutputs,
    volumeRanges: [LabelVolumeRange] = []
  ) {
    self.predictor = predictor
    self.outputs = outputs
    self.volumeRanges = volumeRanges
  }

  /// Predicts all cases.
  /// - Parameter report: Receives the events, in order.
  /// - Returns: The sort of the worst failure, or `nil` where every case has its result.
  public func run(_ report: (Event) -> Void) -> FailureKind? {
    var worst: FailureKind?
    for (index, item) in outputs.items.enumerated() {
      do {
        let (image, prediction, notes) = try predict(item) {
          report(.progress(item: item, index: index, fraction: $0))
        }
        report(.finished(item: item, image: image, prediction: prediction, notes: notes))
      } catch {
        let kind = (error as? any UserFacingError)?.kind ?? .internalFault
        if kind.severity > worst?.severity ?? -1 { worst = kind }
        report(.failed(item: item, error: error))
      }
    }
    return worst
  }

  private func predict(
    _ item: PredictionOutputs.Item, progress: (Double) -> Void
  ) throws -> (image: Volume, prediction: Prediction, notes: [String]) {
    let files = [item.labels] + (item.probabilities.map { [$0] } ?? [])
    for file in files { try Self.remove(file) }
    try AtomicFile.makeFolder(item.labels.deletingLastPathComponent())

    let (image, header, nonFinite) = try item.input.readImage()
    let source = item.input.channelFiles.first?.path ?? item.input.id
    var prediction = try predictor.predict(
      image, source: source, probabilities: item.probabilities != nil, progress: progress)
    do {
      if let file = item.probabilities, let probabilities = prediction.probabilities {
        try VolumeFile.writeImage(probabilities, like: header, to: file)
      }
      try VolumeFile.write(
        prediction.labels, like: header, to: item.labels,
        largestValue: predictor.labels.entries.map(\.value).max() ?? 0, names: predictor.labels)
    } catch {
      for file in files { try? Self.remove(file) }
      throw error
    }
    prediction.probabilities = nil

    var notes = header.notes
    if nonFinite > 0 {
      notes.append("\(nonFinite) voxels are not finite and count as the channel's minimum")
    }
    let unusual = VolumeRule.flags(
      of: prediction.labels, ranges: volumeRanges, labelNames: predictor.labels.foregroundNames)
    return (image, prediction, notes + unusual.map(\.reason))
  }

  /// Removes an earlier result, so that it cannot be taken for one of this run.
  private static func remove(_ url: URL) throws {
    for part in VolumeFile.filesWritten(url) where unlink(part.path) != 0 {
      let code = errno
      guard code == ENOENT || code == ENOTDIR else {
        throw FileError("cannot remove the earlier result", url: part, errno: code)
      }
    }
  }
}

extension FailureKind {
  /// Faults of the program are worse than those of the machine, these worse than wrong data.
  fileprivate var severity: Int {
    switch self {
    case .usage: 0
    case .badData: 1
    case .inputOutput: 2
    case .internalFault: 3
    }
  }
}
