import Files
import Foundation

/// What run folders record as JSON.
enum RecordFile {
  /// `nil` where there is no file.
  ///
  /// - Throws: ``TrainingError`` where it is of a newer version or cannot be understood.
  static func read<Record: Decodable>(
    _ url: URL, as type: Record.Type, versions: FormatVersion
  ) throws -> Record? {
    guard let data = try? Data(contentsOf: url) else { return nil }
    do throws(VersionedJSON.Problem) {
      return try VersionedJSON.decode(type, from: data, versions: versions)
    } catch {
      throw TrainingError.badData(error.message, file: url)
    }
  }
}
