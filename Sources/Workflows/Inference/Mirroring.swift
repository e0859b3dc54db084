/// The axes along which a patch is reversed: bit 0 is depth, bit 1 height, bit 2 width.
public struct Mirroring: OptionSet, Hashable, Sendable {
  public var rawValue: Int

  public init(rawValue: Int) { self.rawValue = rawValue }

  public static let none: Mirroring = []
  public static let depth = Mirroring(rawValue: 1)
  public static let height = Mirroring(rawValue: 2)
  public static let width = Mirroring(rawValue: 4)

  /// Reversal along each of the given axes: 0 is depth, 1 height, 2 width.
  public init(axes: [Int]) {
    self.init(rawValue: axes.reduce(0) { $0 | (1 << $1) })
  }

  /// Every combination of some of these axes, none of them first.
  public var combinations: [Mirroring] {
    (0..<8).map(Mirroring.init(rawValue:)).filter(isSuperset(of:))
  }
}
