import CHDF5
import Foundation
import VolumeFiles

/// Makes HDF5 files call by call, as other tools might.
struct HDF5Maker {
  private let file: hid_t

  /// Makes a file and closes it after `body`.
  static func write(_ url: URL, _ body: (HDF5Maker) -> Void) {
    HDF5Lock.locked {
      let file = H5Fcreate(url.path, seg_h5_exclusive(), 0, 0)
      body(HDF5Maker(file: file))
      H5Fclose(file)
    }
  }

  /// A data set of the format's version 1 without cases.
  func describe(version: Int64 = 1, labels: [String] = ["background", "a"]) {
    attribute("format", "seg-dataset")
    attribute("version", [version])
    attribute("channels", texts: ["CT"])
    attribute("labels", texts: labels)
    group("cases")
  }

  /// A case with the attributes that it needs.
  func group(case id: String, spacing: [Double] = [3, 2, 1]) {
    group("cases/\(id)")
    attribute("spacing", spacing, of: "cases/\(id)")
  }

  func group(_ path: String) { H5Gclose(H5Gcreate2(file, path, 0, 0, 0)) }

  func array<Number: BitwiseCopyable>(_ path: String, _ shape: [Int], _ values: [Number]) {
    let space = H5Screate_simple(Int32(shape.count), shape.map { hsize_t($0) }, nil)
    let array = H5Dcreate2(file, path, type(of: Number.self), space, 0, 0, 0)
    values.withUnsafeBytes { _ = H5Dwrite(array, type(of: Number.self), 0, 0, 0, $0.baseAddress) }
    H5Dclose(array)
    H5Sclose(space)
  }

  /// An array of texts, which no volume is.
  func texts(_ path: String, _ shape: [Int]) {
    let space = H5Screate_simple(Int32(shape.count), shape.map { hsize_t($0) }, nil)
    H5Dclose(H5Dcreate2(file, path, seg_h5_c_string(), space, 0, 0, 0))
    H5Sclose(space)
  }

  func attribute<Number: BitwiseCopyable>(
    _ name: String, _ values: [Number], of object: String = "/"
  ) {
    var count = hsize_t(values.count)
    let space = H5Screate_simple(1, &count, nil)
    let attribute = H5Acreate_by_name(
      file, object, name, type(of: Number.self), space, 0, 0, 0)
    values.withUnsafeBytes { _ = H5Awrite(attribute, type(of: Number.self), $0.baseAddress) }
    H5Aclose(attribute)
    H5Sclose(space)
  }

  /// Texts of fixed length, as numpy's `S` arrays become.
  func attribute(_ name: String, texts: [String]) {
    let length = (texts.map(\.utf8.count).max() ?? 0) + 2
    var bytes: [UInt8] = []
    for text in texts {
      bytes += text.utf8 + [UInt8](repeating: 0, count: length - text.utf8.count)
    }
    let type = H5Tcopy(seg_h5_c_string())
    H5Tset_size(type, length)
    var count = hsize_t(texts.count)
    let space = H5Screate_simple(1, &count, nil)
    let attribute = H5Acreate2(file, name, type, space, 0, 0)
    H5Awrite(attribute, type, bytes)
    H5Aclose(attribute)
    H5Sclose(space)
    H5Tclose(type)
  }

  func attribute(_ name: String, _ text: String) { attribute(name, texts: [text]) }

  private func type(of number: Any.Type) -> hid_t {
    switch number {
    case is UInt8.Type: seg_h5_uint8()
    case is UInt16.Type: seg_h5_uint16()
    case is Int16.Type: seg_h5_int16()
    case is Int64.Type: seg_h5_int64()
    case is Float.Type: seg_h5_float()
    default: seg_h5_double()
    }
  }
}
