import ArgumentParser
import ComputeEngine
import Foundation
import Training

struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "Measures whole networks against the convolutions in them.",
    discussion: """
      The limit of a pass is the time that its convolutions take, timed one by one in the same runs: what is above it is \
      normalisation, loss, memory traffic and the optimiser.
      """)

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var engine: EngineOptions

  @Option(help: ArgumentHelp("Only the networks whose names hold this.", valueName: "text"))
  var only: String?

  func run() throws {
    let precisions: [Precision] =
      engine.precision == .auto && Precision.fastest == .bfloat16
      ? [.float32, .bfloat16] : [engine.resolvedPrecision]
    var results: [EngineBenchmark.Result] = []
    if !json { print("network          precision      pass     seconds   GFLOP/s  of limit") }
    for subject in EngineBenchmark.subjects where only.map(subject.name.contains) ?? true {
      for precision in precisions {
        let result = try EngineBenchmark(precision: precision, threads: engine.threads).run(subject)
        results.append(result)
        guard !json else { continue }
        for (pass, timing) in [("forward", result.forward), ("step", result.step)] {
          print(
            subject.name.padding(toLength: 17, withPad: " ", startingAt: 0)
              + precision.rawValue.padding(toLength: 11, withPad: " ", startingAt: 0)
              + pass.padding(toLength: 8, withPad: " ", startingAt: 0)
              + String(
                format: "%12.3f %9.0f %9.2f", timing.seconds, timing.gflopsPerSecond,
                timing.ofLimit))
        }
        print("  \(result.peakBytes >> 20) MB, planned in \(String(format: "%.2f", result.planSeconds)) s")
      }
    }
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      let report = Report(
        processor: Self.processor, threads: engine.threads, networks: results)
      print(String(decoding: try encoder.encode(report), as: UTF8.self))
    }
  }

  private struct Report: Encodable {
    var processor: String
    var threads: Int
    var networks: [EngineBenchmark.Result]
  }

  private static var processor: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces) ?? "unknown"
  }
}
