/// The logits of all channels of a network's result on some whole planes of a grid, or the probabilities that they became.
///
/// Shape: channels x (z, y, x), C order.
package struct LogitsSlab: Sendable {
  /// Which planes of the grid, along z.
  package let planes: Range<Int>
  package let height: Int
  package let width: Int
  package let channels: Int
  package var values: [Float]

  /// - Precondition: `values` fill the channels' planes.
  package init(planes: Range<Int>, height: Int, width: Int, channels: Int, values: [Float]) {
    precondition(
      values.count == channels * planes.count * height * width,
      "\(values.count) values are not \(channels) x \(planes.count)x\(height)x\(width)")
    self.planes = planes
    self.height = height
    self.width = width
    self.channels = channels
    self.values = values
  }

  /// The number of voxels.
  package var count: Int { planes.count * height * width }

  /// Whether no value is infinite or not a number.
  package var isFinite: Bool {
    values.withUnsafeBufferPointer { $0.allSatisfy(\.isFinite) }
  }

  /// Calls `body` with the values of one channel.
  package func withChannel<Result>(
    _ channel: Int, _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    try values.withUnsafeBufferPointer {
      try body(UnsafeBufferPointer(rebasing: $0[(channel * count)..<((channel + 1) * count)]))
    }
  }

  private static let usualCount = 524_288

  /// How many planes to hand on at once: enough that a call is worth its cost, few enough that their memory does not count.
  /// - Parameter values: Values of one plane, of all channels that are handed on together.
  package static func planes(ofValues values: Int) -> Int { max(1, usualCount / max(1, values)) }

  /// The bytes of that many planes.
  package static func byteCount(ofPlane values: Double) -> Double {
    4 * max(Double(usualCount), values)
  }
}
