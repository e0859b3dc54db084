/// What a plan computes again to save memory.
public struct Recomputation: Hashable, Sendable {
  /// Feature maps that are computed a second time, rather than kept.
  public var featureMaps: Int
  /// Bytes less than the plan would take without.
  public var savedByteCount: Int
  /// The additional arithmetic of convolutions as a part of the whole step's.
  public var addedArithmetic: Double

  package init(featureMaps: Int, savedByteCount: Int, addedArithmetic: Double) {
    self.featureMaps = featureMaps
    self.savedByteCount = savedByteCount
    self.addedArithmetic = addedArithmetic
  }
}

extension Recomputation: CustomStringConvertible {
  /// What it costs, for people.
  public var description: String {
    let percent = (addedArithmetic * 1000).rounded() / 10
    return
      "\(featureMaps) feature maps are computed twice, which saves \(savedByteCount >> 20) MB for \(percent) % more arithmetic"
  }
}
