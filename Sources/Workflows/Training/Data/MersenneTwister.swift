/// The generator of numpy's `RandomState`, for splits that equal those of other tools.
///
/// Source: Matsumoto and Nishimura 1998, MT19937.
struct MersenneTwister {
  private var state = [UInt32](repeating: 0, count: 624)
  private var index = 624

  init(seed: UInt32) {
    state[0] = seed
    for i in 1..<624 {
      state[i] = 1_812_433_253 &* (state[i - 1] ^ (state[i - 1] >> 30)) &+ UInt32(i)
    }
  }

  mutating func next() -> UInt32 {
    if index == 624 {
      for i in 0..<624 {
        let y = (state[i] & 0x8000_0000) | (state[(i + 1) % 624] & 0x7FFF_FFFF)
        state[i] = state[(i + 397) % 624] ^ (y >> 1) ^ (y & 1 == 1 ? 0x9908_B0DF : 0)
      }
      index = 0
    }
    var y = state[index]
    index += 1
    y ^= y >> 11
    y ^= (y << 7) & 0x9D2C_5680
    y ^= (y << 15) & 0xEFC6_0000
    return y ^ (y >> 18)
  }

  /// A whole number from 0 to `bound`, included, by numpy's masked rejection.
  mutating func integer(through bound: UInt32) -> UInt32 {
    guard bound > 0 else { return 0 }
    let mask = UInt32.max >> UInt32(bound.leadingZeroBitCount)
    while true {
      let value = next() & mask
      if value <= bound { return value }
    }
  }

  /// The order that `RandomState.shuffle` gives 0 ..< count.
  mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for i in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(i, Int(integer(through: UInt32(i))))
    }
    return order
  }
}
