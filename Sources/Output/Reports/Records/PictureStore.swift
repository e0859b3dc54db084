import Files
import Foundation

/// Keeps the pictures of cases in a file until the report is written, so that memory holds those of
/// one case at a time.
final class PictureStore {
  private let url: URL
  private let handle: FileHandle
  private var places: [String: (offset: UInt64, count: Int)] = [:]
  private var end: UInt64 = 0

  init(in folder: URL) throws {
    url = folder.appendingPathComponent(".\(UUID().uuidString.prefix(8))-pictures")
    guard FileManager.default.createFile(atPath: url.path, contents: nil),
      let handle = try? FileHandle(forUpdating: url)
    else { throw FileError("cannot write", path: url.path) }
    self.handle = handle
    // Without a name the file vanishes with the process, however that ends.
    unlink(url.path)
  }

  deinit { try? handle.close() }

  func add(_ record: CaseRecord, of caseID: String) throws {
    let data = try JSONEncoder().encode(record)
    do {
      try handle.seek(toOffset: end)
      try handle.write(contentsOf: data)
    } catch {
      throw FileError("cannot write; is the disk full?", path: url.path)
    }
    places[caseID] = (end, data.count)
    end += UInt64(data.count)
  }

  /// The record of a case, or `nil` where none was added.
  func record(of caseID: String) throws -> CaseRecord? {
    guard let place = places[caseID] else { return nil }
    do {
      try handle.seek(toOffset: place.offset)
      guard let data = try handle.read(upToCount: place.count) else {
        throw ReportError.pictures(url.path)
      }
      return try JSONDecoder().decode(CaseRecord.self, from: data)
    } catch {
      throw ReportError.pictures(url.path)
    }
  }
}
