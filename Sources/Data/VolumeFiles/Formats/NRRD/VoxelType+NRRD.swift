extension VoxelType {
  /// The type of an NRRD file's field `type`, under any of its names.
  init?(nrrdName name: String) {
    switch name.lowercased().split(separator: " ").joined(separator: " ") {
    case "signed char", "int8", "int8_t": self = .int8
    case "uchar", "unsigned char", "uint8", "uint8_t": self = .uint8
    case "short", "short int", "signed short", "signed short int", "int16", "int16_t":
      self = .int16
    case "ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t": self = .uint16
    case "int", "signed int", "int32", "int32_t": self = .int32
    case "uint", "unsigned int", "uint32", "uint32_t": self = .uint32
    case "longlong", "long long", "long long int", "signed long long", "signed long long int",
      "int64", "int64_t":
      self = .int64
    case "ulonglong", "unsigned long long", "unsigned long long int", "uint64", "uint64_t":
      self = .uint64
    case "float": self = .float32
    case "double": self = .float64
    default: return nil
    }
  }

  /// The name that every reader knows; `nil` for a type that NRRD does not have.
  var nrrdName: String? {
    switch self {
    case .uint8: "unsigned char"
    case .int8: "signed char"
    case .uint16: "unsigned short"
    case .int16: "short"
    case .uint32: "unsigned int"
    case .int32: "int"
    case .uint64: "unsigned long long int"
    case .int64: "long long int"
    case .float32: "float"
    case .float64: "double"
    case .float128: nil
    }
  }
}
