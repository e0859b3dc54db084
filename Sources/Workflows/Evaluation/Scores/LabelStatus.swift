/// Which of the two label maps of a case hold a label.
///
/// Every case and label is exactly one of these, so that none is dropped silently: overlap and
/// distance metrics are undefined where the label is absent, and only overlap (as 0) is defined
/// where it is missed or spurious.
public enum LabelStatus: String, Codable, Sendable, CaseIterable {
  /// Reference and prediction both hold the label.
  case present
  /// Only the reference holds it.
  case missed
  /// Only the prediction holds it.
  case spurious
  /// Neither holds it.
  case absent
  /// There is no reference to compare with.
  case unreferenced
}
