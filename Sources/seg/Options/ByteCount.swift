import ArgumentParser

/// An amount of memory on the command line: 500m, 2g, 1.5g, or bytes alone.
struct ByteCount: ExpressibleByArgument {
  var bytes: Int

  init?(argument: String) {
    let units: [Character: Double] = ["k": 0x1p10, "m": 0x1p20, "g": 0x1p30, "t": 0x1p40]
    var number = Substring(argument.lowercased())
    if number.last == "b" { number = number.dropLast() }
    var factor = 1.0
    if let last = number.last, let unit = units[last] {
      factor = unit
      number = number.dropLast()
    }
    guard let value = Double(number), value > 0, value * factor < 1e15 else { return nil }
    bytes = Int(value * factor)
  }
}
