package import Volumes

/// Draws numbers 0 ..< count, each as often as its weight says.
package struct WeightedChoice: Sendable, Hashable {
  /// Sums of the weights up to each number; empty where all weigh the same.
  private let sums: [Double]
  package let count: Int

  /// Weights that are finite and not negative, not all 0; any number of equal ones.
  /// - Precondition: `weights` is not empty.
  package init(_ weights: [Double]) {
    precondition(!weights.isEmpty, "nothing to choose from")
    count = weights.count
    guard Set(weights).count > 1 else {
      sums = []
      return
    }
    var sum = 0.0
    sums = weights.map {
      sum += $0
      return sum
    }
  }

  package func draw(using generator: inout SeededGenerator) -> Int {
    guard let total = sums.last else { return generator.integer(below: count) }
    let wanted = generator.uniform() * total
    var (low, high) = (0, count - 1)
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > wanted { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
