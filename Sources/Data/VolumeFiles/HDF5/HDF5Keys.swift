public import Volumes

/// Where images and labels are in HDF5 files that other tools made: one volume a file, or a group.
public struct HDF5Keys: Sendable, Hashable {
  /// The name of the image's array, [C, D, H, W] or [D, H, W].
  public var image: String
  /// The name of the label map's array, [D, H, W], or `nil` without labels.
  public var label: String?
  /// In mm, for files without an attribute `spacing` (z, y, x).
  public var spacing: Spacing?

  public init(image: String, label: String? = nil, spacing: Spacing? = nil) {
    self.image = image
    self.label = label
    self.spacing = spacing
  }
}
