import ArgumentParser

/// A length of time on the command line: 90s, 30m, 1.5h, or seconds alone.
struct TimeSpan: ExpressibleByArgument {
  var seconds: Double

  init?(argument: String) {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
    var number = Substring(argument)
    var factor = 1.0
    if let last = number.last, let unit = units[last] {
      factor = unit
      number = number.dropLast()
    }
    guard let value = Double(number), value > 0, value * factor < 1e8 else { return nil }
    seconds = value * factor
  }
}
