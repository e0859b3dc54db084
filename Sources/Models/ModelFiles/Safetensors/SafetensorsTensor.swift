public import Foundation

extension Safetensors {
  /// How an element is stored; the raw value is the name in the file.
  ///
  /// All are little-endian.
  public enum ElementType: String, Hashable, Sendable, Codable, CaseIterable {
    case bool = "BOOL"
    case uint8 = "U8"
    case int8 = "I8"
    case float8E5M2 = "F8_E5M2"
    case float8E4M3 = "F8_E4M3"
    case int16 = "I16"
    case uint16 = "U16"
    case float16 = "F16"
    case bfloat16 = "BF16"
    case int32 = "I32"
    case uint32 = "U32"
    case float32 = "F32"
    case float64 = "F64"
    case int64 = "I64"
    case uint64 = "U64"

    /// The size of an element in bytes.
    public var size: Int {
      switch self {
      case .bool, .uint8, .int8, .float8E5M2, .float8E4M3: 1
      case .int16, .uint16, .float16, .bfloat16: 2
      case .int32, .uint32, .float32: 4
      case .float64, .int64, .uint64: 8
      }
    }
  }

  /// An array of numbers in C order, the last axis fastest.
  public struct Tensor: Sendable, Hashable {
    /// Sizes, slowest axis first; empty for a single number.
    public let shape: [Int]
    public let elementType: ElementType
    /// The elements, little-endian.
    ///
    /// A slice of the mapped file where the tensor was read: it may start at any address.
    public let data: Data

    /// The number of elements.
    public var count: Int { data.count / elementType.size }

    /// - Precondition: `data` holds the bytes of as many elements as the shape has.
    public init(shape: [Int], elementType: ElementType, data: Data) {
      precondition(
        byteCount(shape: shape, elementType: elementType) == data.count,
        "a tensor of shape \(shape) needs other than \(data.count) bytes")
      self.shape = shape
      self.elementType = elementType
      self.data = data
    }

    /// - Precondition: `values` holds as many numbers as the shape has elements.
    public init(shape: [Int], values: [Float]) {
      self.init(shape: shape, elementType: .float32, data: values.withUnsafeBytes { Data($0) })
    }

    /// - Precondition: `values` holds as many numbers as the shape has elements.
    public init(shape: [Int], values: [Double]) {
      self.init(shape: shape, elementType: .float64, data: values.withUnsafeBytes { Data($0) })
    }

    /// - Precondition: `values` holds as many numbers as the shape has elements.
    public init(shape: [Int], values: [Int64]) {
      self.init(shape: shape, elementType: .int64, data: values.withUnsafeBytes { Data($0) })
    }

    /// A row of bytes.
    public init(bytes: Data) {
      self.init(shape: [bytes.count], elementType: .uint8, data: bytes)
    }
  }

  /// How many bytes a tensor takes, or `nil` where a size is negative or the product overflows.
  static func byteCount(shape: [Int], elementType: ElementType) -> Int? {
    // A zero anywhere makes an empty tensor, but the other sizes must still be sane.
    var bytes = elementType.size
    for size in shape {
      guard size >= 0 else { return nil }
      let (product, overflow) = bytes.multipliedReportingOverflow(by: size)
      guard !overflow else { return nil }
      bytes = product
    }
    return bytes
  }
}
