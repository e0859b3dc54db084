package import Volumes

/// What the header of a NIfTI file says about its voxels and where they lie, as stored, with the geometry that follows from it.
///
/// Free text of the header (description, auxiliary file, intent) is left out: it may name a patient.
package struct NIfTIHeader: StoredHeader, Hashable {
  /// 1 or 2.
  package var version: Int
  /// True for a `.hdr` file with its voxels in an `.img` file.
  package var isPair: Bool
  package var isBigEndian: Bool
  package var dataType: VoxelType
  /// The eight numbers of `dim`: how many axes there are, then their sizes, x first.
  package var dimensions: [Int]
  /// The eight numbers of `pixdim`: the sign of the q-form's third axis, then the step of each axis.
  package var pixelDimensions: [Double]
  /// Where the voxels begin in their file, in bytes.
  package var voxelOffset: Int
  /// `scl_slope` and `scl_inter` as stored; see ``scaling`` for what they mean.
  package var scaleSlope: Double
  package var scaleIntercept: Double
  package var qformCode: Int
  package var sformCode: Int
  /// The quaternion's b, c and d.
  package var quaternion: [Double]
  /// Where the q-form puts the first voxel.
  package var quaternionOffset: [Double]
  /// The s-form: three rows of four.
  package var sformRows: [Double]
  /// `xyzt_units` as stored: space in the lower three bits, time above.
  package var units: Int
  /// The grid in the patient, in mm.
  package var geometry: Geometry
  /// Which of the header's descriptions the affine comes from.
  package var affineSource: AffineSource
  /// The number of channels: the product of the axes after the third.
  package var channels: Int
  /// Oddities that were accepted, in words for people.
  package var notes: [String]

  /// Where the affine of a file comes from.
  package enum AffineSource: String, Hashable, Sendable, Codable {
    case sform = "s-form"
    case qform = "q-form"
    /// Neither was set: voxel sizes alone, with the origin in the middle of the image.
    case voxelSizes = "voxel sizes"
  }

  /// The factor and the summand that make real values of stored ones, or `nil` where stored values are real ones.
  ///
  /// A slope that is 0 or not finite means none, as does the pair (1, 0).
  package var scaling: (slope: Double, intercept: Double)? {
    guard scaleSlope != 0, scaleSlope.isFinite, scaleIntercept.isFinite else { return nil }
    return scaleSlope == 1 && scaleIntercept == 0 ? nil : (scaleSlope, scaleIntercept)
  }

  /// The sizes of the image's axes as stored, x first.
  package var shape: [Int] { Array(dimensions[1...dimensions[0]]) }

  /// The bytes that all voxels of all channels take.
  var voxelBytes: Int { channels * geometry.extent.count * dataType.size }
}
