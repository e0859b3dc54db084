public import Files
import Foundation

extension Safetensors {
  /// A tensor holds another type of numbers than what was asked of it.
  public struct ElementTypeError: UserFacingError, Hashable {
    public var found: ElementType
    public var wanted: String
    public var kind: FailureKind { .badData }
    public var description: String {
      "a tensor of type \(found.rawValue) was found where \(wanted) were expected"
    }
  }
}

extension Safetensors.Tensor {
  /// The elements as single precision, converted from F64, F16 or BF16 where needed.
  /// - Throws: ``Safetensors/ElementTypeError`` for integers and 8-bit floats.
  public func floats() throws(Safetensors.ElementTypeError) -> [Float] {
    switch elementType {
    case .float32: elements(of: Float.self) { $0 }
    case .float64: elements(of: Double.self) { Float($0) }
    case .float16: elements(of: Float16.self) { Float($0) }
    case .bfloat16: elements(of: UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
    default:
      throw Safetensors.ElementTypeError(found: elementType, wanted: "floating-point numbers")
    }
  }

  /// The elements as double precision.
  /// - Throws: ``Safetensors/ElementTypeError`` for integers and 8-bit floats.
  public func doubles() throws(Safetensors.ElementTypeError) -> [Double] {
    if elementType == .float64 { return elements(of: Double.self) { $0 } }
    return try floats().map(Double.init)
  }

  /// The elements as integers.
  /// - Throws: ``Safetensors/ElementTypeError`` for floats, and for unsigned 64-bit integers that are too large.
  public func integers() throws(Safetensors.ElementTypeError) -> [Int] {
    switch elementType {
    case .bool, .uint8: return elements(of: UInt8.self) { Int($0) }
    case .int8: return elements(of: Int8.self) { Int($0) }
    case .uint16: return elements(of: UInt16.self) { Int($0) }
    case .int16: return elements(of: Int16.self) { Int($0) }
    case .uint32: return elements(of: UInt32.self) { Int($0) }
    case .int32: return elements(of: Int32.self) { Int($0) }
    case .int64: return elements(of: Int64.self) { Int($0) }
    case .uint64:
      let values = elements(of: UInt64.self) { Int(exactly: $0) }
      if !values.contains(nil) { return values.compactMap { $0 } }
      throw Safetensors.ElementTypeError(found: elementType, wanted: "integers of 63 bits")
    default:
      throw Safetensors.ElementTypeError(found: elementType, wanted: "integers")
    }
  }

  private func elements<Stored: BitwiseCopyable, Value>(
    of type: Stored.Type, _ convert: (Stored) -> Value
  ) -> [Value] {
    data.withUnsafeBytes { bytes in
      let stride = MemoryLayout<Stored>.size
      let count = bytes.count / stride
      return [Value](unsafeUninitializedCapacity: count) { result, filled in
        if Stored.self == Value.self {
          UnsafeMutableRawBufferPointer(result).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: bytes[..<(count * stride)]))
        } else {
          for index in 0..<count {
            let stored = bytes.loadUnaligned(fromByteOffset: index * stride, as: Stored.self)
            result.initializeElement(at: index, to: convert(stored))
          }
        }
        filled = count
      }
    }
  }
}
