import Files
package import Foundation
import Labels
package import Preprocessing
import VolumeFiles
import Volumes

/// The prepared cases of a training: in memory where they fit, else in a folder of files that patches are read from.
///
/// The folder goes when the object does, unless it is kept for a training that is to go on.
package final class CaseCache {
  package let cases: [PreparedCase]
  /// Where files are; `nil` where all is in memory.
  package let folder: URL?
  private var isKept = false

  /// What files were made from, and how; files of another origin are made again.
  private struct Manifest: Hashable, Codable {
    struct Origin: Hashable, Codable {
      var version: String
      var location: String
      var ids: [String]
      var preprocessing: PreprocessingConfiguration
      var fingerprint: DatasetFingerprint
      var seed: UInt64
      var classes: Int
    }
    static let versions = FormatVersion(current: 1)

    var version: Int? = versions.current
    var origin: Origin
    var files: [CaseFile]
  }

  /// Prepares cases, or takes them from an earlier training's folder that was made from the same.
  /// - Parameters:
  ///   - memory: Bytes that may be taken.
  ///   - folder: For what does not fit.
  ///   - progress: Told how much is done, 0 to 1.
  ///   - note: Told where the data are if not in memory.
  /// - Throws: Errors of reading and preparing; an input/output error where the disk has no room.
  package init(
    _ loading: CaseLoading, ids: [String], preprocessing: PreprocessingConfiguration,
    fingerprint: DatasetFingerprint, seed: UInt64, memory: Int, folder: URL, threads: Int,
    progress: (Double) -> Void = { _ in }, note: (String) -> Void = { _ in }
  ) throws {
    let byteCount = loading.byteCount(of: ids, fingerprint, preprocessing)
    guard byteCount > memory else {
      self.folder = nil
      try? FileManager.default.removeItem(at: folder)
      var cases: [PreparedCase] = []
      try loading.prepare(ids, preprocessing, seed: seed, threads: threads, progress: progress) {
        cases.append(
          PreparedCase(id: $0.id, image: $0.image, labels: $0.labels, foreground: $0.foreground))
      }
      self.cases = cases
      return
    }
    self.folder = folder
    let origin = Manifest.Origin(
      version: SoftwareVersion.current, location: loading.store.location.standardizedFileURL.path,
      ids: ids, preprocessing: preprocessing, fingerprint: fingerprint, seed: seed,
      classes: loading.store.description.labels.count)
    if let files = Self.files(in: folder, origin) {
      note("the prepared cases in \(folder.path) are used again")
      cases = files.map { PreparedCase($0, in: folder) }
      return
    }
    note("the prepared cases take \(Self.text(byteCount)) and are kept in \(folder.path)")
    do {
      try? FileManager.default.removeItem(at: folder)
      try AtomicFile.makeFolder(folder)
      try Self.requireRoom(byteCount, in: folder)
      var files: [CaseFile] = []
      try loading.prepare(ids, preprocessing, seed: seed, threads: threads, progress: progress) {
        let file = CaseFile(
          id: $0.id, name: "\(files.count).voxels", channels: $0.image.channels,
          extent: $0.image.extent, spacing: $0.image.spacing,
          placeCounts: $0.foreground.places.map(\.count))
        do {
          try file.write(
            image: $0.image.voxels, labels: $0.labels, foreground: $0.foreground, in: folder)
        } catch let error as FileError {
          throw TrainingError.inputOutput(
            "\(folder.path): \(error.message) while prepared cases were kept there, which take \(Self.text(byteCount)) in all; \(Self.advice)"
          )
        }
        files.append(file)
      }
      // Last, so that a folder with a manifest is complete.
      try AtomicFile.write(
        JSONEncoder().encode(Manifest(origin: origin, files: files)), to: Self.manifest(folder))
      cases = files.map { PreparedCase($0, in: folder) }
    } catch {
      try? FileManager.default.removeItem(at: folder)
      throw error
    }
  }

  deinit {
    if !isKept, let folder { try? FileManager.default.removeItem(at: folder) }
  }

  /// Leaves the folder to a training that goes on.
  package func keep() { isKept = true }

  /// A third of the machine's memory, in bytes.
  package static var usualMemory: Int {
    Int(clamping: ProcessInfo.processInfo.physicalMemory / 3)
  }

  private static let advice =
    "make room, choose an --output on another disk, or allow more memory with --cache-memory"

  private static func manifest(_ folder: URL) -> URL {
    folder.appendingPathComponent("manifest.json")
  }

  /// The files of a complete folder of this origin.
  private static func files(in folder: URL, _ origin: Manifest.Origin) -> [CaseFile]? {
    guard let data = try? Data(contentsOf: manifest(folder)),
      let manifest = try? VersionedJSON.decode(
        Manifest.self, from: data, versions: Manifest.versions),
      manifest.origin == origin, manifest.files.map(\.id) == origin.ids
    else { return nil }
    let isComplete = manifest.files.allSatisfy { file in
      let path = folder.appendingPathComponent(file.name).path
      let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
      return size == file.byteCount
    }
    return isComplete ? manifest.files : nil
  }

  /// - Throws: An input/output error where a disk has less room than is asked for.
  private static func requireRoom(_ byteCount: Int, in folder: URL) throws {
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder.path)
    guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value else { return }
    guard free > Int64(byteCount) else {
      throw TrainingError.inputOutput(
        "\(folder.path): the prepared cases take \(text(byteCount)), and only \(text(Int(free))) of the disk are free; \(advice)"
      )
    }
  }

  private static func text(_ byteCount: Int) -> String {
    byteCount < 1_000_000_000
      ? "\(byteCount / 1_000_000) MB"
      : "\((Double(byteCount) / 1e8).rounded() / 10) GB"
  }
}
