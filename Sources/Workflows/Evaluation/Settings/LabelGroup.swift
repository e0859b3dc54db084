/// Several labels measured as one, such as "whole tumour" = 1, 2, 3.
public struct LabelGroup: Sendable, Hashable, Codable {
  public var name: String
  /// Label values, none of them 0.
  public var labels: [Int]

  public init(name: String, labels: [Int]) {
    self.name = name
    self.labels = labels
  }
}
