import Foundation

/// Numbers in the sentences of flags.
enum Quantity {
  /// To three digits and never as a power of ten where it is large: "0.74", "12.3", "1234".
  static func text(_ value: Double) -> String {
    String(format: abs(value) < 999.5 ? "%.3g" : "%.0f", value)
  }
}
