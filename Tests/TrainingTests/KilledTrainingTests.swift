import Foundation
import Networks
import TestSupport
import Testing

/// `seg train` ended from outside, at any moment.
@Suite(.serialized)
struct KilledTrainingTests {
  @Test func killedAtRandomMomentsTheResultIsTheSameToTheBit() throws {
    try TrainCommandRun.withData { run in
      let whole = try run.shell(run.command("whole", "--epochs 60"))
      #expect(whole.status == 0, "\(whole.stderr)")
      var kills = 0
      var status: Int32 = -1
      while status != 0 && kills < 25 {
        let resume = run.exists("killed/run.json") ? "--resume" : ""
        // The last time it may come to the end on slow machines too.
        let seconds = kills == 24 ? 300 : Double.random(in: 0.2...0.9)
        let result = try run.shell(
          "timeout -s KILL \(seconds) \(run.command("killed", "--epochs 60 \(resume)"))")
        status = result.status
        #expect(status == 0 || status == 137, "\(result.stderr)")
        if status != 0 { kills += 1 }
      }
      #expect(status == 0 && kills > 0)
      for file in ["checkpoint.safetensors", "model.safetensors"] {
        let (a, b) = try (run.tensors("whole/\(file)"), run.tensors("killed/\(file)"))
        #expect(a.count > 10 && a.count == b.count)
        for (name, tensor) in a { #expect(b[name] == tensor, "\(file): \(name)") }
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: run.file("killed").path)
      #expect(!names.contains { $0.hasPrefix(".") && $0 != ".lock" })
    }
  }

  /// The folder knows its folds, data, pipeline and seed.
  @Test func killedFoldsGoOnFromTheirFolderAlone() throws {
    try TrainCommandRun.withData { run in
      let options = "--epochs 12 --fold 0,3 --seed 5"
      let whole = try run.shell(run.command("whole", options))
      #expect(whole.status == 0, "\(whole.stderr)")
      let killed = try run.shell(
        "\(run.command("killed", options)) & pid=$!; for i in $(seq 600); do [ -e killed/fold-0/run.json ] && break; sleep 0.01; done; kill -KILL $pid; wait $pid"
      )
      #expect(killed.status == 137, "\(killed.stderr)")
      let again = try run.shell(run.command("killed", options))
      #expect(again.status == 64 && again.stderr.contains("go on with --resume"), "\(again.stderr)")
      let resumed = try run.shell("$SEG train --output killed --resume")
      #expect(resumed.status == 0, "\(resumed.stderr)")
      let all = try run.shell("$SEG train --reproduce whole --output again")
      #expect(all.status == 64 && all.stderr.contains("whole/fold-0"), "\(all.stderr)")
      for fold in ["fold-0", "fold-3"] {
        let (a, b) = try (
          run.tensors("whole/\(fold)/model.safetensors"),
          run.tensors("killed/\(fold)/model.safetensors")
        )
        #expect(a.count > 10 && a.count == b.count)
        for (name, tensor) in a { #expect(b[name] == tensor, "\(fold): \(name)") }
      }
    }
  }

  /// Prepared cases in files are used again where they are whole, else made anew; in the end nothing of them is left.
  @Test func aKilledTrainingsCacheIsUsedAgainOrMadeAnew() throws {
    try TrainCommandRun.withData { run in
      func command(_ name: String, _ rest: String = "") -> String {
        run.command(name, "--epochs 40 --cache-memory 1k \(rest)")
      }
      func killed(_ name: String, _ rest: String = "") throws {
        let result = try run.shell(
          "\(command(name, rest)) & pid=$!; for i in $(seq 500); do [ -e \(name)/cache/manifest.json -a -e \(name)/run.json ] && break; sleep 0.02; done; sleep 0.1; kill -KILL $pid; wait $pid"
        )
        #expect(result.status == 137, "\(result.stderr)")
        #expect(run.exists("\(name)/cache/manifest.json"))
      }
      func expectSame(_ name: String) throws {
        let (a, b) = try (
          run.tensors("whole/checkpoint.safetensors"), run.tensors("\(name)/checkpoint.safetensors")
        )
        #expect(a.count > 10 && a == b)
        #expect(!run.exists("\(name)/cache"))
      }
      let whole = try run.shell(command("whole"))
      #expect(whole.status == 0, "\(whole.stderr)")
      #expect(!run.exists("whole/cache"))

      try killed("kept")
      let kept = try run.shell(command("kept", "--resume"))
      #expect(kept.status == 0 && kept.stderr.contains("used again"), "\(kept.stderr)")
      try expectSame("kept")

      // As a training killed while it prepares leaves it: no manifest, a file cut short, one under its temporary name.
      try killed("cut")
      try FileManager.default.removeItem(at: run.file("cut/cache/manifest.json"))
      try Data([1, 2, 3]).write(to: run.file("cut/cache/2.voxels"))
      try Data([1, 2, 3]).write(to: run.file("cut/cache/.0123ABCD-3.voxels"))
      try FileManager.default.createDirectory(
        at: run.file("cut/validation"), withIntermediateDirectories: true)
      try Data([1]).write(to: run.file("cut/validation/.0123ABCD-case_0.nii.gz"))
      let cut = try run.shell(command("cut", "--resume"))
      #expect(cut.status == 0 && !cut.stderr.contains("used again"), "\(cut.stderr)")
      try expectSame("cut")
      let names = try FileManager.default.contentsOfDirectory(
        atPath: run.file("cut/validation").path)
      #expect(!names.contains { $0.hasPrefix(".") })
    }
  }

  @Test(arguments: [("INT", Int32(130)), ("TERM", Int32(143))])
  func signalsFinishTheStepSaveAndSayHowToGoOn(_ signal: String, _ status: Int32) throws {
    try TrainCommandRun.withData { run in
      let result = try run.shell(
        "\(run.command("run", "--epochs 100000")) & pid=$!; for i in $(seq 100); do [ -e run/checkpoint.safetensors ] && break; sleep 0.1; done; kill -\(signal) $pid; wait $pid"
      )
      #expect(result.status == status, "\(result.stderr)")
      #expect(result.stdout.contains("seg train --output run --resume"))
      let more = try run.shell("$SEG train --output run --resume --epochs 1 --threads 1")
      #expect(more.status == 0, "\(more.stderr)")
    }
  }

  @Test func aFullDiskIsReportedAndWorkGoesOn() throws {
    try TrainCommandRun.withData { run in
      // Files above 40 KiB cannot be written: the log can, models and checkpoints cannot.
      let result = try run.shell("trap '' XFSZ; ulimit -f 40; \(run.command("run", "--epochs 8"))")
      #expect(result.status == 74, "\(result.stderr)")
      #expect(result.stderr.contains("training continues and tries again later"))
      let log = try String(contentsOf: run.file("run/log.csv"), encoding: .utf8)
      #expect(log.split(separator: "\n").count == 9)
      let names = try FileManager.default.contentsOfDirectory(atPath: run.file("run").path)
      #expect(!names.contains { $0.hasSuffix(".safetensors") })
    }
  }

  @Test func aDamagedCheckpointIsReplacedByTheOneBefore() throws {
    try TrainCommandRun.withData { run in
      let first = try run.shell(run.command("run", "--epochs 4"))
      #expect(first.status == 0, "\(first.stderr)")
      let more = try run.shell(run.command("run", "--epochs 8 --resume"))
      #expect(more.status == 0, "\(more.stderr)")
      #expect(run.exists("run/checkpoint-previous.safetensors"))
      let newest = run.file("run/checkpoint.safetensors")
      try Data(contentsOf: newest).prefix(5000).write(to: newest)
      let resumed = try run.shell(run.command("run", "--epochs 9 --resume"))
      #expect(resumed.status == 0, "\(resumed.stderr)")
      #expect(resumed.stderr.contains("going on from the one before"))
    }
  }
}
