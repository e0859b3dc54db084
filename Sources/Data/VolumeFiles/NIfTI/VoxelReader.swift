import CNIfTI
import Foundation
import Volumes

/// Reads the voxels of a file block by block, each converted while it is in the cache.
struct VoxelReader {
  var header: NIfTIHeader
  var files: NIfTIFiles

  /// The size of a block: fits the second-level cache together with its converted values.
  private static let blockBytes = 256 << 10

  /// Hands over the stored values of all voxels, in file order.
  /// - Parameter body: Receives a block of stored bytes and the index of its first voxel.
  func forEachBlock(
    _ body: (UnsafeRawBufferPointer, Int) -> Void
  ) throws(VolumeFileError) {
    guard let stream = NIfTIStream(reading: files.voxels) else {
      throw .inputOutput(files.voxels, "cannot read", errno: errno)
    }
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.blockBytes, alignment: 64)
    defer { block.deallocate() }
    var toSkip = header.voxelOffset
    while toSkip > 0 {
      let part = UnsafeMutableRawBufferPointer(rebasing: block[..<min(toSkip, block.count)])
      try readFully(part, from: stream, before: 0)
      toSkip -= part.count
    }
    let total = header.voxelBytes
    var position = 0
    while position < total {
      let part = UnsafeMutableRawBufferPointer(
        rebasing: block[..<min(total - position, block.count)])
      try readFully(part, from: stream, before: position)
      body(UnsafeRawBufferPointer(part), position / header.dataType.size)
      position += part.count
    }
    // A last byte makes zlib look at the checksum behind the data.
    let end = stream.read(into: UnsafeMutableRawBufferPointer(rebasing: block[..<1]))
    guard end != nil, stream.close() || end == 1 else { throw damaged }
  }

  private func readFully(
    _ buffer: UnsafeMutableRawBufferPointer, from stream: borrowing NIfTIStream,
    before position: Int
  ) throws(VolumeFileError) {
    guard let count = stream.read(into: buffer) else { throw damaged }
    guard count == buffer.count else {
      throw .badData(
        files.voxels,
        """
        is cut off: its header claims \(header.voxelBytes) bytes of voxels, the file ends after \
        \(position + count); copy or export it again
        """
      )
    }
  }

  private var damaged: VolumeFileError {
    .badData(files.voxels, "its gzip compression is damaged or cut off; copy or export it again")
  }

  /// The conversion for the file's data type and byte order.
  var conversion: any BlockConversion {
    switch header.dataType {
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
    TypedConversion<Value>(swapsBytes: header.isBigEndian, scaling: header.scaling)
  }
}
