import ArgumentParser
import ComputeEngine
import Foundation
import Training

struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "Measures whole networks against their convolutions alone.",
    discussion: """
      The limit of a pass is the time that its convolutions (forward, and the gradients by data and by weights) take alone in \
      oneDNN, in layouts of its choice, measured in turns with the pass. What a pass takes beyond it is normalisation, loss, memory \
      traffic and the optimiser. On processors without AVX-512 seg convolves with fewer multiplications than oneDNN does, and can be \
      faster than this limit. GFLOP/s count the multiplications and additions of direct convolution. --profile shows where a step's \
      time goes.
      """)

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var engine: EngineOptions

  @Option(help: ArgumentHelp("Only the networks whose names hold this.", valueName: "text"))
  var only: String?

  @OptionGroup var memory: MemoryOptions

  @Flag(help: "Show the time of a training step by kind of operation.")
  var profile = false

  func run() throws {
    let backend = engine.backend
    let precisions: [Precision] =
      engine.precision == .auto && backend.fastestPrecision == .bfloat16
      ? [.float32, .bfloat16] : [engine.resolvedPrecision]
    var results: [EngineBenchmark.Result] = []
    let bandwidth = try backend.memoryBandwidth(threads: engine.threads) * 1e-9
    if !json {
      print(
        "\(Self.processor), \(engine.threads) threads, oneDNN \(backend.libraryVersion), memory \(String(format: "%.1f", bandwidth)) GB/s\n"
      )
      print("network          precision      pass     seconds   GFLOP/s  of limit")
    }
    for subject in EngineBenchmark.subjects where only.map(subject.name.contains) ?? true {
      for precision in precisions {
        let result = try EngineBenchmark(
          backend: backend, precision: precision, threads: engine.threads,
          memoryLimit: memory.limit
        ).run(subject)
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
        print(
          "  \(result.peakBytes >> 20) MB planned, \(result.residentBytes >> 20) MB taken, planned in \(String(format: "%.2f", result.planSeconds)) s"
        )
        if profile { show(result.profile) }
        fflush(nil)
      }
    }
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      let report = Report(
        processor: Self.processor, threads: engine.threads, oneDNN: backend.libraryVersion,
        memoryBandwidth: bandwidth, networks: results)
      print(String(decoding: try encoder.encode(report), as: UTF8.self))
    }
  }

  private struct Report: Encodable {
    var processor: String
    var threads: Int
    var oneDNN: String
    /// In 10^9 bytes a second.
    var memoryBandwidth: Double
    var networks: [EngineBenchmark.Result]

    enum CodingKeys: String, CodingKey {
      case processor, threads, networks
      case oneDNN = "onednn"
      case memoryBandwidth = "memory_gbs"
    }
  }

  private func show(_ profile: [EngineBenchmark.Share]) {
    for share in profile {
      print(
        "    " + share.kind.padding(toLength: 34, withPad: " ", startingAt: 0)
          + String(format: "%8.4f s %5.1f %%", share.seconds, share.part * 100))
    }
  }

  private static var processor: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces) ?? "unknown"
  }
}
