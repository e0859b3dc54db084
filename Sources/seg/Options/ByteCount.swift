import ArgumentParser

/// An amount of memory on the command line: 4g, 500m, 64k, or bytes alone; units are powers of 1024.
struct ByteCount: ExpressibleByArgument {
  var bytes: Int

  init?(argument: String) {
    let units: [Character: Double] = ["k": 0x1p10, "m": 0x1p20, "g": 0x1p30, "t": 0x1p40]
    var number = Substring(argument.lowercased())
    if number.hasSuffix("b") { number = number.dropLast() }
    var factor = 1.0
    if let last = number.last, let unit = units[last] {
      factor = unit
      number = number.dropLast()
    }
    guard let value = Double(number), value >= 0, value * factor < 0x1p60 else { return nil }
    bytes = Int(value * factor)
  }
}
