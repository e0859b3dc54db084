import Foundation
import TestSupport
import Testing

/// What `seg` chooses where no pipeline is named.
@Suite struct ChosenPipelineTests {
  private func withPhantoms(_ body: (URL) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let made = try SegProcess.run(
        ["phantom", "--output", "data", "--cases", "4", "--size", "24x28x24"], in: folder)
      try #require(made.status == 0, "\(made.stderr)")
      try body(folder)
    }
  }

  @Test func mirrorsUnlessALabelNamesASide() throws {
    try withPhantoms { folder in
      let plain = try SegProcess.run(["plan", "--data", "data"], in: folder)
      #expect(plain.status == 0, "\(plain.stderr)")
      #expect(plain.stdout.contains("mirror_axes:\n  - 2\n"))
      #expect(plain.stdout.contains("mirroring: true"))
      // Few cases are augmented more.
      #expect(plain.stdout.contains("augmentation_preset: nnunet"))

      let file = folder.appendingPathComponent("data/dataset.json")
      let text = try String(contentsOf: file, encoding: .utf8)
      try text.replacingOccurrences(of: "ventricles", with: "ventricle_l")
        .write(to: file, atomically: true, encoding: .utf8)
      let sided = try SegProcess.run(["plan", "--data", "data"], in: folder)
      #expect(sided.status == 0, "\(sided.stderr)")
      #expect(sided.stdout.contains("ventricle_l"))
      #expect(sided.stdout.contains("mirror_axes: []"))
    }
  }

  @Test func aLongTrainingHasMembersOfAnEnsembleAndSaysHowToGoOn() throws {
    try withPhantoms { folder in
      let stopped = try SegProcess.runShell(
        """
        "$SEG" train --data data --output run --time-limit 20h & P=$!
        for i in $(seq 300); do sleep 0.1; [ -e run/fold-0/log.csv ] && break; done
        sleep 0.5; kill -INT $P; wait $P
        """, in: folder)
      #expect(stopped.status == 130, "\(stopped.stderr)")
      #expect(
        stopped.stdout.contains("Go on with: seg train --output run --resume"),
        "\(stopped.stdout)")
      #expect(FileManager.default.fileExists(atPath: folder.path + "/run/fold-0/run.json"))
      #expect(!FileManager.default.fileExists(atPath: folder.path + "/run/run.json"))
      let pipeline = try String(
        contentsOf: folder.appendingPathComponent("run/fold-0/pipeline.yaml"), encoding: .utf8)
      #expect(pipeline.contains("first_features: 32"))
    }
  }
}
