import Foundation

/// The Castagnoli checksum.
///
/// Source: RFC 3720, appendix B.4.
enum CRC32C {
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? value >> 1 ^ 0x82f6_3b78 : value >> 1
    }
  }

  static func of(_ data: Data) -> UInt32 {
    ~data.reduce(~UInt32(0)) { checksum, byte in
      table[Int(UInt8(truncatingIfNeeded: checksum) ^ byte)] ^ checksum >> 8
    }
  }
}
