public import Volumes

/// What the header of an image file says about its voxels and where they lie.
///
/// Free text of the header is left out: it may name a patient.
public struct VolumeHeader: Sendable {
  /// The format's name, with its version where there are several.
  public var format: String
  /// The sizes of the axes as stored, the fastest first.
  public var shape: [Int]
  /// True for an image of two axes.
  public var isPlanar: Bool
  public var voxelType: VoxelType
  public var isBigEndian: Bool
  /// `nil` where stored values are real ones.
  public var scaling: VoxelScaling?
  /// The grid in the patient, in mm.
  public var geometry: Geometry
  /// Which of the header's descriptions the affine comes from, in words.
  public var affineSource: String
  public var channels: Int
  /// The labels that the file names, in their order.
  public var segments: [Segment]
  /// Oddities that were accepted, in words for people.
  public var notes: [String]
  /// The header in the format's own terms, for writing files like this one.
  package var stored: any StoredHeader

  /// A label that a file names.
  public struct Segment: Sendable, Hashable {
    public var name: String
    public var value: UInt16
    /// Red, green and blue from 0 to 1, where the file says them.
    public var color: [Double]?
  }
}

/// A header in a format's own terms.
package protocol StoredHeader: Sendable {}
