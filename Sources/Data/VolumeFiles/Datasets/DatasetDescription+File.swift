public import Foundation
import Labels

extension DatasetDescription {
  /// Reads the `dataset.json` of nnU-Net (version 1 or 2) or of the Decathlon.
  /// - Throws: ``VolumeFileError`` where it cannot be read or lacks channels or labels.
  public init(file: URL) throws(VolumeFileError) {
    let file = (url: file, content: try DatasetFile(file))
    self.init(
      channels: file.content.channels, labels: file.content.labels,
      name: file.content.name ?? file.url.deletingLastPathComponent().lastPathComponent)
  }
}
