import Foundation
import TestSupport
import Testing
import Training

/// Stochastic depth through the built program.
@Suite(.serialized)
struct DropPathTrainingTests {
  private func withPipeline(_ body: (TrainCommandRun) throws -> Void) throws {
    try TrainCommandRun.withData { run in
      let text = """
        network: {features: [8, 16], encoder_blocks: [2], patch: [16, 16, 16], drop_path: 0.5}
        training: {batch: 2, steps_per_epoch: 5, accumulation: 2, average_decay: 0.9, schedule: constant, warm_up: 0, validation_cases: 1}
        augmentation: {mirror_axes: [2]}
        inference: {mirroring: true}
        """
      try Data(text.utf8).write(to: run.file("small.yaml"))
      try body(run)
    }
  }

  @Test func resumedAndRepeatedTrainingsHaveTheSameBits() throws {
    try withPipeline { run in
      for arguments in [
        run.command("whole", "--epochs 4"), run.command("parts", "--epochs 2"),
        run.command("parts", "--epochs 4 --resume"), "$SEG train --reproduce whole --output again",
        run.command("plain", "--epochs 4").replacingOccurrences(of: "small", with: "plain"),
      ] {
        if arguments.contains("plain.yaml") {
          let text = try String(contentsOf: run.file("small.yaml"), encoding: .utf8)
          try Data(text.replacingOccurrences(of: ", drop_path: 0.5", with: "").utf8)
            .write(to: run.file("plain.yaml"))
        }
        let result = try run.shell(arguments)
        #expect(result.status == 0, "\(arguments): \(result.stderr)")
        if arguments.contains("reproduce") {
          #expect(result.stdout.contains("the same to the bit"), "\(result.stdout)")
        }
      }
      let (whole, parts) = try (
        run.tensors("whole/checkpoint.safetensors"), run.tensors("parts/checkpoint.safetensors")
      )
      #expect(whole.count > 10 && whole.count == parts.count)
      for (name, tensor) in whole where name != "schedule.progress" {
        #expect(parts[name] == tensor, "\(name)")
      }
      // It does something.
      #expect(try run.tensors("plain/model.safetensors") != run.tensors("whole/model.safetensors"))

      // Predictions draw nothing: those of the validation are those of the command.
      let held = try FileManager.default.contentsOfDirectory(
        atPath: run.file("whole/validation").path
      )
      .filter { $0.hasSuffix(".nii.gz") }
      let name = try #require(held.first)
      for (option, status) in [("", 0), ("--no-mirroring", 1)] {
        let predicted = try run.shell(
          "$SEG predict data/images/\(name) --model whole --output out.nii.gz --threads 1 --precision float32 \(option)"
        )
        #expect(predicted.status == 0, "\(predicted.stderr)")
        let compared = try run.shell("cmp <(zcat whole/validation/\(name)) <(zcat out.nii.gz)")
        #expect(compared.status == status, "\(option) \(compared.stdout)")
      }
    }
  }

  @Test func refusesRatesAndNetworksThatDoNotFit() throws {
    try withPipeline { run in
      for (text, expected) in [
        ("network: {drop_path: 1}", "network.drop_path must be"),
        ("network: {drop_path: 0.1, kind: plain-unet}", "plain-unet"),
      ] {
        try Data(text.utf8).write(to: run.file("small.yaml"))
        let result = try run.shell(run.command("run", "--epochs 1"))
        #expect(result.status != 0 && result.stderr.contains(expected), "\(result.stderr)")
      }
    }
  }

  @Test func factorsKeepTheExpectationAndDependOnTheirPlaceAlone() {
    for rate in [0.1, 0.5] as [Float] {
      var (sum, dropped) = (0.0, 0)
      for batch in 0..<2000 {
        let factors = PathFactors.draw(rate: rate, samples: 4, seed: 7, batch: batch, block: 1)
        #expect(
          factors == PathFactors.draw(rate: rate, samples: 4, seed: 7, batch: batch, block: 1))
        #expect(factors.allSatisfy { $0 == 0 || $0 == 1 / (1 - rate) })
        sum += factors.reduce(0) { $0 + Double($1) }
        dropped += factors.count { $0 == 0 }
      }
      #expect(abs(sum / 8000 - 1) < 0.04)
      #expect(abs(Double(dropped) / 8000 - Double(rate)) < 0.02)
    }
    func draw(_ seed: UInt64, _ block: Int) -> [Float] {
      PathFactors.draw(rate: 0.5, samples: 64, seed: seed, batch: 3, block: block)
    }
    #expect(draw(1, 0) != draw(1, 1) && draw(1, 0) != draw(2, 0))
  }
}
