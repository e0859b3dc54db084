import Foundation
import Volumes

/// NIfTI-1 and NIfTI-2: `.nii`, `.nii.gz`, and pairs of `.hdr` and `.img`.
///
/// Every real-valued data type, both byte orders, scaled values, images of one to three dimensions with channels.
/// Source: the NIfTI-1 and NIfTI-2 standards.
struct NIfTIFormat: VolumeFormat {
  var name: String { "NIfTI" }
  var resultEnding: String { ".nii.gz" }

  var endings: [FileEnding] {
    [
      FileEnding(".nii.gz"), FileEnding(".nii"), FileEnding(".hdr"), FileEnding(".hdr.gz"),
      FileEnding(".img", isImage: false), FileEnding(".img.gz", isImage: false),
    ]
  }

  func recognizes(_ start: [UInt8]) -> Bool {
    guard start.count >= 348 else { return false }
    let sizeOfHeader = start.withUnsafeBytes { $0.loadUnaligned(as: Int32.self) }
    guard let (version, _) = NIfTIHeader.version(sizeOfHeader: sizeOfHeader) else { return false }
    let magic = start[(version == 1 ? 344 : 4)...].prefix(3)
    return ["n+\(version)", "ni\(version)"].contains { magic.elementsEqual($0.utf8) }
  }

  func open(_ url: URL) throws(VolumeFileError) -> StoredImage {
    let files = NIfTIFiles(reading: url)
    let header = try NIfTIHeader(reading: files)
    let status = try FileStatus(of: files.voxels)
    let voxels = VoxelSource(
      parts: [
        VoxelSource.Part(
          url: files.voxels, skipped: header.voxelOffset,
          compression: status.isGzip ? .gzip : .none, bytes: header.voxelBytes)
      ],
      type: header.dataType, isBigEndian: header.isBigEndian,
      scaling: header.scaling.map { VoxelScaling(slope: $0.slope, intercept: $0.intercept) },
      channels: header.channels, count: header.geometry.extent.count)
    try voxels.checkSizes(file: url)
    return StoredImage(header: VolumeHeader(header), voxels: voxels)
  }

  func filesRead(_ url: URL) -> [URL] {
    let files = NIfTIFiles(reading: url)
    return Array(Set([files.header, files.voxels, url]))
  }

  func filesWritten(_ url: URL) -> [URL] {
    let files = NIfTIFiles(writing: url)
    return files.header == files.voxels ? [files.header] : [files.header, files.voxels]
  }
}

extension VolumeHeader {
  /// What a NIfTI header says in terms of all formats.
  package init(_ header: NIfTIHeader) {
    self.init(
      format: "NIfTI-\(header.version)", shape: header.shape, isPlanar: header.shape.count == 2,
      voxelType: header.dataType, isBigEndian: header.isBigEndian,
      scaling: header.scaling.map { VoxelScaling(slope: $0.slope, intercept: $0.intercept) },
      geometry: header.geometry, affineSource: header.affineSource.rawValue,
      channels: header.channels, segments: [], notes: header.notes, stored: header)
  }
}
