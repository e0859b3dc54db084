package import Foundation

/// Where everything lies in the folder of a run: the one place that spells these names.
///
/// It reads and writes nothing; files need not be there.
package struct RunLayout: Hashable, Sendable {
  package let folder: URL

  package init(_ folder: URL) { self.folder = folder }

  private func file(_ name: String) -> URL { folder.appendingPathComponent(name) }

  // MARK: - The model

  /// What the model is: configuration, preprocessing, labels.
  package var model: URL { file("model.json") }
  package var weights: URL { file("model.safetensors") }

  // MARK: - The training

  /// The pipeline with every key.
  package var pipeline: URL { file("pipeline.yaml") }
  /// What the run is made from.
  package var record: URL { file("run.json") }
  package var checkpoint: URL { file("checkpoint.safetensors") }
  package var previousCheckpoint: URL { file("checkpoint-previous.safetensors") }
  /// A checkpoint that is being written.
  package var nextCheckpoint: URL { file("checkpoint-next.safetensors") }
  /// Prepared cases that do not fit into memory.
  package var cache: URL { file("cache") }
  /// What a training holds while it is at work in the folder.
  package var lock: URL { file(".lock") }

  // MARK: - Watching

  package var log: URL { file("log.csv") }
  package var page: URL { file("progress.html") }
  package var chart: URL { file("progress.svg") }
  /// What the training told, with times.
  package var messages: URL { file("training.log") }
  /// TensorBoard's event files.
  package var events: URL { file("tensorboard") }

  // MARK: - Validation

  /// Predictions of the held-out cases, and their evaluation.
  package var validation: URL { file("validation") }
  package var validationSummary: URL { validation.appendingPathComponent("summary.json") }

  /// The prediction of a held-out case.
  ///
  /// - Parameter ending: That of the format, with its period.
  package func validationLabels(of caseID: String, ending: String) -> URL {
    validation.appendingPathComponent(caseID + ending)
  }

  // MARK: - Several folds

  /// What the folds in the folder are trained with.
  package var foldsRecord: URL { file("folds.json") }

  /// The run of one of the folds.
  package func fold(_ number: Int) -> RunLayout { RunLayout(file("fold-\(number)")) }

  /// The runs of folds that are there, by name.
  package var folds: [RunLayout] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.wholeMatch(of: /fold-[0-9]+/) != nil }.sorted()
      .map { RunLayout(file($0)) }
  }

  // MARK: - All runs

  /// Where runs lie by default: `runs` in the current folder.
  package static var runs: URL { URL(fileURLWithPath: "runs") }
}
