import Foundation
import Volumes

/// Where one case lies in a file and how large it is, checked when the data set is opened.
struct HDF5Case: Sendable {
  var id: String
  /// The file, in data sets of several.
  var url: URL
  var imagePath: String
  var labelPath: String?
  var channels: Int
  var geometry: Geometry
  var source: String

  /// Checks a case.
  ///
  /// Called inside ``HDF5Lock``.
  /// - Parameters:
  ///   - group: Where attributes are, "/" or "/cases/ID".
  ///   - spacing: In mm, in place of what the file says.
  init(
    id: String, file: HDF5File, group: String, imagePath: String, labelPath: String?,
    spacing: Spacing? = nil
  ) throws(VolumeFileError) {
    let url = file.url
    let dimensions = try HDF5Array(imagePath, in: file).dimensions
    guard dimensions.count == 3 || dimensions.count == 4 else {
      throw .badData(
        url,
        """
        \(imagePath) has \(dimensions.count) dimensions, \(dimensions); expected [C, D, H, W] or \
        [D, H, W]
        """
      )
    }
    let sizes = Array(dimensions.suffix(3))
    let extent = Extent(sizes[0], sizes[1], sizes[2])
    if let labelPath {
      let shape = try HDF5Array(labelPath, in: file).dimensions
      guard shape == sizes || shape == [1] + sizes else {
        throw .badData(
          url, "\(labelPath) has the shape \(shape), its image \(sizes); they must lie on one grid")
      }
    }
    self.id = id
    self.url = url
    self.imagePath = imagePath
    self.labelPath = labelPath
    channels = dimensions.count == 4 ? dimensions[0] : 1
    geometry = try Self.geometry(
      of: extent, file: file, objects: [imagePath, group, "/"], spacing: spacing)
    source = try file.texts("source", of: group)?.first ?? url.lastPathComponent
  }

  private static func geometry(
    of extent: Extent, file: HDF5File, objects: [String], spacing given: Spacing?
  ) throws(VolumeFileError) -> Geometry {
    let url = file.url
    if let given { return Geometry(extent: extent, spacing: given) }
    let spacing = try storedSpacing(file, objects)
    for object in objects {
      guard let numbers = try file.numbers("affine", of: object) else { continue }
      guard numbers.count == 16 || numbers.count == 12 else {
        throw .badData(
          url, "the affine of \(object) has \(numbers.count) numbers; it is a 4 x 4 matrix")
      }
      let rows = Array(numbers.prefix(12))
      if let problem = Affine.problem(withRows: rows) {
        throw .badData(url, "the affine of \(object) \(problem); correct it")
      }
      let geometry = Geometry(extent: extent, affine: Affine(rows: rows))
      if let spacing {
        for axis in 0..<3 where abs(geometry.spacing[axis] / spacing[axis] - 1) > 0.01 {
          throw .badData(
            url,
            """
            spacing \(spacing.axes) of \(object) does not fit its affine, by which it is \
            \(geometry.spacing.axes) (z, y, x in mm)
            """
          )
        }
      }
      return geometry
    }
    guard let spacing else {
      throw .badData(
        url,
        "\(objects[0]) has neither spacing nor affine; give the spacing with --spacing z,y,x in mm")
    }
    return Geometry(extent: extent, spacing: spacing)
  }

  /// The spacing that an attribute says; ilastik's is in micrometres.
  private static func storedSpacing(
    _ file: HDF5File, _ objects: [String]
  ) throws(VolumeFileError) -> Spacing? {
    for object in objects {
      for (name, unit) in [
        ("spacing", 1.0), ("voxel_spacing", 1), ("voxel_size", 1), ("element_size_um", 0.001),
      ] {
        guard let numbers = try file.numbers(name, of: object)?.map({ $0 * unit }) else { continue }
        guard numbers.count == 3, numbers.allSatisfy((1e-6...1e6).contains) else {
          throw .badData(
            file.url,
            """
            attribute \(name) of \(object) is \(numbers); it must be three positive numbers (z, \
            y, x in mm)
            """
          )
        }
        return Spacing(numbers[0], numbers[1], numbers[2])
      }
    }
    return nil
  }
}
