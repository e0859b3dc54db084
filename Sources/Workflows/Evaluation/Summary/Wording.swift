import Foundation

/// Numbers as people read them.
enum Wording {
  /// A volume with its unit, to three digits: "12.3 ml".
  static func millilitres(_ volume: Double) -> String {
    "\(String(format: "%.3g", volume)) ml"
  }
}
