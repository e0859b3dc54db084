/// Seconds of the reference machine: two cores that multiply bfloat16.
///
/// Choices that depend on time are made in these, so that a slower machine, which does less in the same time, gets the network for a
/// shorter training.
package struct ReferenceSeconds: Hashable, Sendable, Comparable {
  package var value: Double

  package init(_ value: Double) { self.value = value }

  /// What some seconds of the clock are worth.
  /// - Parameter relativeSpeed: How fast networks train there, as a multiple of the reference machine.
  package init(clockSeconds: Double, relativeSpeed: Double) {
    value = clockSeconds * relativeSpeed
  }

  /// An equal share of the time for each of several networks.
  package func shared(by networks: Int) -> ReferenceSeconds {
    ReferenceSeconds(value / Double(networks))
  }

  package static func < (left: ReferenceSeconds, right: ReferenceSeconds) -> Bool {
    left.value < right.value
  }
}
