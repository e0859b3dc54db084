import CLabels

/// What the logits of a network mean: their probabilities, and which label each voxel gets.
///
/// Labels exclude each other: softmax, and the most probable one wins, the first of equal ones. Regions may overlap: the logistic function
/// for each by itself, and the last region above even odds wins.
/// Source of the regions' rule: nnU-Net v2, `LabelManager.convert_probabilities_to_segmentation`.
package struct LabelDecoder: Hashable, Sendable {
  package enum Activation: Hashable, Sendable {
    case softmax, sigmoid
  }

  /// What a decision is taken from.
  package enum Scores: Hashable, Sendable {
    case logits, probabilities
  }

  package let activation: Activation
  /// The class index of a voxel whose winner is the channel.
  package let labels: [UInt16]

  /// The decoder of a network that was trained for a scheme.
  /// - Precondition: The scheme has no ``LabelScheme/problem``.
  package init(_ scheme: LabelScheme) {
    if scheme.regions.isEmpty {
      activation = .softmax
      labels = scheme.entries.indices.map { UInt16($0) }
    } else {
      activation = .sigmoid
      labels = scheme.regions.map { region in
        scheme.classIndex(ofValue: region.writtenValue).map { UInt16($0) } ?? 0
      }
    }
  }

  /// The decoder of a network with one channel a class, background first.
  package init(classes: Int) {
    activation = .softmax
    labels = (0..<classes).map { UInt16($0) }
  }

  /// The number of channels that a network's logits have.
  package var channels: Int { labels.count }

  /// The largest class index that a decision can give.
  package var largestLabel: Int { Int(labels.max() ?? 0) }

  /// Turns logits into probabilities.
  /// - Parameter threads: How many of the engine's threads to use.
  package func activate(_ slab: inout LogitsSlab, threads: Int) {
    let (channels, count) = (Int64(slab.channels), Int64(slab.count))
    slab.values.withUnsafeMutableBufferPointer {
      switch activation {
      case .softmax: seg_softmax($0.baseAddress, channels, count, Int32(threads))
      case .sigmoid: seg_sigmoid($0.baseAddress, channels * count, Int32(threads))
      }
    }
  }

  /// A decision that takes one channel after the other, each with its label of ``labels``.
  package func decision(count: Int, of scores: Scores) -> LabelDecision {
    switch activation {
    case .softmax: LabelDecision(count: count)
    case .sigmoid: LabelDecision(count: count, rule: .lastAbove(scores == .logits ? 0 : 0.5))
    }
  }

  /// The decision for the voxels of a slab.
  package func decide(_ slab: LogitsSlab, of scores: Scores) -> LabelDecision {
    var decision = decision(count: slab.count, of: scores)
    for channel in 0..<slab.channels {
      slab.withChannel(channel) { decision.receive($0, label: labels[channel]) }
    }
    return decision
  }
}
