public import Foundation

/// A slice of a scan with the outlines of reference and prediction, ready for page and paper.
public struct SlicePicture: Sendable, Codable {
  public var plane: SlicePlane
  /// The slice's number from 1 and how many there are, counted from the patient's left, back or
  /// feet.
  public var number: Int
  public var count: Int
  /// The size of what is shown in mm.
  public var widthInMillimetres: Double
  public var heightInMillimetres: Double
  /// The size of what is shown in voxels: contours are in half voxels.
  public var columns: Int
  public var rows: Int
  /// The scan as a grey PNG, at most one pixel a voxel.
  public var png: Data
  /// Path data of SVG in half voxels, empty where nothing is there.
  public var reference: String
  public var prediction: String

  /// What the picture shows, for readers who cannot see it.
  public var alternativeText: String {
    let what =
      switch (reference.isEmpty, prediction.isEmpty) {
      case (true, true): "no label in it"
      case (false, true): "the outline of the reference, without a prediction"
      case (true, false): "the outline of the prediction"
      case (false, false): "the outlines of reference and prediction"
      }
    let marks = plane.marks
    return
      "\(plane.title) slice \(number) of \(count), \(what). Patient's \(Self.word(marks.left)) is on the left of the picture, \(Self.word(marks.top)) at the top; radiological convention."
  }

  private static func word(_ mark: String) -> String {
    ["R": "right side", "A": "front", "S": "head"][mark] ?? mark
  }
}
