import Files
import Foundation
import Volumes

extension NIfTIFormat {
  func write(
    _ image: ImageToWrite, _ voxels: UnsafeRawBufferPointer, to url: URL
  ) throws {
    let header =
      if let origin = image.origin?.stored as? NIfTIHeader {
        OutgoingHeader(like: origin, channels: image.channels, dataType: image.type)
      } else {
        OutgoingHeader(
          geometry: image.geometry, channels: image.channels ?? 1, dataType: image.type)
      }
    let isCompressed = ending(of: url.lastPathComponent)?.text.hasSuffix(".gz") == true
    let compression: Compression = isCompressed ? .gzip : .none
    let files = NIfTIFiles(writing: url)
    if files.header == files.voxels {
      let bytes = header.bytes(isPair: false)
      try bytes.withUnsafeBytes { try writeFile([$0, voxels], compression, to: url) }
      return
    }
    try writeFile([voxels], compression, to: files.voxels)
    do {
      try header.bytes(isPair: true).withUnsafeBytes {
        try writeFile([$0], compression, to: files.header)
      }
    } catch {
      try? FileManager.default.removeItem(at: files.voxels)
      throw error
    }
  }

  private func writeFile(
    _ parts: [UnsafeRawBufferPointer], _ compression: Compression, to url: URL
  ) throws {
    try AtomicFile.write(to: url) { temporary in
      let writer = try ByteWriter(temporary, named: url)
      _ = try writer.write(parts, compression: compression)
    }
  }
}
