/// How sure a network is of a case: the mean over the labels that it found of the mean probability that each has in its voxels.
///
/// Every label counts the same, however large it is.
package struct LabelConfidence: Sendable {
  private var sums: [Double]
  private var voxels: [Int]

  /// - Parameter labels: The number of class indices, background included.
  package init(labels: Int) {
    sums = [Double](repeating: 0, count: labels)
    voxels = [Int](repeating: 0, count: labels)
  }

  /// Adds voxels.
  /// - Parameter decision: Taken from probabilities.
  package mutating func add(_ decision: LabelDecision) {
    for (label, score) in zip(decision.labels, decision.scores) {
      sums[Int(label)] += Double(score)
      voxels[Int(label)] += 1
    }
  }

  /// The confidence, or `nil` where there is nothing but background.
  package var value: Double? {
    let means = zip(sums, voxels).dropFirst().filter { $1 > 0 }.map { $0 / Double($1) }
    return means.isEmpty ? nil : means.reduce(0, +) / Double(means.count)
  }
}
