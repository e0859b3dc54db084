package import Labels

/// Decides the class of every voxel on the network's grid.
package struct DecidedLabels: LogitsSink {
  private let decoder: LabelDecoder
  /// Class indices in C order of the grid.
  package private(set) var labels: [UInt16] = []

  package init(_ decoder: LabelDecoder) {
    self.decoder = decoder
  }

  package mutating func receive(_ slab: consuming LogitsSlab) {
    labels += decoder.decide(slab, of: .logits).labels
  }
}
