import CNIfTI
import Foundation
import Volumes

/// A header ready to be written: the C struct of either version, as bytes.
struct OutgoingHeader {
  /// What a file of these voxels says about them.
  var version: Int
  var dataType: VoxelType
  /// The sizes of the axes, x first.
  var shape: [Int]
  var pixelDimensions: [Double]
  var qformCode: Int
  var sformCode: Int
  var quaternion: [Double]
  var quaternionOffset: [Double]
  var sformRows: [Double]
  var units: Int

  /// A header with the geometry fields of another, copied bit for bit.
  /// - Parameter channels: `nil` for a label map, which keeps the other's trailing axes of length 1.
  init(like header: NIfTIHeader, channels: Int?, dataType: VoxelType) {
    version = header.version
    self.dataType = dataType
    shape = header.shape
    if let channels, channels > 1 {
      shape = Array((shape + [1, 1, 1]).prefix(3)) + [channels]
    } else if header.channels > 1 {
      shape = Array(shape.prefix(3))
    }
    pixelDimensions = header.pixelDimensions
    qformCode = header.qformCode
    sformCode = header.sformCode
    quaternion = header.quaternion
    quaternionOffset = header.quaternionOffset
    sformRows = header.sformRows
    units = header.units
  }

  /// A header for a geometry: the s-form, and the q-form too where the axes are orthogonal, both in scanner coordinates.
  init(geometry: Geometry, channels: Int, dataType: VoxelType) {
    let extent = geometry.extent
    let spacing = geometry.spacing
    self.dataType = dataType
    shape = [extent.width, extent.height, extent.depth] + (channels > 1 ? [channels] : [])
    version = shape.contains { $0 > Int(Int16.max) } ? 2 : 1
    units = Int(NIFTI_UNITS_MM)
    sformCode = 1
    sformRows = geometry.affine.rows
    var matrix = nifti_dmat44()
    withUnsafeMutableBytes(of: &matrix) { bytes in
      let target = bytes.bindMemory(to: Double.self)
      for (index, value) in (geometry.affine.rows + [0, 0, 0, 1]).enumerated() {
        target[index] = value
      }
    }
    var (b, c, d, x, y, z, dx, dy, dz, sign) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0)
    nifti_dmat44_to_quatern(matrix, &b, &c, &d, &x, &y, &z, &dx, &dy, &dz, &sign)
    qformCode = geometry.affine.shearInDegrees < 1e-3 ? 1 : 0
    quaternion = [b, c, d]
    quaternionOffset = [x, y, z]
    pixelDimensions = [sign, spacing.width, spacing.height, spacing.depth, 1, 1, 1, 1]
  }

  /// Where voxels begin in a single file of this version.
  var voxelOffset: Int { version == 1 ? 352 : 544 }

  /// The header and the four bytes that say that no extension follows.
  func bytes(isPair: Bool) -> [UInt8] {
    version == 1 ? firstVersion(isPair: isPair) : secondVersion(isPair: isPair)
  }

  private var dimensions: [Int] {
    ([shape.count] + shape + [Int](repeating: 1, count: 7)).prefix(8).map { $0 }
  }

  private func firstVersion(isPair: Bool) -> [UInt8] {
    var raw = nifti_1_header()
    raw.sizeof_hdr = 348
    raw.regular = CChar(UInt8(ascii: "r"))
    fill(&raw.magic, isPair ? Array("ni1\0".utf8) : Array("n+1\0".utf8))
    raw.datatype = Int16(dataType.niftiCode)
    raw.bitpix = Int16(dataType.size * 8)
    fill(&raw.dim, dimensions.map { Int16(clamping: $0) })
    fill(&raw.pixdim, pixelDimensions.map { Float($0) })
    raw.vox_offset = isPair ? 0 : Float(voxelOffset)
    raw.scl_slope = 1
    raw.qform_code = Int16(clamping: qformCode)
    raw.sform_code = Int16(clamping: sformCode)
    raw.quatern_b = Float(quaternion[0])
    raw.quatern_c = Float(quaternion[1])
    raw.quatern_d = Float(quaternion[2])
    raw.qoffset_x = Float(quaternionOffset[0])
    raw.qoffset_y = Float(quaternionOffset[1])
    raw.qoffset_z = Float(quaternionOffset[2])
    fill(&raw.srow_x, sformRows[0..<4].map { Float($0) })
    fill(&raw.srow_y, sformRows[4..<8].map { Float($0) })
    fill(&raw.srow_z, sformRows[8..<12].map { Float($0) })
    raw.xyzt_units = CChar(bitPattern: UInt8(truncatingIfNeeded: units))
    return withUnsafeBytes(of: raw) { Array($0) } + [0, 0, 0, 0]
  }

  private func secondVersion(isPair: Bool) -> [UInt8] {
    var raw = nifti_2_header()
    raw.sizeof_hdr = 540
    let mark: [UInt8] = [0, 0x0D, 0x0A, 0x1A, 0x0A]
    fill(&raw.magic, Array((isPair ? "ni2" : "n+2").utf8) + mark)
    raw.datatype = Int16(dataType.niftiCode)
    raw.bitpix = Int16(dataType.size * 8)
    fill(&raw.dim, dimensions.map { Int64($0) })
    fill(&raw.pixdim, pixelDimensions)
    raw.vox_offset = isPair ? 0 : Int64(voxelOffset)
    raw.scl_slope = 1
    raw.qform_code = Int32(clamping: qformCode)
    raw.sform_code = Int32(clamping: sformCode)
    raw.quatern_b = quaternion[0]
    raw.quatern_c = quaternion[1]
    raw.quatern_d = quaternion[2]
    raw.qoffset_x = quaternionOffset[0]
    raw.qoffset_y = quaternionOffset[1]
    raw.qoffset_z = quaternionOffset[2]
    fill(&raw.srow_x, Array(sformRows[0..<4]))
    fill(&raw.srow_y, Array(sformRows[4..<8]))
    fill(&raw.srow_z, Array(sformRows[8..<12]))
    raw.xyzt_units = Int32(clamping: units)
    return withUnsafeBytes(of: raw) { Array($0) } + [0, 0, 0, 0]
  }

  private func fill<Tuple, Element>(_ tuple: inout Tuple, _ values: [Element]) {
    withUnsafeMutableBytes(of: &tuple) { target in
      values.withUnsafeBytes { target.copyMemory(from: .init(rebasing: $0.prefix(target.count))) }
    }
  }
}
