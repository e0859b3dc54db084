/// A reason to look at a case: a rule that it broke, with the numbers.
public struct QualityFlag: Sendable, Hashable, Codable {
  public var rule: QualityRule
  /// The label it is about: its value in files, as text; `nil` for the whole case.
  public var label: String?
  /// One sentence for people.
  public var reason: String

  public init(rule: QualityRule, label: String? = nil, reason: String) {
    self.rule = rule
    self.label = label
    self.reason = reason
  }
}
