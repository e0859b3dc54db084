import CNIfTI
import Foundation

// The C structs of both versions: recognised, brought to the one of version 2, taken apart.
extension NIfTIHeader {
  /// The version and whether the bytes are in the other order, by the first field.
  static func version(sizeOfHeader: Int32) -> (version: Int, swapped: Bool)? {
    switch Int(sizeOfHeader) {
    case 348: (1, false)
    case 540: (2, false)
    default:
      switch Int(sizeOfHeader.byteSwapped) {
      case 348: (1, true)
      case 540: (2, true)
      default: nil
      }
    }
  }

  /// What a file that is no NIfTI file seems to be.
  static func describeForeign(count: Int) -> String {
    if count < 348 {
      return "is no NIfTI file, or cut off: it has \(count) bytes and no NIfTI header"
    }
    return "is no NIfTI file: it does not begin with a NIfTI header"
  }

  static func widen(_ header: nifti_1_header, _ url: URL) throws(VolumeFileError) -> nifti_2_header
  {
    let offset = header.vox_offset
    guard offset.isFinite, offset >= 0, offset < 0x1p60, offset == offset.rounded() else {
      throw .badData(url, "wrong vox_offset \(offset): where the voxels begin is a number of bytes")
    }
    var wide = nifti_2_header()
    withUnsafeMutableBytes(of: &wide.magic) { target in
      withUnsafeBytes(of: header.magic) { target.copyBytes(from: $0) }
    }
    wide.datatype = header.datatype
    withUnsafeMutableBytes(of: &wide.dim) { bytes in
      let target = bytes.bindMemory(to: Int64.self)
      withUnsafeBytes(of: header.dim) {
        for (index, size) in $0.bindMemory(to: Int16.self).enumerated() {
          target[index] = Int64(size)
        }
      }
    }
    func copy<Source, Target>(_ source: Source, _ target: inout Target) {
      withUnsafeMutableBytes(of: &target) { bytes in
        let target = bytes.bindMemory(to: Double.self)
        withUnsafeBytes(of: source) {
          for (index, value) in $0.bindMemory(to: Float.self).enumerated() {
            target[index] = Double(value)
          }
        }
      }
    }
    copy(header.pixdim, &wide.pixdim)
    copy(header.srow_x, &wide.srow_x)
    copy(header.srow_y, &wide.srow_y)
    copy(header.srow_z, &wide.srow_z)
    wide.vox_offset = Int64(offset)
    wide.scl_slope = Double(header.scl_slope)
    wide.scl_inter = Double(header.scl_inter)
    wide.qform_code = Int32(header.qform_code)
    wide.sform_code = Int32(header.sform_code)
    wide.quatern_b = Double(header.quatern_b)
    wide.quatern_c = Double(header.quatern_c)
    wide.quatern_d = Double(header.quatern_d)
    wide.qoffset_x = Double(header.qoffset_x)
    wide.qoffset_y = Double(header.qoffset_y)
    wide.qoffset_z = Double(header.qoffset_z)
    wide.xyzt_units = Int32(UInt8(bitPattern: header.xyzt_units))
    return wide
  }

  static func text<Bytes>(_ tuple: Bytes) -> String {
    withUnsafeBytes(of: tuple) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  static func numbers<Numbers>(_ tuple: Numbers) -> [Double] {
    withUnsafeBytes(of: tuple) { Array($0.bindMemory(to: Double.self)) }
  }

  static func integers<Integers>(_ tuple: Integers) -> [Int] {
    withUnsafeBytes(of: tuple) { $0.bindMemory(to: Int64.self).map { Int($0) } }
  }
}
