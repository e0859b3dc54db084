package import Foundation
import ModelFiles

/// What a folder holds of a training that is to be resumed.
package struct BegunTraining: Sendable {
  /// Of one network.
  package var record: RunRecord?
  /// Of several.
  package var folds: FoldsRecord?

  /// Nothing: a training from its beginning.
  package init() {}

  /// Looks into a folder, which may not exist.
  /// - Throws: ``TrainingError`` where a record cannot be understood.
  package init(resuming folder: URL) throws {
    folds = try FoldsRecord(of: folder)
    if FileManager.default.fileExists(atPath: RunLayout(folder).record.path) {
      record = try RunRecord(of: folder)
    }
  }

  /// The data set that it is trained on.
  package var dataLocation: URL? { record?.dataLocation ?? folds?.dataLocation }
}
