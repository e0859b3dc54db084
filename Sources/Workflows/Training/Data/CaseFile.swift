import Files
import Foundation
import Preprocessing
import Volumes

/// A prepared case in a file of the cache: float32 image [channels, z, y, x], labels [z, y, x], then the places of each class as
/// int32 offsets; in the machine's byte order.
///
/// It is read, not mapped: pages of a mapping count as the program's memory and a lost disk would end it without a word.
struct CaseFile: Hashable, Sendable, Codable {
  var id: String
  /// In the cache's folder.
  var name: String
  var channels: Int
  var extent: Extent
  var spacing: Spacing
  /// By class.
  var placeCounts: [Int]

  var byteCount: Int { startOfPlaces + 4 * placeCounts.reduce(0, +) }
  private var startOfLabels: Int { 4 * channels * extent.count }
  private var startOfPlaces: Int { (startOfLabels + extent.count + 3) / 4 * 4 }

  /// Writes the file.
  /// - Throws: ``FileError``.
  func write(image: [Float], labels: [UInt8], foreground: ForegroundIndex, in folder: URL) throws {
    let padding = Data(count: startOfPlaces - startOfLabels - extent.count)
    try Self.withData(image) { image in
      try Self.withData(labels) { labels in
        try Self.withData(foreground.places.flatMap { $0 }) { places in
          try AtomicFile.write(
            [image, labels, padding, places], to: folder.appendingPathComponent(name))
        }
      }
    }
  }

  /// Lends values as bytes without a copy.
  private static func withData<Value>(_ values: [Value], _ body: (Data) throws -> Void) throws {
    try values.withUnsafeBytes { bytes in
      // The bytes are only read, and not beyond this call.
      guard let start = bytes.baseAddress else { return try body(Data()) }
      try body(
        Data(
          bytesNoCopy: UnsafeMutableRawPointer(mutating: start), count: bytes.count,
          deallocator: .none))
    }
  }

  /// Reads a box, its rows whole, so that a slice is one read.
  func read(_ box: VoxelBox, in folder: URL) throws -> (
    image: [Float], labels: [UInt8], box: VoxelBox
  ) {
    var wide = box
    wide.origin.x = 0
    wide.extent.width = box.extent.count > 0 ? extent.width : 0
    let slice = wide.extent.height * wide.extent.width
    let file = try open(in: folder)
    defer { close(file) }
    var image = [Float](repeating: 0, count: channels * wide.extent.count)
    var labels = [UInt8](repeating: 0, count: wide.extent.count)
    for z in 0..<wide.extent.depth {
      let start = extent.offset(z + wide.origin.z, wide.origin.y, 0)
      for channel in 0..<channels {
        let target = (channel * wide.extent.depth + z) * slice
        try read(
          file, &image, target..<(target + slice), at: 4 * (channel * extent.count + start), folder)
      }
      try read(file, &labels, z * slice..<(z + 1) * slice, at: startOfLabels + start, folder)
    }
    return (image, labels, wide)
  }

  /// The offset of a voxel of a class.
  func place(_ index: Int, of label: Int, in folder: URL) throws -> Int {
    let file = try open(in: folder)
    defer { close(file) }
    var place: [Int32] = [0]
    let before = placeCounts[..<label].reduce(0, +)
    try read(file, &place, 0..<1, at: startOfPlaces + 4 * (before + index), folder)
    guard (0..<extent.count).contains(Int(place[0])) else {
      throw failure("holds no voxel of the case", folder)
    }
    return Int(place[0])
  }

  private func open(in folder: URL) throws -> Int32 {
    let file = Foundation.open(
      folder.appendingPathComponent(name).path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw failure(String(cString: strerror(errno)), folder) }
    return file
  }

  private func read<Value>(
    _ file: Int32, _ values: inout [Value], _ range: Range<Int>, at offset: Int, _ folder: URL
  ) throws {
    try values.withUnsafeMutableBytes { bytes in
      let size = MemoryLayout<Value>.stride
      var (place, left) = (range.lowerBound * size, range.count * size)
      var offset = offset
      while left > 0 {
        let count = pread(file, bytes.baseAddress?.advanced(by: place), left, off_t(offset))
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else {
          throw failure(count == 0 ? "is too short" : String(cString: strerror(errno)), folder)
        }
        place += count
        offset += count
        left -= count
      }
    }
  }

  private func failure(_ reason: String, _ folder: URL) -> TrainingError {
    .inputOutput(
      "\(folder.appendingPathComponent(name).path): the prepared case \(id) cannot be read: \(reason); go on with --resume, which prepares it again"
    )
  }
}
