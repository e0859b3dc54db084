package import Augmentation
import Pipelines
import Planning
import Preprocessing
package import VolumeFiles
import Volumes

/// Patches of a data set as a pipeline's training would see them, beside the plain ones: what shows whether its augmentation suits.
package struct AugmentationPreview: Sendable {
  /// One patch changed in several ways.
  package struct Row: Sendable {
    /// What the row shows.
    package var title: String
    /// The plain patch, then the changed ones.
    package var samples: [Sample]
  }

  package struct Sample: Sendable {
    package var patch: TrainingSample
    /// What was done, for people.
    package var caption: String
  }

  package let rows: [Row]
  /// The axis across which slices are best seen (0 depth, 1 height, 2 width).
  package let normal: Int
  /// Of the patches' voxels, in mm (z, y, x).
  package let spacing: [Double]

  /// Prepares a few cases and draws: first all that the pipeline does, then each kind of change on its own.
  ///
  /// - Parameters:
  ///   - options: The pipeline and the seed; their length and fold do not matter.
  ///   - cases: The most cases, spread over the data set.
  ///   - columns: How many changed patches for each.
  ///   - progress: Told how much is done, 0 to 1.
  /// - Throws: Errors of the data set and of the pipeline.
  package init(
    _ store: any CaseStore, options: TrainingOptions, cases: Int = 4, columns: Int = 6,
    progress: (Double) -> Void
  ) throws {
    let preparation = try TrainingPreparation(surveying: store, options: options) {
      progress(0.9 * $0)
    }
    try preparation.requireKnownParts()
    let (loading, plan, seed) = (preparation.loading, preparation.plan, options.seed)
    let shown = min(cases, loading.ids.count)
    let ids = (0..<shown).map { loading.ids[$0 * loading.ids.count / shown] }
    var prepared: [PreparedCase] = []
    try loading.prepare(
      ids, plan.preprocessing, seed: seed, threads: options.threads,
      progress: { progress(0.9 + 0.1 * $0) }
    ) {
      prepared.append(
        PreparedCase(id: $0.id, image: $0.image, labels: $0.labels, foreground: $0.foreground))
    }
    let augmenter = Augmenter(plan.pipeline.augmentation, patch: plan.patch)
    var rows: [Row] = []
    for (index, entry) in prepared.enumerated() {
      rows.append(
        try Self.row(
          "\(entry.id): \(plan.pipeline.augmentationPreset.rawValue)", entry, augmenter, plan, seed,
          columns, index))
    }
    if let first = prepared.first {
      for (index, part) in plan.pipeline.augmentation.parts.enumerated() {
        rows.append(
          try Self.row(
            "\(first.id): \(part.name) alone", first,
            Augmenter(part.configuration, patch: plan.patch), plan, seed, columns, cases + index))
      }
    }
    self.rows = rows
    normal = augmenter.normal ?? 0
    spacing = plan.preprocessing.targetSpacing.axes
  }

  /// A patch around foreground, plain and changed.
  private static func row(
    _ title: String, _ entry: PreparedCase, _ augmenter: Augmenter, _ plan: TrainingPlan,
    _ seed: UInt64, _ columns: Int, _ number: Int
  ) throws -> Row {
    let sampler = PatchSampler(
      cases: [entry], patch: plan.patch, batch: 1, foregroundFraction: 1, augmenter: augmenter,
      seed: seed)
    // The same place in every row of a case.
    let place = try sampler.place(step: 0, index: 0)
    let plain = PatchAugmentation(spatial: PatchTransform(), intensity: [])
    var samples = [Sample(patch: try sampler.sample(place, plain), caption: "original")]
    for column in 0..<columns {
      var generator = SeededGenerator(seed: seed, stream: [number, column])
      let drawn = augmenter.draw(channels: entry.channels, using: &generator)
      let words = drawn.summary(ofChannel: 0)
      samples.append(
        Sample(
          patch: try sampler.sample(place, drawn),
          caption: words.isEmpty ? "unchanged" : words.joined(separator: ", ")))
    }
    return Row(title: title, samples: samples)
  }
}
