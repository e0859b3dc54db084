import Foundation
import TestSupport
import Testing

/// The help of the program and of each command, as recorded in `Snapshots/help-*.txt`.
@Suite struct HelpSnapshotTests {
  private static let commands = [
    "info", "pack", "phantom", "plan", "train", "predict", "evaluate", "benchmark",
  ]

  private func help(_ arguments: [String]) throws -> String {
    let result = try SegProcess.run(arguments + ["--help"], environment: ["COLUMNS": "80"])
    #expect(result.status == 0 && result.stderr.isEmpty, "\(result.stderr)")
    // The number of processors is the machine's.
    return result.stdout.replacing(/(All by default\.\s+\(default: )[0-9]+/) { "\($0.1)N" }
  }

  @Test func theProgramListsItsCommands() throws {
    let text = try help([])
    expectSnapshot(of: text, named: "help-seg.txt")
    let section = text.components(separatedBy: "SUBCOMMANDS:\n").last ?? ""
    let listed = (section.components(separatedBy: "\n\n").first ?? "").split(separator: "\n")
      .filter { !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(listed == Self.commands, "the commands whose help is recorded")
  }

  @Test(arguments: commands) func everyCommandExplainsItself(_ command: String) throws {
    expectSnapshot(of: try help([command]), named: "help-\(command).txt")
  }
}
