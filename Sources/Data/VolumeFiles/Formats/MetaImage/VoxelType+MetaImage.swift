extension VoxelType {
  /// The type of a MetaImage's `ElementType`; "long" has four bytes there on every machine.
  init?(metaImageName name: String) {
    var name = name.uppercased()
    if name.hasSuffix("_ARRAY") { name.removeLast("_ARRAY".count) }
    switch name {
    case "MET_UCHAR": self = .uint8
    case "MET_CHAR", "MET_ASCII_CHAR": self = .int8
    case "MET_USHORT": self = .uint16
    case "MET_SHORT": self = .int16
    case "MET_UINT", "MET_ULONG": self = .uint32
    case "MET_INT", "MET_LONG": self = .int32
    case "MET_ULONG_LONG": self = .uint64
    case "MET_LONG_LONG": self = .int64
    case "MET_FLOAT": self = .float32
    case "MET_DOUBLE": self = .float64
    default: return nil
    }
  }

  /// `nil` for a type that MetaImage does not have.
  var metaImageName: String? {
    switch self {
    case .uint8: "MET_UCHAR"
    case .int8: "MET_CHAR"
    case .uint16: "MET_USHORT"
    case .int16: "MET_SHORT"
    case .uint32: "MET_UINT"
    case .int32: "MET_INT"
    case .uint64: "MET_ULONG_LONG"
    case .int64: "MET_LONG_LONG"
    case .float32: "MET_FLOAT"
    case .float64: "MET_DOUBLE"
    case .float128: nil
    }
  }
}
