import CHDF5
import Files
public import Foundation
import Labels
import Volumes

/// Writes a data set into one HDF5 file: chunked, compressed, readable with h5py.
///
/// Layout: root attributes `format`, `version`, `channels`, `labels` (names; index = value in `label`) and `label_values` (the
/// values in the files that the labels come from); a group `/cases/ID` with `image` [C, D, H, W], `label` [D, H, W] and the
/// attributes `affine`, `spacing` and `source`.
public enum HDF5DatasetWriter {
  /// Copies cases into a new file, which appears only when all of them are in it.
  ///
  /// - Parameters:
  ///   - store: Where the cases come from; one is read at a time.
  ///   - progress: Called with the number of cases that are done and the last of them.
  /// - Throws: ``VolumeFileError`` of the case that cannot be read or is sheared, or of kind `inputOutput` where the file cannot be written.
  public static func write(
    _ store: any CaseStore, to url: URL, progress: (Int, CaseData) -> Void = { _, _ in }
  ) throws {
    let folder = url.deletingLastPathComponent()
    guard FileManager.default.fileExists(atPath: folder.path) else {
      throw VolumeFileError.inputOutput(
        url, "cannot be written: there is no folder \(folder.relativePath)")
    }
    try AtomicFile.write(to: url) { temporary in
      let file = try HDF5OutputFile(temporary, named: url)
      try file.writeDescription(store.description)
      for (index, id) in store.caseIDs.enumerated() {
        let data = try store.readCase(id)
        try data.image.geometry.requireOrthogonal(file: data.source)
        try file.write(data)
        progress(index + 1, data)
      }
      try file.close()
    }
  }
}

/// The file that is being written.
private final class HDF5OutputFile {
  private let url: URL
  private var file: HDF5Handle?

  init(_ temporary: URL, named url: URL) throws(VolumeFileError) {
    self.url = url
    file = try HDF5Lock.locked { () throws(VolumeFileError) in
      let access = try HDF5Handle(
        H5Pcreate(seg_h5_file_access()), close: H5Pclose, file: url, kind: .inputOutput,
        Self.failure)
      // Since 1.8 groups and attributes carry checksums, so that damage is found before it is followed.
      H5Pset_libver_bounds(access.id, H5F_LIBVER_V18, H5F_LIBVER_V18)
      return try HDF5Handle(
        H5Fcreate(temporary.path, seg_h5_exclusive(), seg_h5_default(), access.id),
        close: H5Fclose, file: url, kind: .inputOutput, "cannot be written")
    }
  }

  func writeDescription(_ description: DatasetDescription) throws(VolumeFileError) {
    try HDF5Lock.locked { () throws(VolumeFileError) in
      let root = try root
      try set("format", [HDF5Dataset.formatName], [], of: root)
      try set("version", [Int64(HDF5Dataset.formatVersion)], seg_h5_int64(), [], of: root)
      try set("channels", description.channels, [description.channels.count], of: root)
      let entries = description.labels.entries
      try set("labels", entries.map(\.name), [entries.count], of: root)
      try set(
        "label_values", entries.map { Int64($0.value) }, seg_h5_int64(), [entries.count], of: root)
      _ = try group("cases", in: root)
    }
  }

  func write(_ data: CaseData) throws(VolumeFileError) {
    let image = data.image
    let storage = VoxelStorage(for: image.voxels)
    try HDF5Lock.locked { () throws(VolumeFileError) in
      let group = try group("cases/\(data.id)", in: try root)
      let affine = image.geometry.affine.rows + [0, 0, 0, 1]
      try set("affine", affine, seg_h5_double(), [4, 4], of: group)
      try set("spacing", image.spacing.axes, seg_h5_double(), [3], of: group)
      try set("source", [data.source], [], of: group)
      let shape = [image.channels] + image.extent.axes
      switch storage {
      case .uint8:
        try write(image.voxels.map { UInt8($0) }, storage.type, shape, "image", to: group)
      case .int16:
        try write(image.voxels.map { Int16($0) }, storage.type, shape, "image", to: group)
      case .uint16:
        try write(image.voxels.map { UInt16($0) }, storage.type, shape, "image", to: group)
      case .float32: try write(image.voxels, storage.type, shape, "image", to: group)
      }
      if let labels = data.labels {
        let sizes = labels.extent.axes
        if (labels.voxels.max() ?? 0) <= 255 {
          let narrow = labels.voxels.map { UInt8(truncatingIfNeeded: $0) }
          try write(narrow, seg_h5_uint8(), sizes, "label", to: group)
        } else {
          try write(labels.voxels, seg_h5_uint16(), sizes, "label", to: group)
        }
      }
      // Now, so that a full disk ends the work at this case and not after all.
      try check(H5Fflush(try root.id, H5F_SCOPE_LOCAL))
    }
  }

  func close() throws(VolumeFileError) {
    try HDF5Lock.locked { () throws(VolumeFileError) in
      try check(H5Fflush(try root.id, H5F_SCOPE_GLOBAL))
      file = nil
    }
  }

  private static let failure = "cannot be written; is the disk full?"

  private var root: HDF5Handle {
    get throws(VolumeFileError) {
      guard let file else { throw VolumeFileError(.internalFault, "is closed already", url: url) }
      return file
    }
  }

  private func check(_ status: herr_t) throws(VolumeFileError) {
    try HDF5Handle.check(status, file: url, kind: .inputOutput, Self.failure)
  }

  private func handle(
    _ id: hid_t, _ close: @escaping (hid_t) -> herr_t
  ) throws(VolumeFileError) -> HDF5Handle {
    try HDF5Handle(id, close: close, file: url, kind: .inputOutput, Self.failure)
  }

  private func group(_ path: String, in root: HDF5Handle) throws(VolumeFileError) -> HDF5Handle {
    try handle(
      H5Gcreate2(root.id, path, seg_h5_default(), seg_h5_default(), seg_h5_default()), H5Gclose)
  }

  private func space(_ shape: [Int]) throws(VolumeFileError) -> HDF5Handle {
    try handle(
      shape.isEmpty
        ? H5Screate(H5S_SCALAR)
        : H5Screate_simple(Int32(shape.count), shape.map { hsize_t($0) }, nil), H5Sclose)
  }

  private func write<Element: BitwiseCopyable>(
    _ values: [Element], _ type: hid_t, _ shape: [Int], _ name: String, to group: HDF5Handle
  ) throws(VolumeFileError) {
    let space = try space(shape)
    let properties = try handle(H5Pcreate(seg_h5_dataset_create()), H5Pclose)
    let chunk = shape.dropLast(3).map { _ in 1 } + shape.suffix(3).map(Self.chunkSize)
    try check(H5Pset_chunk(properties.id, Int32(shape.count), chunk.map { hsize_t($0) }))
    if MemoryLayout<Element>.size > 1 { try check(H5Pset_shuffle(properties.id)) }
    try check(H5Pset_deflate(properties.id, 4))
    let array = try handle(
      H5Dcreate2(
        group.id, name, type, space.id, seg_h5_default(), properties.id, seg_h5_default()), H5Dclose
    )
    try check(
      values.withUnsafeBytes {
        H5Dwrite(array.id, type, seg_h5_all(), seg_h5_all(), seg_h5_default(), $0.baseAddress)
      })
  }

  /// The size of a chunk along an axis: small volumes are one chunk; large ones are cut into even pieces of at most 48
  /// voxels, so that a patch costs little more than its own voxels.
  private static func chunkSize(_ size: Int) -> Int {
    guard size > 64 else { return size }
    let pieces = (size + 47) / 48
    return (size + pieces - 1) / pieces
  }

  private func set<Number: BitwiseCopyable>(
    _ name: String, _ values: [Number], _ type: hid_t, _ shape: [Int], of object: HDF5Handle
  ) throws(VolumeFileError) {
    let space = try space(shape)
    let attribute = try handle(
      H5Acreate2(object.id, name, type, space.id, seg_h5_default(), seg_h5_default()), H5Aclose)
    try check(values.withUnsafeBytes { H5Awrite(attribute.id, type, $0.baseAddress) })
  }

  private func set(
    _ name: String, _ texts: [String], _ shape: [Int], of object: HDF5Handle
  ) throws(VolumeFileError) {
    let type = try handle(H5Tcopy(seg_h5_c_string()), H5Tclose)
    try check(H5Tset_size(type.id, seg_h5_variable()))
    try check(H5Tset_cset(type.id, H5T_CSET_UTF8))
    let space = try space(shape)
    let attribute = try handle(
      H5Acreate2(object.id, name, type.id, space.id, seg_h5_default(), seg_h5_default()), H5Aclose)
    let copies = texts.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    try check(copies.withUnsafeBytes { H5Awrite(attribute.id, type.id, $0.baseAddress) })
  }
}
