import Foundation
import Transforms
import Volumes

/// A preprocessed case, in memory or mapped from a file, with the places of its foreground.
///
/// The voxels never change after it has been made.
final class PreparedCase: Sendable {
  let id: String
  let channels: Int
  let extent: Extent
  let spacing: Spacing
  let foreground: ForegroundIndex
  private let image: Data
  private let labels: Data

  /// - Parameter folder: Where to keep the voxels; `nil` for memory.
  init(
    id: String, image: Volume, labels: LabelMap, classes: Int, seed: UInt64, folder: URL?
  ) throws {
    self.id = id
    channels = image.channels
    extent = image.extent
    spacing = image.spacing
    let small = labels.voxels.map { UInt8(truncatingIfNeeded: $0) }
    foreground = ForegroundIndex(small, classes: classes, seed: seed)
    let voxels = image.voxels.withUnsafeBytes { Data($0) }
    guard let folder else {
      self.image = voxels
      self.labels = Data(small)
      return
    }
    self.image = try Self.map(voxels, folder.appendingPathComponent("\(id).image"))
    self.labels = try Self.map(Data(small), folder.appendingPathComponent("\(id).labels"))
  }

  private static func map(_ data: Data, _ url: URL) throws -> Data {
    do {
      try data.write(to: url)
      return try Data(contentsOf: url, options: .alwaysMapped)
    } catch {
      throw TrainingError.inputOutput(
        "\(url.path): the cache of prepared cases cannot be written: \((error as NSError).localizedDescription)")
    }
  }

  /// Lends the voxels: image [channels, z, y, x] and class indices [z, y, x].
  func withVoxels<Result>(
    _ body: (UnsafeBufferPointer<Float>, UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    try image.withUnsafeBytes { image in
      try labels.withUnsafeBytes { labels in
        try body(image.bindMemory(to: Float.self), labels.bindMemory(to: UInt8.self))
      }
    }
  }
}
