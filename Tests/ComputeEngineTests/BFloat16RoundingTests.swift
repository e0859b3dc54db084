import CEngineKernels
import Testing

/// How float32 becomes bfloat16, the upper half of its bits.
struct BFloat16RoundingTests {
  private func rounded(_ values: [Float]) -> [Float] {
    var result = [UInt16](repeating: 0, count: values.count)
    seg_round_to_bf16(values, &result, Int64(values.count), 1)
    return result.map { Float(bitPattern: UInt32($0) << 16) }
  }

  @Test func notANumberStaysSo() {
    // Payloads in the low bits, which rounding would carry into exponent and sign, or cut off; quiet and signalling.
    let patterns: [UInt32] = [
      0x7FFF_FFFF, 0xFFFF_FFFF, 0x7FFF_8000, 0x7FC0_0000, 0x7F80_0001, 0xFF80_0001, 0x7F80_7FFF,
      0x7FBF_FFFF, 0xFFBF_8001,
    ]
    // Often enough that loops over whole vectors take them.
    let values = (0..<64).flatMap { _ in patterns.map { Float(bitPattern: $0) } }
    let result = rounded(values)
    #expect(result.count == values.count)
    for (value, rounded) in zip(values, result) {
      #expect(rounded.isNaN, "\(String(value.bitPattern, radix: 16))")
      #expect(rounded.sign == value.sign)
    }
  }

  @Test func numbersGoToTheNearestAndTiesToEven() {
    let step: Float = 1 / 128
    #expect(
      rounded([
        1, 1 + step / 2, 1 + step * 1.5, 1 + step * 0.51, -1 - step * 0.49, 0, -0.0, .infinity,
      ])
        == [1, 1, 1 + 2 * step, 1 + step, -1, 0, -0.0, .infinity])
    #expect(rounded([-.infinity, Float.greatestFiniteMagnitude]) == [-.infinity, .infinity])
  }
}
