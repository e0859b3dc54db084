package import Augmentation
import Foundation
package import Preprocessing
package import Volumes

/// A preprocessed case, in memory or in a file, with the places of its foreground.
///
/// The voxels never change after it has been made.
package struct PreparedCase: Sendable {
  private enum Storage: Sendable {
    case memory(image: [Float], labels: [UInt8], foreground: ForegroundIndex)
    case file(CaseFile, URL)
  }

  package let id: String
  package let channels: Int
  package let extent: Extent
  /// In mm.
  package let spacing: Spacing
  /// By class: how many places are known, 0 for background and classes that do not occur.
  package let placeCounts: [Int]
  private let storage: Storage

  /// Keeps a case in memory.
  package init(id: String, image: Volume, labels: [UInt8], foreground: ForegroundIndex) {
    self.id = id
    channels = image.channels
    extent = image.extent
    spacing = image.spacing
    placeCounts = foreground.places.map(\.count)
    storage = .memory(image: image.voxels, labels: labels, foreground: foreground)
  }

  /// A case in a file of a folder.
  init(_ file: CaseFile, in folder: URL) {
    id = file.id
    channels = file.channels
    extent = file.extent
    spacing = file.spacing
    placeCounts = file.placeCounts
    storage = .file(file, folder)
  }

  /// The foreground classes that occur.
  package var classes: [Int] { placeCounts.indices.filter { placeCounts[$0] > 0 } }

  /// A voxel of a class.
  /// - Parameter index: Below ``placeCounts`` of the class.
  package func place(_ index: Int, of label: Int) throws -> VoxelIndex {
    let offset =
      switch storage {
      case .memory(_, _, let foreground): Int(foreground.places[label][index])
      case .file(let file, let folder): try file.place(index, of: label, in: folder)
      }
    return VoxelIndex(
      offset / (extent.height * extent.width), offset / extent.width % extent.height,
      offset % extent.width)
  }

  /// Lends at least the voxels of a box.
  /// - Throws: What `body` throws; an input/output error where the case's file cannot be read.
  package func withVoxels<Result>(of box: VoxelBox, _ body: (PatchSource) throws -> Result) throws
    -> Result
  {
    switch storage {
    case .memory(let image, let labels, _):
      return try lend(image, labels, VoxelBox(whole: extent), body)
    case .file(let file, let folder):
      let (image, labels, read) = try file.read(box, in: folder)
      return try lend(image, labels, read, body)
    }
  }

  /// Lends all voxels: image [channels, z, y, x] and class indices [z, y, x].
  package func withVoxels<Result>(
    _ body: (UnsafeBufferPointer<Float>, UnsafeBufferPointer<UInt8>) throws -> Result
  ) throws -> Result {
    try withVoxels(of: VoxelBox(whole: extent)) {
      try body($0.image, $0.labels)
    }
  }

  private func lend<Result>(
    _ image: [Float], _ labels: [UInt8], _ box: VoxelBox, _ body: (PatchSource) throws -> Result
  ) rethrows -> Result {
    try image.withUnsafeBufferPointer { image in
      try labels.withUnsafeBufferPointer { labels in
        try body(PatchSource(image: image, labels: labels, channels: channels, box: box))
      }
    }
  }
}
