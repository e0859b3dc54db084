import CHDF5
import Foundation

/// Reads groups, attributes and arrays of one open file. Used only inside ``HDF5Lock``.
final class HDF5Reader {
  let url: URL
  private let file: HDF5Handle

  init(_ url: URL) throws(VolumeFileError) {
    self.url = url
    guard FileManager.default.isReadableFile(atPath: url.path) else {
      throw FileManager.default.fileExists(atPath: url.path)
        ? .inputOutput(url, "cannot be read") : .inputOutput(url, "there is no such file")
    }
    guard H5Fis_hdf5(url.path) > 0 else {
      throw .badData(
        url, "is no HDF5 file, or its beginning is damaged; make data sets with seg pack")
    }
    file = try HDF5Handle(
      H5Fopen(url.path, seg_h5_read_only(), 0), close: H5Fclose, file: url,
      "cannot be opened; the file is cut off or damaged, make it again")
  }

  func exists(_ path: String) -> Bool {
    // Every group on the way must exist before the library may be asked for the last part.
    var prefix = ""
    for part in path.split(separator: "/") {
      prefix += "/" + part
      guard H5Lexists(file.id, prefix, 0) > 0 else { return false }
    }
    return H5Oexists_by_name(file.id, path, 0) > 0
  }

  /// The names in a group, sorted.
  func names(in group: String) throws(VolumeFileError) -> [String] {
    let handle = try HDF5Handle(
      H5Gopen2(file.id, group, 0), close: H5Gclose, file: url, "has no group \(group)")
    var info = H5G_info_t()
    try HDF5Handle.check(H5Gget_info(handle.id, &info), file: url, "cannot list \(group)")
    var names: [String] = []
    for index in 0..<info.nlinks {
      let length = H5Lget_name_by_idx(
        handle.id, ".", H5_INDEX_NAME, H5_ITER_INC, index, nil, 0, 0)
      guard length > 0 else { throw HDF5Handle.error(url, "cannot list \(group)") }
      var buffer = [CChar](repeating: 0, count: length + 1)
      H5Lget_name_by_idx(
        handle.id, ".", H5_INDEX_NAME, H5_ITER_INC, index, &buffer, buffer.count, 0)
      names.append(Self.text(buffer))
    }
    return names.sorted()
  }

  func isGroup(_ path: String) -> Bool {
    let id = H5Gopen2(file.id, path, 0)
    guard id >= 0 else { return false }
    H5Gclose(id)
    return true
  }

  // MARK: - Attributes

  /// The numbers of an attribute, or `nil` where there is none.
  func numbers(_ name: String, of object: String) throws(VolumeFileError) -> [Double]? {
    guard let (attribute, count) = try attribute(name, of: object) else { return nil }
    let type = try HDF5Handle(
      H5Aget_type(attribute.id), close: H5Tclose, file: url, "attribute \(name) is damaged")
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
    guard let (attribute, count) = try attribute(name, of: object) else { return nil }
    let type = try HDF5Handle(
      H5Aget_type(attribute.id), close: H5Tclose, file: url, "attribute \(name) is damaged")
    guard H5Tget_class(type.id) == H5T_STRING else {
      throw .badData(url, "attribute \(name) of \(object) holds no text")
    }
    if H5Tis_variable_str(type.id) > 0 {
      let memory = try HDF5Handle(
        H5Tcopy(seg_h5_c_string()), close: H5Tclose, file: url, "out of memory")
      H5Tset_size(memory.id, seg_h5_variable())
      H5Tset_cset(memory.id, H5Tget_cset(type.id))
      var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
      try HDF5Handle.check(
        H5Aread(attribute.id, memory.id, &pointers), file: url,
        "attribute \(name) of \(object) cannot be read")
      defer { for pointer in pointers { H5free_memory(pointer) } }
      return pointers.map { $0.map { String(cString: $0) } ?? "" }
    }
    let size = H5Tget_size(type.id)
    guard size > 0, size < 1 << 20 else {
      throw .badData(url, "attribute \(name) of \(object) is damaged")
    }
    var bytes = [UInt8](repeating: 0, count: size * count)
    try HDF5Handle.check(
      H5Aread(attribute.id, type.id, &bytes), file: url,
      "attribute \(name) of \(object) cannot be read")
    return (0..<count).map {
      String(decoding: bytes[($0 * size)..<(($0 + 1) * size)].prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  private func attribute(_ name: String, of object: String) throws(VolumeFileError) -> (
    HDF5Handle, Int
  )? {
    guard H5Aexists_by_name(file.id, object, name, 0) > 0 else { return nil }
    let attribute = try HDF5Handle(
      H5Aopen_by_name(file.id, object, name, 0, 0), close: H5Aclose, file: url,
      "attribute \(name) of \(object) cannot be opened")
    let space = try HDF5Handle(
      H5Aget_space(attribute.id), close: H5Sclose, file: url, "attribute \(name) is damaged")
    let count = H5Sget_simple_extent_npoints(space.id)
    guard count > 0, count < 1 << 20 else {
      throw .badData(url, "attribute \(name) of \(object) is empty or damaged")
    }
    return (attribute, Int(count))
  }

  // MARK: - Arrays

  /// An array's place in the file.
  struct Array {
    let handle: HDF5Handle
    let dimensions: [Int]
    let isInteger: Bool
    let isSigned: Bool
    let byteCount: Int

    var count: Int { dimensions.reduce(1, *) }
  }

  /// Opens an array of numbers.
  func array(_ path: String) throws(VolumeFileError) -> Array {
    guard exists(path) else { throw .badData(url, "has no array \(path)") }
    let handle = try HDF5Handle(
      H5Dopen2(file.id, path, 0), close: H5Dclose, file: url, "\(path) is no array")
    let space = try HDF5Handle(
      H5Dget_space(handle.id), close: H5Sclose, file: url, "\(path) is damaged")
    let type = try HDF5Handle(
      H5Dget_type(handle.id), close: H5Tclose, file: url, "\(path) is damaged")
    let rank = H5Sget_simple_extent_ndims(space.id)
    guard rank >= 1, rank <= 5 else {
      throw .badData(url, "\(path) has \(rank) dimensions; expected [C, D, H, W] or [D, H, W]")
    }
    var sizes = [hsize_t](repeating: 0, count: Int(rank))
    H5Sget_simple_extent_dims(space.id, &sizes, nil)
    var product = 1
    for size in sizes {
      guard let whole = Int(exactly: size), whole > 0 else {
        throw .badData(url, "\(path) has an empty dimension")
      }
      let (next, overflow) = product.multipliedReportingOverflow(by: whole)
      guard !overflow, next < 1 << 40 else { throw .badData(url, "\(path) is too large") }
      product = next
    }
    let kind = H5Tget_class(type.id)
    guard kind == H5T_INTEGER || kind == H5T_FLOAT else {
      throw .badData(url, "\(path) holds no real numbers; complex and compound types cannot be used")
    }
    return Array(
      handle: handle, dimensions: sizes.map { Int($0) }, isInteger: kind == H5T_INTEGER,
      isSigned: kind == H5T_INTEGER && H5Tget_sign(type.id) != H5T_SGN_NONE,
      byteCount: H5Tget_size(type.id))
  }

  func floats(_ array: Array, _ path: String) throws(VolumeFileError) -> [Float] {
    var values = [Float](repeating: 0, count: array.count)
    try HDF5Handle.check(
      H5Dread(array.handle.id, seg_h5_float(), 0, 0, 0, &values), file: url,
      "\(path) cannot be read; the file is cut off or damaged")
    return values
  }

  /// Label values, which must be whole numbers from 0 to 65535.
  func labels(_ array: Array, _ path: String) throws(VolumeFileError) -> [UInt16] {
    let failure = "\(path) cannot be read; the file is cut off or damaged"
    guard array.isInteger else {
      let values = try floats(array, path)
      return try values.mapLabels { value throws(VolumeFileError) in
        guard value >= -0.001, value < 65535.5, abs(value - value.rounded()) <= 1e-3 else {
          throw .badData(url, "\(path) holds \(value), which is no label from 0 to 65535")
        }
        return UInt16(max(0, value.rounded()))
      }
    }
    if array.byteCount > 2 || array.isSigned {
      var wide = [Int64](repeating: 0, count: array.count)
      try HDF5Handle.check(
        H5Dread(array.handle.id, seg_h5_int64(), 0, 0, 0, &wide), file: url, failure)
      return try wide.mapLabels { value throws(VolumeFileError) in
        guard let label = UInt16(exactly: value) else {
          throw .badData(url, "\(path) holds \(value), which is no label from 0 to 65535")
        }
        return label
      }
    }
    var values = [UInt16](repeating: 0, count: array.count)
    try HDF5Handle.check(
      H5Dread(array.handle.id, seg_h5_uint16(), 0, 0, 0, &values), file: url, failure)
    return values
  }

  private static func text(_ buffer: [CChar]) -> String {
    String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

extension Swift.Array {
  fileprivate func mapLabels(_ transform: (Element) throws(VolumeFileError) -> UInt16)
    throws(VolumeFileError) -> [UInt16]
  {
    var result: [UInt16] = []
    result.reserveCapacity(count)
    for element in self { result.append(try transform(element)) }
    return result
  }
}
