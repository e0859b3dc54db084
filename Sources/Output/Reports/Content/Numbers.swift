import Foundation

/// Numbers as people read them; an undefined one is a dash.
enum Numbers {
  static let undefined = "–"

  /// Dice, NSD and the like: three decimals.
  static func ratio(_ value: Double?) -> String { fixed(value, 3) }

  /// "89.4 %".
  static func percent(_ value: Double) -> String {
    value >= 0.9995 && value < 1 ? "99.9 %" : "\(fixed(value * 100, value == 1 ? 0 : 1)) %"
  }

  /// A distance with its unit.
  static func millimetres(_ value: Double?) -> String {
    value.map { "\(distance($0)) mm" } ?? undefined
  }

  /// A distance in mm without unit, for tables: two decimals below 10, one above.
  static func distance(_ value: Double?) -> String { fixed(value, (value ?? 0) < 10 ? 2 : 1) }

  /// A volume with its unit.
  static func millilitres(_ value: Double?) -> String {
    value.map { "\(volume($0)) ml" } ?? undefined
  }

  /// A volume in ml without unit: three digits, at most three decimals.
  static func volume(_ value: Double?) -> String {
    guard let value else { return undefined }
    let size = abs(value)
    return fixed(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3)
  }

  /// A volume difference with its sign.
  static func difference(_ value: Double?) -> String {
    guard let value else { return undefined }
    let text = volume(abs(value))
    guard text.contains(where: { "123456789".contains($0) }) else { return "0" }
    return (value > 0 ? "+" : "−") + text
  }

  /// "1 case", "2 cases".
  static func count(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  static func fixed(_ value: Double?, _ decimals: Int) -> String {
    guard let value, value.isFinite else { return undefined }
    let text = String(format: "%.\(decimals)f", abs(value))
    return value < 0 && text.contains { ("1"..."9").contains($0) } ? "−" + text : text
  }
}
