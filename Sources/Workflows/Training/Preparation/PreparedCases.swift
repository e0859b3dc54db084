import Foundation
import Pipelines
import Planning

/// The cases of a training on the network's grid.
struct PreparedCases {
  /// What keeps those that are in files: patches are read from them while this is held.
  let cache: CaseCache
  let training: [PreparedCase]
  /// Cases that are predicted after each epoch.
  let validation: [PreparedCase]

  /// Prepares the cases of a split.
  ///
  /// - Parameters:
  ///   - folder: For cases that do not fit into memory.
  /// - Throws: Errors of reading and preparing; an input/output error where the disk has no room.
  init(
    _ preparation: TrainingPreparation, _ split: Split, folder: URL,
    report: (TrainingEvent) -> Void
  ) throws {
    let options = preparation.options
    let held = Set(Self.spread(split.validation, options.pipeline.training.validationCases))
    let training = Set(split.training)
    cache = try CaseCache(
      preparation.loading, ids: training.union(held).sorted(),
      preprocessing: preparation.plan.preprocessing, fingerprint: preparation.survey.fingerprint,
      seed: options.seed, memory: options.cacheMemory ?? CaseCache.usualMemory, folder: folder,
      threads: options.threads, progress: { report(.preparing("Preparing", $0)) },
      note: { report(.note($0)) })
    self.training = cache.cases.filter { training.contains($0.id) }
    validation = cache.cases.filter { held.contains($0.id) }
  }

  /// `count` names spread evenly over a list.
  private static func spread(_ names: [String], _ count: Int) -> [String] {
    guard count > 0, names.count > count else { return count > 0 ? names : [] }
    return (0..<count).map { names[$0 * names.count / count] }
  }
}
