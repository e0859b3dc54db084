import Foundation

/// Where the voxels of an image are, and how they are stored.
struct VoxelSource: Sendable {
  /// A run of voxels in one file.
  struct Part {
    var url: URL
    /// Where the bytes begin in the file, compressed ones included.
    var offset = 0
    /// How many bytes to leave out before the voxels, after decompression.
    var skipped = 0
    var compression: Compression
    /// How many bytes of voxels there are.
    var bytes: Int
  }

  /// How the channels of a voxel lie.
  enum ChannelOrder {
    /// One image after the other.
    case separate
    /// All channels of a voxel side by side.
    case interleaved
  }

  var parts: [Part]
  var type: VoxelType
  var isBigEndian: Bool
  /// `nil` where stored values are real ones.
  var scaling: VoxelScaling?
  var channels: Int
  /// The voxels of one channel.
  var count: Int
  var channelOrder = ChannelOrder.separate

  /// Refuses a header that claims more voxels than its files can hold, before memory is taken for them.
  /// - Parameter file: The file that the user named.
  func checkSizes(file: URL) throws(VolumeFileError) {
    for part in parts {
      let status = try FileStatus(of: part.url)
      let isCompressed = part.compression != .none
      let (most, overflow) = (status.size - min(part.offset, status.size))
        .multipliedReportingOverflow(by: isCompressed ? Compression.largestRatio : 1)
      let (needed, tooMany) = part.bytes.addingReportingOverflow(part.skipped)
      guard overflow || (!tooMany && needed <= most) else {
        throw .badData(
          part.url,
          isCompressed
            ? """
            its header claims \(needed) bytes, more than \(status.size) compressed bytes can \
            hold; the file is cut off or its header wrong
            """
            : """
            is cut off: its header claims \(needed) bytes, the file has \(status.size); copy or \
            export it again
            """
        )
      }
    }
    let memory = Int(sysconf(Int32(_SC_PHYS_PAGES))) * Int(sysconf(Int32(_SC_PAGESIZE)))
    let (floats, tooMany) = (channels * count)
      .multipliedReportingOverflow(by: MemoryLayout<Float>.size)
    guard !tooMany, floats < memory else {
      throw .badData(
        file, "holds \(channels * count) voxels, more than fit in this machine's memory")
    }
  }
}
