public import Volumes

/// What the header of a NIfTI file says about its voxels and where they lie, as stored, with the geometry that follows from it.
///
/// Free text of the header (description, auxiliary file, intent) is left out: it may name a patient.
public struct NIfTIHeader: Sendable, Hashable {
  /// 1 or 2.
  public var version: Int
  /// True for a `.hdr` file with its voxels in an `.img` file.
  public var isPair: Bool
  public var isBigEndian: Bool
  public var dataType: NIfTIDataType
  /// The eight numbers of `dim`: how many axes there are, then their sizes, x first.
  public var dimensions: [Int]
  /// The eight numbers of `pixdim`: the sign of the q-form's third axis, then the step of each axis.
  public var pixelDimensions: [Double]
  /// Where the voxels begin in their file, in bytes.
  public var voxelOffset: Int
  /// `scl_slope` and `scl_inter` as stored; see ``scaling`` for what they mean.
  public var scaleSlope: Double
  public var scaleIntercept: Double
  public var qformCode: Int
  public var sformCode: Int
  /// The quaternion's b, c and d.
  public var quaternion: [Double]
  /// Where the q-form puts the first voxel.
  public var quaternionOffset: [Double]
  /// The s-form: three rows of four.
  public var sformRows: [Double]
  /// `xyzt_units` as stored: space in the lower three bits, time above.
  public var units: Int
  /// The grid in the patient, in mm.
  public var geometry: Geometry
  /// Which of the header's descriptions the affine comes from.
  public var affineSource: AffineSource
  /// The number of channels: the product of the axes after the third.
  public var channels: Int
  /// Oddities that were put up with, in words for people.
  public var notes: [String]

  /// Where the affine of a file comes from.
  public enum AffineSource: String, Hashable, Sendable, Codable {
    case sform = "s-form"
    case qform = "q-form"
    /// Neither was set: voxel sizes alone, with the origin in the middle of the image.
    case voxelSizes = "voxel sizes"
  }

  /// The factor and the summand that make real values of stored ones, or `nil` where stored values are real ones.
  ///
  /// A slope that is 0 or not finite means none, as does the pair (1, 0).
  public var scaling: (slope: Double, intercept: Double)? {
    guard scaleSlope != 0, scaleSlope.isFinite, scaleIntercept.isFinite else { return nil }
    return scaleSlope == 1 && scaleIntercept == 0 ? nil : (scaleSlope, scaleIntercept)
  }

  /// The sizes of the image's axes as stored, x first.
  public var shape: [Int] { Array(dimensions[1...dimensions[0]]) }

  /// The bytes that all voxels of all channels take.
  var voxelBytes: Int { channels * geometry.extent.count * dataType.size }
}
