import ArgumentParser
import Files
import Foundation
import Pipelines
import Reports
import Training
import VolumeFiles

/// What `seg train` does instead of training.
extension TrainCommand {
  func writeAugmentation(of store: any CaseStore, to file: URL) throws {
    var bar = ProgressBar("Preparing")
    let pipeline = try pipeline.load(for: store)
    let preview = try AugmentationPreview(
      store, options: options(pipeline, .epochs(pipeline.training.epochs))
    ) { bar.update($0) }
    try AtomicFile.write(AugmentationSheet.make(preview).png(), to: file)
    print(file.relativeToCurrentFolder)
  }

  func runSmokeTest(_ store: any CaseStore, _ assignment: TrainingAssignment) async throws {
    let options = assignment.options
    let report = try await Self.onOwnThread {
      var bar = DelayedProgress("Trying")
      defer { bar.clear() }
      return try SmokeTest(
        store, options: options, folds: assignment.members.map(\.fold)
      ).run { bar.update($1, $0) }
    }
    for note in report.notes { print("note: \(note)") }
    for problem in report.problems { print("problem: \(problem)") }
    print("\(report.soundCases) of \(store.caseIDs.count) cases went through every stage.")
    if let seconds = report.secondsPerStep, let bytes = report.peakByteCount {
      let training = options.pipeline.training
      let steps = Double(training.epochs * training.stepsPerEpoch)
      print(
        "A step takes \(String(format: "%.2f", seconds)) s and \(bytes >> 20) MB; \(training.epochs) epochs take about \(ProgressBar.clock(seconds * steps + report.preparationSeconds))."
      )
    }
    guard report.problems.isEmpty else { throw ExitCode(FailureKind.badData.exitStatus) }
  }
}
