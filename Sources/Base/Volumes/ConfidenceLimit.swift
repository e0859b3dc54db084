/// The confidence below which a prediction is to be looked at twice.
///
/// How confident a network is of good predictions depends on the labels and on the training, so that
/// the limit comes from the cases that the training held out: a prediction is in doubt where its lack
/// of confidence is more than a quarter larger than that of the least confident of them.
public struct ConfidenceLimit: Sendable, Hashable {
  public var value: Double
  /// The least confidence of a held-out case; `nil` where none is known.
  public var leastHeldOut: Double?

  /// By how much of its size the lack of confidence of the held-out cases is exceeded.
  public static let margin = 0.25
  /// The limit where nothing is known of held-out cases: only gross failures lie below it.
  public static let withoutHeldOutCases = 0.7

  /// - Parameter confidences: Of the held-out cases, each from 0 to 1.
  public init(heldOut confidences: [Double]) {
    leastHeldOut = confidences.min()
    value =
      leastHeldOut.map { 1 - (1 - $0) * (1 + Self.margin) } ?? Self.withoutHeldOutCases
  }
}
