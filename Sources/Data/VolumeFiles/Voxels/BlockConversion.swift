/// Turns stored bytes into numbers.
protocol BlockConversion {
  /// Converts a block to floats, scaling applied.
  /// - Returns: How many of them are not finite.
  func floats(_ block: UnsafeRawBufferPointer, into target: UnsafeMutablePointer<Float>) -> Int

  /// Converts a block to labels, scaling applied; what is no label becomes 0 and is told to `offenders`.
  func labels(
    _ block: UnsafeRawBufferPointer, into target: UnsafeMutablePointer<UInt16>,
    offenders: inout LabelOffenders)
}

/// The conversion of one data type.
struct TypedConversion<Value: StoredValue>: BlockConversion {
  var swapsBytes: Bool
  var scaling: (slope: Double, intercept: Double)?

  func floats(_ block: UnsafeRawBufferPointer, into target: UnsafeMutablePointer<Float>) -> Int {
    let source = block.bindMemory(to: Value.Bits.self)
    if let (slope, intercept) = scaling {
      if swapsBytes {
        convert(source, target) { Float(Value(bits: $0.byteSwapped).double * slope + intercept) }
      } else {
        convert(source, target) { Float(Value(bits: $0).double * slope + intercept) }
      }
    } else if swapsBytes {
      convert(source, target) { Value(bits: $0.byteSwapped).float }
    } else {
      convert(source, target) { Value(bits: $0).float }
    }
    // Even the largest 64-bit integer is a finite float.
    return scaling == nil && Value.self is any FixedWidthInteger.Type
      ? 0 : countNonFinite(target, source.count)
  }

  @inline(__always)
  private func convert(
    _ source: UnsafeBufferPointer<Value.Bits>, _ target: UnsafeMutablePointer<Float>,
    _ number: (Value.Bits) -> Float
  ) {
    guard let start = source.baseAddress else { return }
    for index in 0..<source.count { target[index] = number(start[index]) }
  }

  private func countNonFinite(_ values: UnsafePointer<Float>, _ count: Int) -> Int {
    var total: Int32 = 0
    for index in 0..<count {
      total &+= values[index].bitPattern & 0x7F80_0000 == 0x7F80_0000 ? 1 : 0
    }
    return Int(total)
  }

  func labels(
    _ block: UnsafeRawBufferPointer, into target: UnsafeMutablePointer<UInt16>,
    offenders: inout LabelOffenders
  ) {
    let source = block.bindMemory(to: Value.Bits.self)
    if scaling == nil, !swapsBytes, let small = Value.self as? any UnsignedLabel.Type {
      small.widen(block, into: target)
      return
    }
    let (slope, intercept) = scaling ?? (1, 0)
    for index in 0..<source.count {
      let bits = swapsBytes ? source[index].byteSwapped : source[index]
      let value = Value(bits: bits).double * slope + intercept
      guard value > -0.5, value < 65535.5 else {
        offenders.add(value)
        target[index] = 0
        continue
      }
      let label = Int32(value + 0.5)
      if abs(value - Double(label)) > 1e-3 { offenders.add(value) }
      target[index] = UInt16(label)
    }
  }
}

/// A stored type whose every value is a label.
private protocol UnsignedLabel {
  static func widen(_ block: UnsafeRawBufferPointer, into target: UnsafeMutablePointer<UInt16>)
}

extension UInt8: UnsignedLabel {
  static func widen(_ block: UnsafeRawBufferPointer, into target: UnsafeMutablePointer<UInt16>) {
    for index in 0..<block.count { target[index] = UInt16(block[index]) }
  }
}

extension UInt16: UnsignedLabel {
  static func widen(_ block: UnsafeRawBufferPointer, into target: UnsafeMutablePointer<UInt16>) {
    guard let start = block.baseAddress else { return }
    target.update(from: start.assumingMemoryBound(to: UInt16.self), count: block.count / 2)
  }
}
