import CLabels

/// Chooses a label for every voxel while the scores of one label after the other come in.
package struct LabelDecision: Sendable {
  package enum Rule: Hashable, Sendable {
    /// The largest score wins, of equal ones the first.
    case largest
    /// The last score above the threshold wins; where none is, the label is 0.
    case lastAbove(Float)
  }

  package let rule: Rule
  /// The label that won so far.
  package private(set) var labels: [UInt16]
  /// Its score.
  package private(set) var scores: [Float]
  private var isFirst = true

  /// - Parameter count: The number of voxels.
  package init(count: Int, rule: Rule = .largest) {
    self.rule = rule
    labels = [UInt16](repeating: 0, count: count)
    scores = [Float](repeating: 0, count: count)
  }

  /// Takes the scores of the next label.
  /// - Precondition: There is one for every voxel.
  package mutating func receive(_ candidates: UnsafeBufferPointer<Float>, label: UInt16) {
    precondition(candidates.count == labels.count, "\(candidates.count) of \(labels.count) scores")
    let (isFirst, rule, count) = (isFirst, rule, Int64(labels.count))
    self.isFirst = false
    scores.withUnsafeMutableBufferPointer { scores in
      labels.withUnsafeMutableBufferPointer { labels in
        switch rule {
        case .largest where isFirst:
          _ = scores.update(fromContentsOf: candidates)
          labels.update(repeating: label)
        case .largest:
          seg_keep_larger(
            candidates.baseAddress, scores.baseAddress, labels.baseAddress, label, count)
        case .lastAbove(let threshold):
          seg_keep_above(
            candidates.baseAddress, threshold, scores.baseAddress, labels.baseAddress, label, count)
        }
      }
    }
  }

  /// Takes the scores of the next label.
  /// - Precondition: There is one for every voxel.
  package mutating func receive(_ candidates: [Float], label: UInt16) {
    candidates.withUnsafeBufferPointer { receive($0, label: label) }
  }
}
