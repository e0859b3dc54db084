import CHDF5
import Files
public import Foundation
import Volumes

/// Writes a data set into one HDF5 file: chunked, compressed, readable with h5py.
///
/// Layout: root attributes `format`, `version`, `channels`, `labels`, `label_values`; a group `/cases/ID` with `image`
/// [C, D, H, W], `label` [D, H, W] and attributes `affine`, `spacing`, `source`.
public enum HDF5DatasetWriter {
  /// Copies cases into a new file, which appears only when all of them are in it.
  ///
  /// - Parameters:
  ///   - store: Where the cases come from; one is read at a time.
  ///   - progress: Called with the number of cases that are done.
  /// - Throws: ``VolumeFileError`` of the case that cannot be read, or where the file cannot be written.
  public static func write(
    _ store: any CaseStore, to url: URL, progress: (Int) -> Void = { _ in }
  ) throws {
    try AtomicFile.write(to: url) { temporary in
      let file = try HDF5Lock.locked { try create(temporary, store.description, named: url) }
      for (index, id) in store.caseIDs.enumerated() {
        let data = try store.readCase(id)
        try HDF5Lock.locked { try write(data, to: file, named: url) }
        progress(index + 1)
      }
      try HDF5Lock.locked {
        try HDF5Handle.check(
          H5Fflush(file.id, H5F_SCOPE_GLOBAL), file: url, "cannot be written; is the disk full?")
        _ = consume file
      }
    }
  }

  private static func create(_ temporary: URL, _ description: DatasetDescription, named url: URL)
    throws -> HDF5Handle
  {
    let folder = url.deletingLastPathComponent()
    guard FileManager.default.isWritableFile(atPath: folder.path) else {
      throw VolumeFileError.inputOutput(url, "the folder does not exist or cannot be written")
    }
    let file = try HDF5Handle(
      H5Fcreate(temporary.path, seg_h5_truncate(), 0, 0), close: H5Fclose, file: url,
      "cannot be written")
    try setTexts([HDF5Dataset.formatName], "format", of: file, isScalar: true, url)
    try setNumbers([Int64(HDF5Dataset.formatVersion)], [], "version", of: file, url)
    try setTexts(description.channels, "channels", of: file, isScalar: false, url)
    try setTexts(description.labels.entries.map(\.name), "labels", of: file, isScalar: false, url)
    try setNumbers(
      description.labels.entries.map { Int64($0.value) }, [description.labels.count],
      "label_values", of: file, url)
    _ = try HDF5Handle(
      H5Gcreate2(file.id, "cases", 0, 0, 0), close: H5Gclose, file: url, "cannot be written")
    return file
  }

  private static func write(_ data: CaseData, to file: HDF5Handle, named url: URL) throws {
    let failure = "case \(data.id) cannot be written; is the disk full?"
    let group = try HDF5Handle(
      H5Gcreate2(file.id, "cases/\(data.id)", 0, 0, 0), close: H5Gclose, file: url, failure)
    let extent = data.image.extent
    let affine = data.image.geometry.affine.rows + [0, 0, 0, 1]
    try setNumbers(affine, [4, 4], "affine", of: group, url)
    try setNumbers(data.image.spacing.axes, [3], "spacing", of: group, url)
    try setTexts([data.source], "source", of: group, isScalar: true, url)
    let shape = [data.image.channels] + extent.axes
    let voxels = data.image.voxels
    // Whole numbers are kept as such: the file is smaller and nothing is lost.
    let isWhole = voxels.allSatisfy { $0.rounded() == $0 && abs($0) <= 32767 }
    if isWhole && (voxels.min() ?? 0) >= 0 && (voxels.max() ?? 0) <= 255 {
      try write(voxels.map { UInt8($0) }, shape, seg_h5_uint8(), "image", to: group, url, failure)
    } else if isWhole {
      try write(voxels.map { Int16($0) }, shape, seg_h5_int16(), "image", to: group, url, failure)
    } else {
      try write(voxels, shape, seg_h5_float(), "image", to: group, url, failure)
    }
    guard let labels = data.labels else { return }
    if (labels.voxels.max() ?? 0) <= 255 {
      try write(
        labels.voxels.map { UInt8($0) }, extent.axes, seg_h5_uint8(), "label", to: group, url,
        failure)
    } else {
      try write(labels.voxels, extent.axes, seg_h5_uint16(), "label", to: group, url, failure)
    }
  }

  private static func write<Element: BitwiseCopyable>(
    _ values: [Element], _ shape: [Int], _ type: hid_t, _ name: String, to group: HDF5Handle,
    _ url: URL, _ failure: String
  ) throws {
    let sizes = shape.map { hsize_t($0) }
    let space = try HDF5Handle(
      H5Screate_simple(Int32(shape.count), sizes, nil), close: H5Sclose, file: url, failure)
    let properties = try HDF5Handle(
      H5Pcreate(seg_h5_dataset_create()), close: H5Pclose, file: url, failure)
    let chunk = shape.enumerated().map { index, size in
      hsize_t(shape.count == 4 && index == 0 ? 1 : min(size, 64))
    }
    H5Pset_chunk(properties.id, Int32(shape.count), chunk)
    H5Pset_shuffle(properties.id)
    H5Pset_deflate(properties.id, 4)
    let array = try HDF5Handle(
      H5Dcreate2(group.id, name, type, space.id, 0, properties.id, 0), close: H5Dclose, file: url,
      failure)
    let status = values.withUnsafeBytes { H5Dwrite(array.id, type, 0, 0, 0, $0.baseAddress) }
    try HDF5Handle.check(status, file: url, failure)
  }

  private static func setNumbers<Number: BitwiseCopyable>(
    _ values: [Number], _ shape: [Int], _ name: String, of object: HDF5Handle, _ url: URL
  ) throws {
    let space = try HDF5Handle(
      shape.isEmpty
        ? H5Screate(H5S_SCALAR)
        : H5Screate_simple(Int32(shape.count), shape.map { hsize_t($0) }, nil), close: H5Sclose,
      file: url, "cannot be written")
    let type = Number.self == Double.self ? seg_h5_double() : seg_h5_int64()
    let attribute = try HDF5Handle(
      H5Acreate2(object.id, name, type, space.id, 0, 0), close: H5Aclose, file: url,
      "attribute \(name) cannot be written")
    let status = values.withUnsafeBytes { H5Awrite(attribute.id, type, $0.baseAddress) }
    try HDF5Handle.check(status, file: url, "attribute \(name) cannot be written")
  }

  private static func setTexts(
    _ texts: [String], _ name: String, of object: HDF5Handle, isScalar: Bool, _ url: URL
  ) throws {
    let type = try HDF5Handle(
      H5Tcopy(seg_h5_c_string()), close: H5Tclose, file: url, "out of memory")
    H5Tset_size(type.id, seg_h5_variable())
    H5Tset_cset(type.id, H5T_CSET_UTF8)
    var size = hsize_t(texts.count)
    let space = try HDF5Handle(
      isScalar ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &size, nil), close: H5Sclose,
      file: url, "cannot be written")
    let attribute = try HDF5Handle(
      H5Acreate2(object.id, name, type.id, space.id, 0, 0), close: H5Aclose, file: url,
      "attribute \(name) cannot be written")
    let copies = texts.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    try HDF5Handle.check(
      H5Awrite(attribute.id, type.id, copies), file: url, "attribute \(name) cannot be written")
  }
}
