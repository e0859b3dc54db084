import Foundation
import VolumeFiles

/// Prints what files hold, one property a line.
enum InfoText {
  private static let longestList = 120

  static func show(_ summary: VolumeSummary) {
    print(URL(fileURLWithPath: summary.file).relativeToCurrentFolder)
    show("format", "\(summary.format), \(summary.dataType), \(summary.byteOrder)-endian")
    show("shape", summary.shape.map(String.init).joined(separator: " x ") + " (x first)")
    if summary.channels > 1 { show("channels", "\(summary.channels)") }
    show("spacing", list(summary.spacing) + " mm (z, y, x)")
    var orientation = "\(summary.orientation), from the \(summary.affineSource)"
    if summary.obliqueDegrees > 0.01 {
      orientation += ", oblique by \(number(summary.obliqueDegrees))°"
    }
    show("orientation", orientation)
    for (index, row) in summary.affine.prefix(3).enumerated() {
      let columns = row.map { padded(number($0), to: 10) }.joined(separator: " ")
      show(index == 0 ? "affine" : "", columns)
    }
    if let slope = summary.scaleSlope, let intercept = summary.scaleIntercept {
      show("scaling", "stored value x \(number(slope)) + \(number(intercept))")
    }
    if let smallest = summary.minimum, let largest = summary.maximum, let mean = summary.mean {
      show("values", "\(number(smallest)) to \(number(largest)), mean \(number(mean))")
    }
    if summary.nonFinite > 0 { show("not finite", "\(summary.nonFinite) voxels") }
    let labels = summary.labels ?? []
    for (index, label) in labels.prefix(longestList).enumerated() {
      let volume = String(format: "%.2f", label.millilitres)
      show(
        index == 0 ? "labels" : "",
        """
        \(padded("\(label.value)", to: 5)) \(padded("\(label.voxels)", to: 10)) voxels \
        \(padded(volume, to: 10)) ml
        """
      )
    }
    if labels.count > longestList { show("", "and \(labels.count - longestList) more values") }
    for note in summary.notes { show("note", note) }
  }

  static func show(_ summary: DatasetSummary) {
    print(URL(fileURLWithPath: summary.file).relativeToCurrentFolder)
    show("cases", "\(summary.cases.count), \(summary.labelledCases) with labels")
    show("channels", summary.channels.joined(separator: ", "))
    show("labels", summary.labels.map { "\($0.value) \($0.name)" }.joined(separator: ", "))
    let extents = summary.extentRange.map {
      $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
    }
    show("voxels", extents.joined(separator: " x ") + " (z, y, x)")
    let spacing = summary.spacingRange.map { range in
      let least = number(range.lowerBound)
      let most = number(range.upperBound)
      return least == most ? least : "\(least)-\(most)"
    }
    show("spacing", spacing.joined(separator: " x ") + " mm")
    var codes: [String: Int] = [:]
    for entry in summary.cases { codes[entry.orientation, default: 0] += 1 }
    let orientations = codes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    show(
      "orientation",
      codes.count == 1
        ? orientations[0].key
        : orientations.map { "\($0.key) (\($0.value))" }.joined(separator: ", "))
  }

  private static func show(_ name: String, _ content: String) {
    print("  \(name)\(String(repeating: " ", count: max(1, 13 - name.count)))\(content)")
  }

  private static func list(_ numbers: [Double]) -> String {
    numbers.map(number).joined(separator: ", ")
  }

  /// Up to six significant digits, without a zero that says nothing.
  private static func number(_ value: Double) -> String {
    String(format: "%.6g", value == 0 ? 0 : value)
  }

  private static func padded(_ text: String, to width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
