import CHDF5

/// The smallest type that holds an image's values without loss.
enum VoxelStorage {
  case uint8, int16, uint16, float32

  /// Chooses by the values themselves.
  init(for voxels: [Float]) {
    var smallest: Float = 0
    var largest: Float = 0
    for voxel in voxels {
      // Written so that a value that is not a number fails too.
      guard voxel >= -32768 && voxel <= 65535, Float(Int32(voxel)) == voxel,
        voxel.bitPattern != 0x8000_0000
      else {
        self = .float32
        return
      }
      smallest = min(smallest, voxel)
      largest = max(largest, voxel)
    }
    if smallest >= 0 && largest <= 255 {
      self = .uint8
    } else if largest <= 32767 {
      self = .int16
    } else {
      self = smallest >= 0 ? .uint16 : .float32
    }
  }

  /// The type in memory, which is also that in the file.
  var type: hid_t {
    switch self {
    case .uint8: seg_h5_uint8()
    case .int16: seg_h5_int16()
    case .uint16: seg_h5_uint16()
    case .float32: seg_h5_float()
    }
  }
}
