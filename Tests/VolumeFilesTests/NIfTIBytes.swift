import Foundation

/// A NIfTI file made byte by byte after the standard, without any library, to test the reader with.
struct NIfTIBytes {
  var version = 1
  var isBigEndian = false
  /// `dim[0]` where it shall differ from the number of sizes.
  var axes: Int?
  var sizes: [Int] = [4, 3, 2]
  /// NIfTI's code; 16 is float32.
  var dataType = 16
  var pixdim: [Double] = [1, 1, 1, 1, 1, 1, 1, 1]
  var voxelOffset: Double?
  var slope = 0.0
  var intercept = 0.0
  var units = 2
  var qformCode = 0
  var sformCode = 1
  var quaternion: [Double] = [0, 0, 0]
  var quaternionOffset: [Double] = [0, 0, 0]
  var sform: [Double] = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]
  var description = ""
  /// "n+1", "ni2" and so on; by the version otherwise.
  var magic: String?
  /// Stored values, x fastest.
  var voxels: [Double] = (0..<24).map(Double.init)

  /// The header and everything before the voxels.
  var header: [UInt8] {
    version == 1 ? firstVersion : secondVersion
  }

  /// The voxels as stored.
  var body: [UInt8] {
    var target = ByteTarget(isBigEndian: isBigEndian)
    for voxel in voxels {
      switch dataType {
      case 2: target.append(UInt8(voxel))
      case 4: target.append(Int16(voxel))
      case 8: target.append(Int32(voxel))
      case 16: target.append(Float(voxel).bitPattern)
      case 64: target.append(voxel.bitPattern)
      case 256: target.append(Int8(voxel))
      case 512: target.append(UInt16(voxel))
      case 768: target.append(UInt32(voxel))
      case 1024: target.append(Int64(voxel))
      case 1280: target.append(UInt64(voxel))
      case 1536: target.append(Self.quadruple(voxel))
      default: target.bytes += [UInt8](repeating: 0, count: Self.size(of: dataType))
      }
    }
    return target.bytes
  }

  var file: [UInt8] { header + body }

  func write(to url: URL) throws { try Data(file).write(to: url) }

  private var actualMagic: String { magic ?? "n+\(version)" }

  private var dimensions: [Int] {
    Array(([axes ?? sizes.count] + sizes + [Int](repeating: 1, count: 7)).prefix(8))
  }

  private func offset(_ smallest: Double) -> Double {
    voxelOffset ?? (actualMagic.hasPrefix("ni") ? 0 : smallest)
  }

  private var firstVersion: [UInt8] {
    var target = ByteTarget(count: 352, isBigEndian: isBigEndian)
    func floats(_ values: [Double], at offset: Int) {
      for (index, value) in values.enumerated() {
        target.put(Float(value).bitPattern, at: offset + index * 4)
      }
    }
    target.put(Int32(348), at: 0)
    for (index, size) in dimensions.enumerated() {
      target.put(Int16(truncatingIfNeeded: size), at: 40 + index * 2)
    }
    target.put(Int16(dataType), at: 70)
    target.put(Int16(Self.size(of: dataType) * 8), at: 72)
    floats(pixdim, at: 76)
    floats([offset(352), slope, intercept], at: 108)
    target.put(UInt8(units), at: 123)
    target.put(description, at: 148)
    target.put(Int16(qformCode), at: 252)
    target.put(Int16(sformCode), at: 254)
    floats(quaternion + quaternionOffset + sform, at: 256)
    target.put(actualMagic, at: 344)
    return target.bytes
  }

  private var secondVersion: [UInt8] {
    var target = ByteTarget(count: 544, isBigEndian: isBigEndian)
    func doubles(_ values: [Double], at offset: Int) {
      for (index, value) in values.enumerated() {
        target.put(value.bitPattern, at: offset + index * 8)
      }
    }
    target.put(Int32(540), at: 0)
    target.put(actualMagic, at: 4)
    for (index, byte) in [UInt8]([0x0D, 0x0A, 0x1A, 0x0A]).enumerated() {
      target.bytes[8 + index] = byte
    }
    target.put(Int16(dataType), at: 12)
    target.put(Int16(Self.size(of: dataType) * 8), at: 14)
    for (index, size) in dimensions.enumerated() { target.put(Int64(size), at: 16 + index * 8) }
    doubles(pixdim, at: 104)
    target.put(Int64(offset(544)), at: 168)
    doubles([slope, intercept], at: 176)
    target.put(description, at: 240)
    target.put(Int32(qformCode), at: 344)
    target.put(Int32(sformCode), at: 348)
    doubles(quaternion + quaternionOffset + sform, at: 352)
    target.put(Int32(units), at: 500)
    return target.bytes
  }

  private static func size(of dataType: Int) -> Int {
    switch dataType {
    case 2, 256: 1
    case 4, 512: 2
    case 128: 3
    case 8, 16, 768, 2304: 4
    case 32, 64, 1024, 1280: 8
    case 1536, 1792: 16
    default: 0
    }
  }

  /// IEEE 754's binary128 of a normal double or 0.
  private static func quadruple(_ value: Double) -> UInt128 {
    let sign: UInt128 = value.sign == .minus ? 1 << 127 : 0
    guard value != 0 else { return sign }
    let exponent = UInt128(Int(value.exponent) + 16383) << 112
    return sign | exponent | UInt128(value.significandBitPattern) << 60
  }
}

/// Bytes that numbers are put into in a chosen order.
struct ByteTarget {
  var bytes: [UInt8]
  var isBigEndian: Bool

  init(count: Int = 0, isBigEndian: Bool) {
    bytes = [UInt8](repeating: 0, count: count)
    self.isBigEndian = isBigEndian
  }

  mutating func append(_ value: some FixedWidthInteger) {
    let ordered = isBigEndian ? value.bigEndian : value.littleEndian
    withUnsafeBytes(of: ordered) { bytes.append(contentsOf: $0) }
  }

  mutating func put(_ value: some FixedWidthInteger, at offset: Int) {
    let ordered = isBigEndian ? value.bigEndian : value.littleEndian
    withUnsafeBytes(of: ordered) {
      for (index, byte) in $0.enumerated() { bytes[offset + index] = byte }
    }
  }

  mutating func put(_ text: String, at offset: Int) {
    for (index, byte) in text.utf8.enumerated() { bytes[offset + index] = byte }
  }
}

/// Bytes as a gzip file that stores them without compression.
func gzip(_ bytes: [UInt8]) -> [UInt8] {
  var target = ByteTarget(isBigEndian: false)
  target.bytes = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
  var position = 0
  repeat {
    let count = min(65535, bytes.count - position)
    target.append(UInt8(position + count == bytes.count ? 1 : 0))
    target.append(UInt16(count))
    target.append(~UInt16(count))
    target.bytes += bytes[position..<position + count]
    position += count
  } while position < bytes.count
  var checksum = UInt32.max
  for byte in bytes {
    checksum ^= UInt32(byte)
    for _ in 0..<8 { checksum = checksum & 1 == 1 ? checksum >> 1 ^ 0xEDB8_8320 : checksum >> 1 }
  }
  target.append(~checksum)
  target.append(UInt32(truncatingIfNeeded: bytes.count))
  return target.bytes
}
