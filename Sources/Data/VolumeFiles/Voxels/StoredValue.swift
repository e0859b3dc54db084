/// A voxel's value as a file stores it: bits that may need their bytes swapped, and the number they mean.
protocol StoredValue {
  associatedtype Bits: FixedWidthInteger
  init(bits: Bits)
  var float: Float { get }
  var double: Double { get }
}

extension StoredValue where Self: FixedWidthInteger, Bits == Self {
  @inline(__always) init(bits: Bits) { self = bits }
  @inline(__always) var float: Float { Float(self) }
  @inline(__always) var double: Double { Double(self) }
}

extension UInt8: StoredValue { typealias Bits = UInt8 }
extension Int8: StoredValue { typealias Bits = Int8 }
extension UInt16: StoredValue { typealias Bits = UInt16 }
extension Int16: StoredValue { typealias Bits = Int16 }
extension UInt32: StoredValue { typealias Bits = UInt32 }
extension Int32: StoredValue { typealias Bits = Int32 }
extension UInt64: StoredValue { typealias Bits = UInt64 }
extension Int64: StoredValue { typealias Bits = Int64 }

extension Float: StoredValue {
  @inline(__always) init(bits: UInt32) { self.init(bitPattern: bits) }
  @inline(__always) var float: Float { self }
  @inline(__always) var double: Double { Double(self) }
}

extension Double: StoredValue {
  @inline(__always) init(bits: UInt64) { self.init(bitPattern: bits) }
  @inline(__always) var float: Float { Float(self) }
  @inline(__always) var double: Double { self }
}

/// A number of IEEE 754's binary128: 15 bits of exponent, 112 of mantissa, rounded toward zero to a double.
struct Quadruple: StoredValue {
  let double: Double
  var float: Float { Float(double) }

  init(bits: UInt128) {
    let isNegative = bits >> 127 == 1
    let exponent = Int(bits >> 112 & 0x7FFF)
    let fraction = UInt64(truncatingIfNeeded: bits >> 60) & 0x000F_FFFF_FFFF_FFFF
    let magnitude: Double =
      switch exponent - 16383 {
      case 16384: bits << 16 == 0 ? .infinity : .nan
      case 1024...: .infinity
      case ..<(-1022): 0
      case let power:
        Double(sign: .plus, exponentBitPattern: UInt(power + 1023), significandBitPattern: fraction)
      }
    double = isNegative ? -magnitude : magnitude
  }
}
