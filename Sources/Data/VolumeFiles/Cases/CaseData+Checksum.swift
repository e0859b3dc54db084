import CZlib
import Volumes

extension CaseData {
  /// The CRC-32 of the image's voxels and the labels' class indices, as eight hexadecimal digits.
  ///
  /// It depends on what was read, not on how a file stores or compresses it.
  public var checksum: String {
    var checksum = crc32_z(0, nil, 0)
    func add(_ bytes: UnsafeRawBufferPointer) {
      guard let start = bytes.bindMemory(to: UInt8.self).baseAddress else { return }
      checksum = crc32_z(checksum, start, bytes.count)
    }
    image.voxels.withUnsafeBytes(add)
    labels?.voxels.withUnsafeBytes(add)
    let digits = String(checksum, radix: 16)
    return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
  }
}
