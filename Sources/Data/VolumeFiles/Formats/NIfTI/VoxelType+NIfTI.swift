extension VoxelType {
  /// NIfTI's datatype code.
  var niftiCode: Int {
    switch self {
    case .uint8: 2
    case .int16: 4
    case .int32: 8
    case .float32: 16
    case .float64: 64
    case .int8: 256
    case .uint16: 512
    case .uint32: 768
    case .int64: 1024
    case .uint64: 1280
    case .float128: 1536
    }
  }

  init?(niftiCode code: Int) {
    guard let type = Self.allCases.first(where: { $0.niftiCode == code }) else { return nil }
    self = type
  }

  /// Why a datatype code cannot be read, in words for people.
  static func reasonToRefuse(niftiCode code: Int) -> String {
    switch code {
    case 0: "the header does not say which data type the voxels have"
    case 1: "voxels of one bit (datatype 1) are not supported; convert them to uint8"
    case 32, 1792, 2048:
      "the voxels are complex numbers; save magnitude or phase as real numbers first"
    case 128, 2304: "the voxels are RGB colours; save one channel a volume as numbers first"
    default: "data type \(code) is not a NIfTI data type"
    }
  }
}
