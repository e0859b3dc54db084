import Files
public import Foundation
public import Volumes

/// A data set of images with label maps, whatever form it has on disk.
public protocol CaseStore: Sendable {
  /// The file or folder.
  var location: URL { get }
  var description: DatasetDescription { get }
  /// The names of all cases, sorted.
  var caseIDs: [String] { get }
  func hasLabels(_ id: String) -> Bool
  /// Reads the grid of a case without its voxels.
  /// - Throws: ``VolumeFileError``.
  func readGeometry(_ id: String) throws -> Geometry
  /// Reads a case and checks that its parts fit together.
  /// - Throws: ``VolumeFileError`` that names the case's file.
  func readCase(_ id: String) throws -> CaseData
}

extension VolumeFileError {
  /// A case that a data set does not have.
  static func noCase(_ id: String, in url: URL) -> VolumeFileError {
    VolumeFileError(.usage, "has no case named \(id)", url: url)
  }
}
