import Foundation

/// Reads the voxels of an image block by block, each converted while it is in the cache.
struct VoxelReader {
  var source: VoxelSource

  /// The size of a block: fits the second-level cache together with its converted values.
  private static let blockBytes = 256 << 10

  /// The values as floats, scaling applied, one channel after the other.
  /// - Returns: The values, and how many of them are not finite.
  /// - Throws: ``VolumeFileError`` where a file is cut off or damaged.
  func floats() throws(VolumeFileError) -> (values: [Float], nonFinite: Int) {
    let conversion = conversion
    var nonFinite = 0
    let values = try allocate(Float.self, count: source.channels * source.count) {
      target throws(VolumeFileError) in
      guard source.channels > 1, source.channelOrder == .interleaved else {
        try forEachBlock { block, first in
          nonFinite += conversion.floats(block, into: target + first)
        }
        return
      }
      let mixed = UnsafeMutablePointer<Float>.allocate(
        capacity: Self.blockBytes / source.type.size)
      defer { mixed.deallocate() }
      try forEachBlock { block, first in
        nonFinite += conversion.floats(block, into: mixed)
        separate(mixed, block.count / source.type.size, first, into: target)
      }
    }
    return (values, nonFinite)
  }

  /// The values of a label map; whole numbers that are stored as floats are accepted.
  /// - Throws: ``VolumeFileError`` where a file is cut off or damaged, or a voxel is no whole number from 0 to 65535.
  func labels(file: URL) throws(VolumeFileError) -> [UInt16] {
    let conversion = conversion
    var offenders = LabelOffenders()
    let values = try allocate(UInt16.self, count: source.count) {
      target throws(VolumeFileError) in
      try forEachBlock { block, first in
        conversion.labels(block, into: target + first, offenders: &offenders)
      }
    }
    if let problem = offenders.problem { throw .badData(file, problem) }
    return values
  }

  /// Hands over the stored values of all voxels, in file order.
  /// - Parameter body: Receives a block of stored bytes and the index of its first value.
  private func forEachBlock(
    _ body: (UnsafeRawBufferPointer, Int) -> Void
  ) throws(VolumeFileError) {
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.blockBytes, alignment: 64)
    defer { block.deallocate() }
    var first = 0
    for part in source.parts {
      try read(part, through: block) { bytes in
        body(bytes, first)
        first += bytes.count / source.type.size
      }
    }
  }

  private func read(
    _ part: VoxelSource.Part, through block: UnsafeMutableRawBufferPointer,
    _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(VolumeFileError) {
    let isCompressed = part.compression != .none
    let reader = try ByteReader(
      part.url, from: part.offset + (isCompressed ? 0 : part.skipped),
      compression: part.compression)
    func fill(_ count: Int, before position: Int) throws(VolumeFileError)
      -> UnsafeRawBufferPointer
    {
      let piece = UnsafeMutableRawBufferPointer(rebasing: block[..<min(count, block.count)])
      let found = try reader.read(into: piece)
      guard found == piece.count else {
        throw .badData(
          part.url,
          """
          is cut off: its header claims \(part.bytes) bytes of voxels, the file ends after \
          \(position + found); copy or export it again
          """
        )
      }
      return UnsafeRawBufferPointer(piece)
    }
    var toSkip = isCompressed ? part.skipped : 0
    while toSkip > 0 { toSkip -= try fill(toSkip, before: 0).count }
    var position = 0
    while position < part.bytes {
      let piece = try fill(part.bytes - position, before: position)
      body(piece)
      position += piece.count
    }
    try reader.checkEnd()
  }

  /// Moves values that lie channel beside channel to one channel after the other.
  private func separate(
    _ values: UnsafeMutablePointer<Float>, _ count: Int, _ first: Int,
    into target: UnsafeMutablePointer<Float>
  ) {
    var (voxel, channel) = first.quotientAndRemainder(dividingBy: source.channels)
    for index in 0..<count {
      target[channel * source.count + voxel] = values[index]
      channel += 1
      if channel == source.channels {
        channel = 0
        voxel += 1
      }
    }
  }

  /// An array that `fill` has filled, not cleared before.
  private func allocate<Element>(
    _: Element.Type, count: Int,
    fill: (UnsafeMutablePointer<Element>) throws(VolumeFileError) -> Void
  ) throws(VolumeFileError) -> [Element] {
    var failure: VolumeFileError?
    let result = [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      guard let start = buffer.baseAddress else { return }
      do throws(VolumeFileError) {
        try fill(start)
        initialized = count
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return result
  }

  /// The conversion for the file's data type and byte order.
  private var conversion: any BlockConversion {
    switch source.type {
    case .uint8: conversion(of: UInt8.self)
    case .int8: conversion(of: Int8.self)
    case .uint16: conversion(of: UInt16.self)
    case .int16: conversion(of: Int16.self)
    case .uint32: conversion(of: UInt32.self)
    case .int32: conversion(of: Int32.self)
    case .uint64: conversion(of: UInt64.self)
    case .int64: conversion(of: Int64.self)
    case .float32: conversion(of: Float.self)
    case .float64: conversion(of: Double.self)
    case .float128: conversion(of: Quadruple.self)
    }
  }

  private func conversion<Value: StoredValue>(of _: Value.Type) -> any BlockConversion {
    TypedConversion<Value>(
      swapsBytes: source.isBigEndian,
      scaling: source.scaling.map { ($0.slope, $0.intercept) })
  }
}
