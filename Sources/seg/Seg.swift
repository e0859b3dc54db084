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

/// A command that computes on all cores.
protocol ComputingCommand {}

extension TrainCommand: ComputingCommand {}
extension PredictCommand: ComputingCommand {}
extension EvaluateCommand: ComputingCommand {}
extension BenchmarkCommand: ComputingCommand {}

@main
enum Main {
  static func main() async {
    do {
      var command = try Seg.parseAsRoot()
      if command is any ComputingCommand { WaitPolicy.shortenSpinning() }
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
