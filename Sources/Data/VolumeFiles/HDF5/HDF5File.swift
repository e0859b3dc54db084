import CHDF5
import Files
import Foundation

/// A file that is open for reading: its groups and attributes.
///
/// Every call is made inside ``HDF5Lock``.
/// Safe to share because the identifier never changes and the library is entered by one thread at a time.
final class HDF5File: @unchecked Sendable {
  let url: URL
  private let handle: HDF5Handle

  /// - Throws: ``VolumeFileError`` where the file is missing, cut off or no HDF5 file.
  init(_ url: URL) throws(VolumeFileError) {
    self.url = url
    _ = try FileStatus(of: url)
    guard H5Fis_hdf5(url.path) > 0 else {
      throw .badData(
        url, "is not an HDF5 file, or its beginning is damaged; make data sets with seg pack")
    }
    handle = try HDF5Handle(
      H5Fopen(url.path, seg_h5_read_only(), seg_h5_default()), close: H5Fclose, file: url,
      "is cut off or damaged; make or copy it again")
  }

  var id: hid_t { handle.id }

  /// True where there is an object at a path.
  func exists(_ path: String) -> Bool {
    // Every group on the way must exist before the library may be asked for the last part.
    var prefix = ""
    for part in path.split(separator: "/") {
      prefix += "/" + part
      guard H5Lexists(id, prefix, seg_h5_default()) > 0 else { return false }
    }
    return H5Oexists_by_name(id, path, seg_h5_default()) > 0
  }

  /// The names in a group, sorted.
  func names(in group: String) throws(VolumeFileError) -> [String] {
    let handle = try HDF5Handle(
      H5Gopen2(id, group, seg_h5_default()), close: H5Gclose, file: url, "\(group) is no group")
    var info = H5G_info_t()
    try HDF5Handle.check(H5Gget_info(handle.id, &info), file: url, "cannot list \(group)")
    var names: [String] = []
    for index in 0..<info.nlinks {
      let length = H5Lget_name_by_idx(
        handle.id, ".", H5_INDEX_NAME, H5_ITER_INC, index, nil, 0, seg_h5_default())
      guard length > 0 else { throw HDF5Handle.error(url, .badData, "cannot list \(group)") }
      var buffer = [CChar](repeating: 0, count: length + 1)
      H5Lget_name_by_idx(
        handle.id, ".", H5_INDEX_NAME, H5_ITER_INC, index, &buffer, buffer.count, seg_h5_default())
      names.append(
        String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
    return names.sorted()
  }

  /// The numbers of an attribute, or `nil` where there is none.
  func numbers(_ name: String, of object: String) throws(VolumeFileError) -> [Double]? {
    guard let (attribute, type, count) = try attribute(name, of: object) else { return nil }
    let kind = H5Tget_class(type.id)
    guard kind == H5T_INTEGER || kind == H5T_FLOAT else {
      throw .badData(url, "attribute \(name) of \(object) holds no numbers")
    }
    var values = [Double](repeating: 0, count: count)
    try HDF5Handle.check(
      H5Aread(attribute.id, seg_h5_double(), &values), file: url,
      "attribute \(name) of \(object) cannot be read")
    return values
  }

  /// The texts of an attribute, of fixed or variable length, or `nil` where there is none.
  func texts(_ name: String, of object: String) throws(VolumeFileError) -> [String]? {
    guard let (attribute, type, count) = try attribute(name, of: object) else { return nil }
    guard H5Tget_class(type.id) == H5T_STRING else {
      throw .badData(url, "attribute \(name) of \(object) holds no text")
    }
    let failure = "attribute \(name) of \(object) cannot be read"
    if H5Tis_variable_str(type.id) > 0 {
      var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
      defer { for pointer in pointers { H5free_memory(pointer) } }
      try HDF5Handle.check(H5Aread(attribute.id, type.id, &pointers), file: url, failure)
      return pointers.map { $0.map { String(cString: $0) } ?? "" }
    }
    let size = H5Tget_size(type.id)
    guard size > 0, size <= 1 << 16 else { throw .badData(url, failure) }
    var bytes = [UInt8](repeating: 0, count: size * count)
    try HDF5Handle.check(H5Aread(attribute.id, type.id, &bytes), file: url, failure)
    return (0..<count).map {
      String(decoding: bytes[($0 * size)..<(($0 + 1) * size)].prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  private func attribute(_ name: String, of object: String) throws(VolumeFileError) -> (
    HDF5Handle, type: HDF5Handle, count: Int
  )? {
    guard H5Aexists_by_name(id, object, name, seg_h5_default()) > 0 else { return nil }
    let failure = "attribute \(name) of \(object) is damaged"
    let attribute = try HDF5Handle(
      H5Aopen_by_name(id, object, name, seg_h5_default(), seg_h5_default()), close: H5Aclose,
      file: url, failure)
    let space = try HDF5Handle(H5Aget_space(attribute.id), close: H5Sclose, file: url, failure)
    let type = try HDF5Handle(H5Aget_type(attribute.id), close: H5Tclose, file: url, failure)
    let count = H5Sget_simple_extent_npoints(space.id)
    guard count > 0, count <= 1 << 16 else {
      throw .badData(url, "attribute \(name) of \(object) is empty or damaged")
    }
    return (attribute, type, Int(count))
  }
}
