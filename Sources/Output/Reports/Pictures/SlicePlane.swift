/// One of the three planes that scans are looked at in, and which way the patient lies in its
/// picture.
///
/// Radiological convention: axial and coronal pictures show the patient from the feet and from the
/// front, so that the patient's right is on the picture's left; sagittal pictures have the front on
/// the left.
public enum SlicePlane: String, Sendable, Codable, CaseIterable {
  case axial, coronal, sagittal

  /// The world axis (0 = right, 1 = anterior, 2 = superior) across the plane.
  public var normal: Int {
    switch self {
    case .axial: 2
    case .coronal: 1
    case .sagittal: 0
    }
  }

  /// The world axis along a row and whether the row runs against it.
  var across: (axis: Int, isReversed: Bool) { self == .sagittal ? (1, true) : (0, true) }
  /// The world axis along a column and whether it runs against it from the top.
  var down: (axis: Int, isReversed: Bool) { self == .axial ? (1, true) : (2, true) }

  /// The letters at the picture's left, right, top and bottom.
  public var marks: (left: String, right: String, top: String, bottom: String) {
    switch self {
    case .axial: ("R", "L", "A", "P")
    case .coronal: ("R", "L", "S", "I")
    case .sagittal: ("A", "P", "S", "I")
    }
  }

  /// What is written on every picture beside its marks.
  static let convention = "radiological"

  public var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}
