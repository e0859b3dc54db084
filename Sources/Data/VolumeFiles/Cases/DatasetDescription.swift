public import Labels

/// What all cases of a data set have in common.
public struct DatasetDescription: Sendable, Hashable {
  public var name: String
  /// The names of the image's channels, such as "CT", in order.
  public var channels: [String]
  /// Class indices with the values that files hold and their names.
  public var labels: LabelScheme

  public init(channels: [String], labels: LabelScheme, name: String) {
    self.channels = channels
    self.labels = labels
    self.name = name
  }
}
