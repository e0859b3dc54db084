import Foundation

/// The pictures of one case, kept on disk until the order of the cases is known.
struct CasePictures: Codable {
  /// Three planes through the largest disagreement.
  var views: [SlicePicture]
  /// Slices of one plane through the labels.
  var slices: [SlicePicture]
  /// What grey means; `nil` without a scan.
  var window: String?
  /// Remarks on how the pictures are to be read.
  var notes: [String]
}
