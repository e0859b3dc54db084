import Foundation

/// The sizes of an image's axes, checked so that no product of them overflows.
struct VoxelShape {
  /// The fastest axis first.
  let sizes: [Int]
  /// The bytes that all voxels take.
  let bytes: Int

  /// - Throws: ``VolumeFileError`` where an axis is not at least 1 long, or there are more voxels than any file can hold.
  init(_ sizes: [Int], of type: VoxelType, url: URL) throws(VolumeFileError) {
    let written = sizes.map(String.init).joined(separator: " x ")
    guard sizes.allSatisfy({ $0 > 0 }) else {
      throw .badData(url, "claims a size of \(written); every dimension must be at least 1")
    }
    var bytes = type.size
    for size in sizes {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: size)
      guard !overflow, product < 1 << 56 else {
        throw .badData(url, "claims a size of \(written), more than any file can hold")
      }
      bytes = product
    }
    self.sizes = sizes
    self.bytes = bytes
  }
}
