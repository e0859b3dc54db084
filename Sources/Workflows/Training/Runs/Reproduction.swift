public import Foundation
import ModelFiles

/// Whether a training that was repeated came to the same weights as the first time.
public struct Reproduction: Sendable {
  /// True where every weight has the same bits.
  public let isIdentical: Bool
  /// The largest difference of a weight.
  public let largestDifference: Float

  /// Compares the models of two runs.
  /// - Throws: errors of the files.
  public init(of original: URL, by copy: URL) throws {
    let first = try ModelFolder(original).read().weights
    let second = try ModelFolder(copy).read().weights
    var isIdentical = first.count == second.count
    var largest: Float = 0
    for (name, tensor) in first {
      guard let other = second[name], other.shape == tensor.shape else {
        throw TrainingError.badData(
          "the network is another: \(name) differs in shape", file: copy)
      }
      if other.data == tensor.data { continue }
      isIdentical = false
      for (a, b) in zip(try tensor.floats(), try other.floats()) {
        largest = max(largest, abs(a - b))
      }
    }
    self.isIdentical = isIdentical
    largestDifference = largest
  }
}
