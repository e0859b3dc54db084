import CHDF5
import Files
import Foundation
import Volumes

/// An array of numbers in an open file.
///
/// Every call is made inside ``HDF5Lock``.
struct HDF5Array {
  let path: String
  /// Slowest axis first; at least one, all positive.
  let dimensions: [Int]
  private let file: HDF5File
  private let handle: HDF5Handle
  private let space: HDF5Handle
  private let isInteger: Bool
  /// True where every value that the array can hold is a label.
  private let holdsLabelsOnly: Bool

  /// - Throws: ``VolumeFileError`` where there is no array of real numbers at the path.
  init(_ path: String, in file: HDF5File) throws(VolumeFileError) {
    let url = file.url
    guard file.exists(path) else { throw .badData(url, "has no array \(path)") }
    self.path = path
    self.file = file
    handle = try HDF5Handle(
      H5Dopen2(file.id, path, seg_h5_default()), close: H5Dclose, file: url, "\(path) is no array")
    space = try HDF5Handle(
      H5Dget_space(handle.id), close: H5Sclose, file: url, "\(path) is damaged")
    let type = try HDF5Handle(
      H5Dget_type(handle.id), close: H5Tclose, file: url, "\(path) is damaged")
    dimensions = try Self.dimensions(of: space, path, url)
    let kind = H5Tget_class(type.id)
    guard kind == H5T_INTEGER || kind == H5T_FLOAT else {
      throw .badData(
        url, "\(path) holds no real numbers (complex, compound and text arrays cannot be used)")
    }
    isInteger = kind == H5T_INTEGER
    holdsLabelsOnly =
      isInteger && H5Tget_sign(type.id) == H5T_SGN_NONE && H5Tget_size(type.id) <= 2
  }

  private static func dimensions(
    of space: HDF5Handle, _ path: String, _ url: URL
  ) throws(VolumeFileError) -> [Int] {
    let rank = H5Sget_simple_extent_ndims(space.id)
    guard (1...8).contains(rank) else { throw .badData(url, "\(path) is not an array of voxels") }
    var sizes = [hsize_t](repeating: 0, count: Int(rank))
    H5Sget_simple_extent_dims(space.id, &sizes, nil)
    var bytes = MemoryLayout<Float>.size
    for size in sizes {
      guard let whole = Int(exactly: size), whole > 0 else {
        throw .badData(url, "\(path) has a dimension of size 0")
      }
      let (product, overflow) = bytes.multipliedReportingOverflow(by: whole)
      guard !overflow, product < 1 << 56 else {
        throw .badData(url, "\(path) claims more voxels than any file can hold")
      }
      bytes = product
    }
    return sizes.map { Int($0) }
  }

  /// Part of an array: where it begins and its size along each axis.
  struct Region {
    var start: [Int]
    var size: [Int]
    var count: Int { size.reduce(1, *) }
  }

  var whole: Region { Region(start: dimensions.map { _ in 0 }, size: dimensions) }

  /// The values of a region as floats.
  /// - Throws: ``VolumeFileError`` where they are damaged or exceed this machine's memory.
  func floats(_ region: Region) throws(VolumeFileError) -> [Float] {
    try checkMemory(region.count * MemoryLayout<Float>.size)
    var values = [Float](repeating: 0, count: region.count)
    try read(region, as: seg_h5_float(), into: &values)
    return values
  }

  /// The labels of a region; whole numbers that are stored as floats are accepted.
  /// - Throws: ``VolumeFileError`` where a value is no whole number from 0 to 65535, or the data are damaged.
  func labels(_ region: Region) throws(VolumeFileError) -> [UInt16] {
    try checkMemory(region.count * MemoryLayout<UInt16>.size)
    var labels = [UInt16](repeating: 0, count: region.count)
    if holdsLabelsOnly {
      try read(region, as: seg_h5_uint16(), into: &labels)
      return labels
    }
    // The library's conversion would clip values that are not labels, so values pass through doubles, some slices at a time.
    var offenders = LabelOffenders()
    let conversion = TypedConversion<Double>(swapsBytes: false, scaling: nil)
    let slice = max(1, region.count / max(1, region.size[0]))
    let slicesAtOnce = max(64, (1 << 22) / slice)
    var first = 0
    while first < region.size[0] {
      var slab = region
      slab.start[0] += first
      slab.size[0] = min(slicesAtOnce, region.size[0] - first)
      var values = [Double](repeating: 0, count: slab.count)
      try read(slab, as: seg_h5_double(), into: &values)
      values.withUnsafeBytes { bytes in
        labels.withUnsafeMutableBufferPointer { target in
          guard let start = target.baseAddress else { return }
          conversion.labels(bytes, into: start + first * slice, offenders: &offenders)
        }
      }
      first += slab.size[0]
    }
    if let problem = offenders.problem { throw .badData(file.url, "\(path) \(problem)") }
    return labels
  }

  private func read<Element: BitwiseCopyable>(
    _ region: Region, as type: hid_t, into values: inout [Element]
  ) throws(VolumeFileError) {
    let failure = "\(path) cannot be read; the file is cut off or damaged"
    let size = region.size.map { hsize_t($0) }
    try HDF5Handle.check(
      H5Sselect_hyperslab(
        space.id, H5S_SELECT_SET, region.start.map { hsize_t($0) }, nil, size, nil),
      file: file.url, failure)
    let memory = try HDF5Handle(
      H5Screate_simple(Int32(size.count), size, nil), close: H5Sclose, file: file.url, failure)
    let status = values.withUnsafeMutableBytes {
      H5Dread(handle.id, type, memory.id, space.id, seg_h5_default(), $0.baseAddress)
    }
    try HDF5Handle.check(status, file: file.url, failure)
  }

  private func checkMemory(_ bytes: Int) throws(VolumeFileError) {
    let memory = Int(sysconf(Int32(_SC_PHYS_PAGES))) * Int(sysconf(Int32(_SC_PAGESIZE)))
    guard bytes < memory else {
      throw .badData(file.url, "\(path) claims more voxels than fit in this machine's memory")
    }
  }
}
