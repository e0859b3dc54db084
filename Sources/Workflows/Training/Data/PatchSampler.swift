package import Augmentation
package import Volumes

/// Chooses the patches of a batch: cases evenly or by weights, a part of every batch around foreground.
///
/// Everything follows from the seed, the step and the place in the batch, so that the order of threads does not matter.
///
/// Source: nnU-Net v2's `nnUNetDataLoader`: the last third of a batch (at least one) is centred on a random voxel of a random class
/// of the case, so that small classes are seen as often as large ones.
package struct PatchSampler: Sendable {
  /// Where a patch is taken.
  package struct Place: Hashable, Sendable {
    /// Index of the case.
    package var caseIndex: Int
    /// The voxel (z, y, x) that comes to the patch's middle.
    package var center: VoxelIndex
    /// The class that the patch was to hold.
    package var forcedClass: Int?
  }

  package let cases: [PreparedCase]
  package let patch: Extent
  package let batch: Int
  package let augmenter: Augmenter
  private let seed: UInt64
  private let forced: Int
  private let caseChoice: WeightedChoice
  /// For every case the classes that occur, with their weights.
  private let classes: [[Int]]
  private let classChoices: [WeightedChoice?]

  /// - Parameters:
  ///   - foregroundFraction: The part of a batch that must hold foreground.
  ///   - caseWeights: How often each case is drawn, compared with others; evenly where `nil`.
  ///   - classWeights: How often each class is asked for where it occurs; evenly where `nil`. Background's is not used.
  /// - Precondition: There is a case; weights are not negative and not all 0.
  package init(
    cases: [PreparedCase], patch: Extent, batch: Int, foregroundFraction: Double,
    augmenter: Augmenter, seed: UInt64, caseWeights: [Double]? = nil, classWeights: [Double]? = nil
  ) {
    precondition(!cases.isEmpty && batch > 0, "no case or an empty batch")
    precondition(caseWeights.map { $0.count == cases.count } ?? true, "a weight for each case")
    self.cases = cases
    self.patch = patch
    self.batch = batch
    self.augmenter = augmenter
    self.seed = seed
    forced =
      foregroundFraction > 0
      ? min(batch, max(1, Int((Double(batch) * foregroundFraction).rounded()))) : 0
    caseChoice = WeightedChoice(caseWeights ?? cases.map { _ in 1 })
    func weight(_ label: Int) -> Double {
      guard let classWeights, label < classWeights.count else { return 1 }
      return classWeights[label]
    }
    classes = cases.map { $0.classes.filter { weight($0) > 0 } }
    classChoices = classes.map { $0.isEmpty ? nil : WeightedChoice($0.map(weight)) }
  }

  /// Draws the place of a patch.
  package func place(step: Int, index: Int) throws -> Place {
    var generator = SeededGenerator(seed: seed, stream: [step, index])
    return try place(index: index, using: &generator)
  }

  /// Patch `index` of step `step`: the same for the same seed, whichever thread asks.
  /// - Throws: An input/output error where the case cannot be read.
  package func sample(step: Int, index: Int) throws -> TrainingSample {
    var generator = SeededGenerator(seed: seed, stream: [step, index])
    let place = try place(index: index, using: &generator)
    let augmentation = augmenter.draw(
      channels: cases[place.caseIndex].channels, using: &generator)
    return try sample(place, augmentation)
  }

  /// Takes one patch.
  package func sample(_ place: Place, _ augmentation: PatchAugmentation) throws -> TrainingSample {
    let entry = cases[place.caseIndex]
    let box = augmentation.spatial.reach(
      in: entry.extent, spacing: entry.spacing, center: place.center, patch: patch)
    return try entry.withVoxels(of: box) {
      try augmentation.sample(
        from: $0, spacing: entry.spacing, center: place.center, patch: patch)
    }
  }

  private func place(index: Int, using generator: inout SeededGenerator) throws -> Place {
    let caseIndex = caseChoice.draw(using: &generator)
    let entry = cases[caseIndex]
    guard index >= batch - forced, let choice = classChoices[caseIndex] else {
      var center = VoxelIndex.zero
      for axis in 0..<3 {
        let range = centers(entry.extent[axis], axis)
        center[axis] = range.lowerBound + generator.integer(below: range.count)
      }
      return Place(caseIndex: caseIndex, center: center)
    }
    let label = classes[caseIndex][choice.draw(using: &generator)]
    var center = try entry.place(
      generator.integer(below: entry.placeCounts[label]), of: label)
    for axis in 0..<3 {
      let range = centers(entry.extent[axis], axis)
      center[axis] = min(max(center[axis], range.lowerBound), range.upperBound)
    }
    return Place(caseIndex: caseIndex, center: center, forcedClass: label)
  }

  /// Where the middle of a patch may lie along an axis: patches stay inside the volume; larger ones have it in their middle, where of
  /// an odd number of voxels too many the last lies behind it.
  private func centers(_ size: Int, _ axis: Int) -> ClosedRange<Int> {
    let free = size - patch[axis]
    let first = free < 0 ? free / 2 : 0
    return (first + patch[axis] / 2)...(max(first, free) + patch[axis] / 2)
  }
}
