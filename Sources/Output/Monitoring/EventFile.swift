import Files
import Foundation
import Training

/// Scalars for TensorBoard: an event file to which every epoch is appended.
///
/// The file is a row of records: length (UInt64), masked CRC-32C of the length, content, masked CRC-32C of the content, all little-endian.
/// Each content is a protocol buffer `Event` with a wall time, a step and a `Summary` of named numbers.
/// Source: tensorflow/core/lib/io/record_writer.h and tensorflow/core/util/event.proto.
final class EventFile {
  private let handle: FileHandle

  /// Makes `events.out.tfevents.SECONDS.HOST` in a folder, a new one whenever a training starts or is resumed.
  /// - Throws: ``FileError`` where it cannot be written.
  init(in folder: URL) throws {
    try AtomicFile.makeFolder(folder)
    let now = Date().timeIntervalSince1970
    let url = folder.appendingPathComponent(
      "events.out.tfevents.\(Int(now)).\(ProcessInfo.processInfo.hostName).\(getpid())")
    guard FileManager.default.createFile(atPath: url.path, contents: nil),
      let handle = try? FileHandle(forWritingTo: url)
    else { throw FileError("cannot be written", url: url, errno: errno) }
    self.handle = handle
    try handle.write(
      contentsOf: Self.record(Self.event(time: now, step: 0, version: "brain.Event:2")))
  }

  /// Appends numbers.
  func write(step: Int, _ scalars: [(tag: String, value: Double)]) throws {
    let known = scalars.filter(\.value.isFinite)
    let event = Self.event(
      time: Date().timeIntervalSince1970, step: step, summary: Self.summary(known))
    try handle.write(contentsOf: Self.record(event))
  }

  /// Appends the numbers of the epoch that ended last.
  func write(_ epoch: EpochReport) throws {
    guard let record = epoch.records.last else { return }
    var scalars: [(tag: String, value: Double)] = [
      ("loss/training", record.loss), ("learning_rate", record.learningRate),
      ("waiting_for_data", record.waiting),
    ]
    if let dice = record.meanDice { scalars.append(("dice/mean", dice)) }
    for (name, dice) in zip(epoch.classes, record.dice) {
      if let dice { scalars.append(("dice/\(name)", dice)) }
    }
    let before = epoch.records.dropLast().last
    let seconds = record.seconds - (before?.seconds ?? 0)
    if seconds > 0 {
      let steps = Double(record.step - (before?.step ?? 0))
      scalars.append(("steps_per_second", steps / seconds))
    }
    try write(step: record.step, scalars)
  }

  // MARK: - Protocol buffers

  private static func event(time: Double, step: Int, version: String? = nil, summary: Data? = nil)
    -> Data
  {
    var event = key(1, wire: 1) + bytes(time.bitPattern)
    event += key(2, wire: 0) + varint(UInt64(bitPattern: Int64(step)))
    if let version { event += field(3, Data(version.utf8)) }
    if let summary { event += field(5, summary) }
    return event
  }

  private static func summary(_ scalars: [(tag: String, value: Double)]) -> Data {
    scalars.reduce(into: Data()) { summary, scalar in
      let value =
        field(1, Data(scalar.tag.utf8)) + key(2, wire: 5) + bytes(Float(scalar.value).bitPattern)
      summary += field(1, value)
    }
  }

  private static func key(_ number: UInt64, wire: UInt64) -> Data { varint(number << 3 | wire) }

  private static func field(_ number: UInt64, _ content: Data) -> Data {
    key(number, wire: 2) + varint(UInt64(content.count)) + content
  }

  private static func varint(_ value: UInt64) -> Data {
    var rest = value
    var result = Data()
    while rest >= 0x80 {
      result.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    result.append(UInt8(rest))
    return result
  }

  private static func bytes<Number: FixedWidthInteger>(_ value: Number) -> Data {
    withUnsafeBytes(of: value.littleEndian) { Data($0) }
  }

  // MARK: - Records

  private static func record(_ content: Data) -> Data {
    let length = bytes(UInt64(content.count))
    return length + bytes(masked(length)) + content + bytes(masked(content))
  }

  private static func masked(_ data: Data) -> UInt32 {
    let checksum = CRC32C.of(data)
    return (checksum >> 15 | checksum << 17) &+ 0xa282_ead8
  }
}
