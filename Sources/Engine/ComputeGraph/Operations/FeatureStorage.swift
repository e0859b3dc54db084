/// How feature maps are stored, as far as that depends on the operation that makes them.
package enum FeatureStorage: Hashable, Sendable {
  /// In the precision of the plan.
  case planPrecision
  /// In float32 in plans of any precision.
  case float32
  /// In the precision of the plan, and without padded channels where every reader takes them so.
  case image
}
