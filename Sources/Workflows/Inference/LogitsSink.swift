package import Labels

/// Takes the logits of a volume on the network's grid, slab after slab along z.
package protocol LogitsSink {
  /// - Parameter slab: The planes that follow those of the slab before, the first of the volume at first.
  mutating func receive(_ slab: consuming LogitsSlab) throws
}
