import Foundation
import ModelFiles
import Networks
import TestSupport
import Testing

/// What `seg train` promises beyond a single training.
@Suite(.serialized)
struct TrainCommandTests {
  @Test func severalFoldsAreTrainedAndMeasuredTogether() throws {
    try TrainCommandRun.withData { run in
      let result = try run.shell(run.command("run", "--epochs 6 --fold 0,3"))
      #expect(result.status == 0, "\(result.stderr)")
      #expect(result.stdout.contains("2 folds: mean Dice"))
      let text = try Data(contentsOf: run.file("run/validation/summary.json"))
      let summary = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
      let cases = try #require(summary["cases"] as? [[String: Any]])
      let held = try [0, 3].flatMap { fold -> [String] in
        let record = try Data(contentsOf: run.file("run/fold-\(fold)/run.json"))
        let object = try JSONSerialization.jsonObject(with: record) as? [String: Any]
        return (object?["split"] as? [String: [String]])?["validation"] ?? []
      }
      #expect(cases.compactMap { $0["case"] as? String } == held.sorted())
      for name in held { #expect(run.exists("run/validation/\(name).nii.gz")) }
      // The folds are one model for prediction.
      let image = "data/images/case_0.nii.gz"
      let together = try run.shell(
        "$SEG predict \(image) --model run --output a.nii.gz --threads 1")
      let named = try run.shell(
        "$SEG predict \(image) --model run/fold-0 --model run/fold-3 --output b.nii.gz --threads 1")
      #expect(together.status == 0 && named.status == 0, "\(together.stderr)")
      #expect(try Data(contentsOf: run.file("a.nii.gz")) == Data(contentsOf: run.file("b.nii.gz")))
    }
  }

  @Test func aRunIsRepeatedToTheBit() throws {
    try TrainCommandRun.withData { run in
      // With a time limit the schedule follows the clock: it is recorded and repeated.
      let first = try run.shell(run.command("run", "--time-limit 5s --seed 7"))
      #expect(first.status == 0, "\(first.stderr)")
      let again = try run.shell("$SEG train --reproduce run --output again")
      #expect(again.status == 0, "\(again.stderr)")
      #expect(again.stdout.contains("the same to the bit"))
      let (a, b) = try (
        run.tensors("run/checkpoint.safetensors"), run.tensors("again/checkpoint.safetensors")
      )
      for (name, tensor) in a { #expect(b[name] == tensor, "\(name)") }

      // Changed data are noticed.
      try FileManager.default.removeItem(at: run.file("data"))
      try BallDataset.write(to: run.file("data"), cases: 5)
      let other = try run.shell("$SEG train --reproduce run --output other")
      #expect(other.status == 65, "\(other.stdout)")
    }
  }

  @Test func weightsAreTakenFromOtherModels() throws {
    try TrainCommandRun.withData { run in
      let first = try run.shell(run.command("first", "--epochs 2"))
      #expect(first.status == 0, "\(first.stderr)")
      // A network with one more stage: what is alike is taken, the rest is listed.
      let pipeline = try String(contentsOf: run.file("small.yaml"), encoding: .utf8)
        .replacingOccurrences(of: "[8, 16]", with: "[8, 16, 16]")
      try Data(pipeline.utf8).write(to: run.file("small.yaml"))
      for source in ["first", "first/model.safetensors"] {
        let name = "from-\(source.count)"
        let second = try run.shell(
          run.command(name, "--epochs 1 --initialize-from \(source)"))
        #expect(second.status == 0, "\(second.stderr)")
        #expect(second.stderr.contains("tensors loaded"))
        #expect(second.stderr.contains("not loaded: encoder.stages.2"))
      }
    }
  }

  @Test func frozenPartsStayAsTheyAre() throws {
    try TrainCommandRun.withData { run in
      let first = try run.shell(run.command("first", "--epochs 2"))
      #expect(first.status == 0, "\(first.stderr)")
      let second = try run.shell(
        run.command(
          "second", "--epochs 2 --initialize-from first --freeze encoder.stem,encoder.stages.0-1"))
      #expect(second.status == 0, "\(second.stderr)")
      let (a, b) = try (
        run.tensors("first/model.safetensors"), run.tensors("second/model.safetensors")
      )
      for (name, tensor) in a {
        #expect((b[name] == tensor) == name.hasPrefix("encoder."), "\(name)")
      }
      let wrong = try run.shell(run.command("third", "--epochs 1 --freeze encoder.stage.0"))
      #expect(wrong.status == 64)
      #expect(wrong.stderr.contains("encoder.stages.0"))
    }
  }

  /// AdamW's first steps are as long as the rate, whatever the gradient: the ratio of the steps is that of the rates.
  @Test func partsLearnAtRatesOfTheirOwn() throws {
    try TrainCommandRun.withData { run in
      func change(_ groups: String) throws -> [String: Float] {
        let text = BallDataset.pipeline.replacingOccurrences(
          of: "steps_per_epoch: 5, average_decay: 0.9,",
          with:
            "steps_per_epoch: 1, average_decay: 0, weight_decay: 0, schedule: constant, warm_up: 0, \(groups)"
        )
        try Data(text.utf8).write(to: run.file("small.yaml"))
        let folder = "run\(groups.count)"
        let result = try run.shell(run.command(folder, "--epochs 1 --initialize-from first"))
        #expect(result.status == 0, "\(result.stderr)")
        let (a, b) = try (
          run.tensors("first/model.safetensors"), run.tensors("\(folder)/model.safetensors")
        )
        return try a.reduce(into: [:]) { result, entry in
          let (old, new) = (try entry.value.floats(), try b[entry.key]?.floats() ?? [])
          result[entry.key] = zip(old, new).reduce(0) { max($0, abs($1.0 - $1.1)) }
        }
      }
      let first = try run.shell(run.command("first", "--epochs 1"))
      #expect(first.status == 0, "\(first.stderr)")
      let even = try change("")
      let slower = try change("learning_rate_groups: {encoder: 0.1, encoder.stages.0: 0},")
      for (name, step) in even where step > 1e-3 {
        let expected =
          name.hasPrefix("encoder.stages.0.") ? 0 : name.hasPrefix("encoder.") ? 0.1 : Float(1)
        #expect(abs((slower[name] ?? -1) / step - expected) < 0.01, "\(name)")
      }
      #expect(even.values.count { $0 > 1e-3 } > 8)
    }
  }

  /// Weights that grow without bounds: losses are not finite any more.
  @Test func aDivergingTrainingSkipsLowersTheRateAndEndsWithAdvice() throws {
    try TrainCommandRun.withData { run in
      let text = BallDataset.pipeline.replacingOccurrences(
        of: "learning_rate: 0.005", with: "learning_rate: 90, weight_decay: 100000")
      try Data(text.utf8).write(to: run.file("small.yaml"))
      let result = try run.shell(run.command("run", "--epochs 40"))
      #expect(result.status == 65, "\(result.stderr)")
      for expected in [
        "the loss is not finite; the step is left out",
        "the learning rate is halved after 5 such steps", "lower training.learning_rate",
      ] { #expect(result.stderr.contains(expected), "\(result.stderr.suffix(500))") }
    }
  }

  @Test func aFolderInUseIsRefused() throws {
    try TrainCommandRun.withData { run in
      let result = try run.shell(
        "\(run.command("run", "--epochs 100000")) > first.txt 2>&1 & pid=$!; for i in $(seq 100); do [ -e run/.lock ] && break; sleep 0.05; done; \(run.command("run", "--epochs 1")); status=$?; kill -TERM $pid; wait $pid; exit $status"
      )
      #expect(result.status == 74 && result.stderr.contains("another training is at work"))
    }
  }

  @Test func splitsOfFilesAreUsed() throws {
    try TrainCommandRun.withData { run in
      let names = (0..<6).map { "case_\($0)" }
      let splits = [
        ["train": Array(names[1...]), "val": [names[0]]],
        ["train": [names[0]], "val": Array(names[1...])],
      ]
      try JSONSerialization.data(withJSONObject: splits).write(to: run.file("splits_final.json"))
      let result = try run.shell(
        run.command("run", "--epochs 1 --split splits_final.json --fold 1"))
      #expect(result.status == 0, "\(result.stderr)")
      #expect(result.stdout.contains("5 held-out cases"))
      let missing = try run.shell(
        run.command("no", "--epochs 1 --split splits_final.json --fold 2"))
      #expect(missing.status == 64)
    }
  }
}
