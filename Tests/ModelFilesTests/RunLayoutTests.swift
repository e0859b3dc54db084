import Files
import Foundation
import ModelFiles
import TestSupport
import Testing

struct RunLayoutTests {
  @Test func namesAreThoseThatUsersAndOlderRunsKnow() {
    let layout = RunLayout(URL(fileURLWithPath: "/r"))
    let paths = [
      layout.model, layout.weights, layout.pipeline, layout.record, layout.checkpoint,
      layout.previousCheckpoint, layout.log, layout.page, layout.chart, layout.messages,
      layout.events, layout.cache, layout.validation, layout.validationSummary,
      layout.validationLabels(of: "a", ending: ".nii.gz"), layout.foldsRecord,
      layout.fold(12).model,
    ].map(\.path)
    #expect(
      paths == [
        "/r/model.json", "/r/model.safetensors", "/r/pipeline.yaml", "/r/run.json",
        "/r/checkpoint.safetensors", "/r/checkpoint-previous.safetensors", "/r/log.csv",
        "/r/progress.html", "/r/progress.svg", "/r/training.log", "/r/tensorboard", "/r/cache",
        "/r/validation", "/r/validation/summary.json", "/r/validation/a.nii.gz", "/r/folds.json",
        "/r/fold-12/model.json",
      ])
  }

  @Test func foldsAreThoseThatAreThere() throws {
    try withTemporaryFolder { folder in
      #expect(RunLayout(folder.appendingPathComponent("no")).folds.isEmpty)
      for name in ["fold-1", "fold-0", "fold-x", "folds", "validation"] {
        try AtomicFile.makeFolder(folder.appendingPathComponent(name))
      }
      #expect(RunLayout(folder).folds.map(\.folder.lastPathComponent) == ["fold-0", "fold-1"])
    }
  }
}
