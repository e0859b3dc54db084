/// Turns values into the bytes that a file stores.
struct VoxelEncoding {
  var type: VoxelType

  /// The values as bytes of this machine's order; a whole type gets the nearest number that it can hold, 0 for what is no number.
  func bytes(_ values: [Float]) -> [UInt8] {
    switch type {
    case .uint8: whole(values, UInt8.self)
    case .int8: whole(values, Int8.self)
    case .uint16: whole(values, UInt16.self)
    case .int16: whole(values, Int16.self)
    case .uint32: whole(values, UInt32.self)
    case .int32: whole(values, Int32.self)
    case .uint64: whole(values, UInt64.self)
    case .int64: whole(values, Int64.self)
    case .float32, .float128: values.withUnsafeBytes { Array($0) }
    case .float64: values.map { Double($0) }.withUnsafeBytes { Array($0) }
    }
  }

  private func whole<Value: FixedWidthInteger>(_ values: [Float], _: Value.Type) -> [UInt8] {
    values.map { value in
      let rounded = value.rounded()
      if let exact = Value(exactly: rounded) { return exact }
      return value.isNaN ? 0 : value < 0 ? Value.min : Value.max
    }
    .withUnsafeBytes { Array($0) }
  }
}
