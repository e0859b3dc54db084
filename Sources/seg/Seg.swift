import ArgumentParser
import Files
import Foundation

struct Seg: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seg",
    abstract: "Trains, runs and measures segmentation networks on medical volumes.",
    version: SoftwareVersion.current,
    subcommands: [
      InfoCommand.self,
      PackCommand.self,
      PhantomCommand.self,
      PlanCommand.self,
      TrainCommand.self,
      PredictCommand.self,
      EvaluateCommand.self,
      BenchmarkCommand.self,
    ])
}

@main
enum Main {
  static func main() async {
    let computing = ["plan", "train", "predict", "evaluate", "benchmark"]
    if CommandLine.arguments.dropFirst().first.map(computing.contains) ?? false {
      WaitPolicy.shortenSpinning()
    }
    do {
      var command = try Seg.parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      Failure.exit(with: error)
    }
  }
}
