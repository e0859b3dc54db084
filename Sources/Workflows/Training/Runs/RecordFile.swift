import Foundation

/// What run folders record as JSON.
enum RecordFile {
  /// `nil` where there is no file.
  ///
  /// - Throws: ``TrainingError`` where it cannot be understood.
  static func read<Record: Decodable>(_ url: URL, as _: Record.Type) throws -> Record? {
    guard let data = try? Data(contentsOf: url) else { return nil }
    do {
      return try JSONDecoder().decode(Record.self, from: data)
    } catch {
      throw TrainingError.badData("\(url.path): was written by another version of this program")
    }
  }
}
