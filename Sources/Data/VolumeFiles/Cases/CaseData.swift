public import Volumes

/// One case of a data set, read whole.
public struct CaseData: Sendable {
  public var id: String
  /// Finite everywhere.
  public var image: Volume
  /// Class indices of the data set's ``DatasetDescription/labels``, on the image's grid.
  public var labels: LabelMap?
  /// Where the case comes from: the name of its first image file.
  public var source: String
  /// How many voxels of the image were not finite and have their channel's minimum now.
  public var nonFinite: Int
  /// Oddities of the files that were accepted.
  public var notes: [String]

  public init(
    id: String, image: Volume, labels: LabelMap?, source: String, nonFinite: Int = 0,
    notes: [String] = []
  ) {
    self.id = id
    self.image = image
    self.labels = labels
    self.source = source
    self.nonFinite = nonFinite
    self.notes = notes
  }
}
