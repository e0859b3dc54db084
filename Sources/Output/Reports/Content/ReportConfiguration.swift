public import Foundation
public import Volumes

/// What a report says about where its numbers come from, and how it is drawn.
public struct ReportConfiguration: Sendable {
  public var title: String
  public var date: Date
  /// The model that made the predictions, with its version; `nil` where it is not known.
  public var model: String?
  /// The volumes that labels had in the model's training data, to set volumes beside; empty for those
  /// of all references.
  public var volumeRanges: [LabelVolumeRange]
  /// Where predictions and references were read from, as the user named them.
  public var predictions: String
  public var references: String?
  /// True to leave out "not for diagnostic use".
  public var isForDiagnosticUse: Bool
  /// True to state the SHA-256 of every label map.
  public var statesChecksums: Bool
  /// `nil` to choose by each scan.
  public var window: IntensityWindow?
  /// About how many bytes the slices of the sliders may take in `report.html`; the more cases, the
  /// fewer slices each has.
  public var sliceBudget: Int

  public init(
    title: String = "Segmentation report", date: Date = Date(), model: String? = nil,
    volumeRanges: [LabelVolumeRange] = [], predictions: String, references: String? = nil,
    isForDiagnosticUse: Bool = false,
    statesChecksums: Bool = true, window: IntensityWindow? = nil, sliceBudget: Int = 12_000_000
  ) {
    self.title = title
    self.date = date
    self.model = model
    self.volumeRanges = volumeRanges
    self.predictions = predictions
    self.references = references
    self.isForDiagnosticUse = isForDiagnosticUse
    self.statesChecksums = statesChecksums
    self.window = window
    self.sliceBudget = sliceBudget
  }
}
