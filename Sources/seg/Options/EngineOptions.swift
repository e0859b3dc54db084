import ArgumentParser
import ComputeEngine
import Foundation
import Inference
import ModelFiles
import OneDNNBackend

/// The options of commands that run networks.
struct EngineOptions: ParsableArguments {
  enum PrecisionChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, float32, bfloat16
  }

  @Option(
    help: ArgumentHelp(
      "The arithmetic of the network. auto is bfloat16 where the processor multiplies it.",
      valueName: "precision"))
  var precision = PrecisionChoice.auto

  @Option(
    help: ArgumentHelp(
      "How many processor cores to use. All by default.", valueName: "count"))
  var threads = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    guard (1...1024).contains(threads) else {
      throw ValidationError("--threads must be 1 to 1024.")
    }
  }

  /// What computes networks: the one place of the program that names it.
  var backend: any Backend { OneDNN() }

  var resolvedPrecision: Precision {
    switch precision {
    case .auto: backend.fastestPrecision
    case .float32: .float32
    case .bfloat16: .bfloat16
    }
  }

  /// Makes the network of a model on the compute engine.
  func patchNetwork(_ model: Model, batch: Int) throws -> any PatchNetwork {
    try EnginePatchNetwork(
      model, batch: batch, backend: backend, precision: resolvedPrecision, threads: threads)
  }
}
