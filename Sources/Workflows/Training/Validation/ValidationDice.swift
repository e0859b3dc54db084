/// Dice of every foreground class from sums over cases.
struct ValidationDice {
  private var intersections: [Int]
  private var sizes: [Int]

  init(classes: Int) {
    intersections = [Int](repeating: 0, count: classes)
    sizes = [Int](repeating: 0, count: classes)
  }

  /// Adds a case.
  /// - Parameters:
  ///   - prediction: Class indices.
  ///   - labels: Class indices on the same grid.
  mutating func add(prediction: [UInt16], labels: UnsafeBufferPointer<UInt8>) {
    for (predicted, label) in zip(prediction, labels) {
      let (predicted, label) = (Int(predicted), Int(label))
      sizes[predicted] += 1
      if label < sizes.count { sizes[label] += 1 }
      if predicted == label { intersections[predicted] += 1 }
    }
  }

  /// By foreground class; `nil` for classes that neither occur nor are predicted.
  var values: [Double?] {
    intersections.indices.dropFirst().map {
      sizes[$0] > 0 ? 2 * Double(intersections[$0]) / Double(sizes[$0]) : nil
    }
  }
}
