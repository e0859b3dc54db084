public import ArgumentParser
import Files
import Foundation
public import Phantoms
import VolumeFiles
import Volumes

/// Writes generated, labelled volumes in the folder layout of nnU-Net.
struct PhantomCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "phantom",
    abstract: "Generates labelled volumes: a data set to try everything on.",
    discussion: """
      Writes imagesTr, labelsTr and dataset.json, and imagesTs and labelsTs with --test-cases. The same \
      options always give the same voxels.
      """)

  @Option(name: .shortAndLong, help: "The folder to write.")
  var output: String

  @Option(help: "How many cases to make for training.")
  var cases: Int

  @Option(help: "How many more to make for testing.")
  var testCases = 0

  @Option(help: "What to show: brain (MR with lesions) or abdomen (CT with organs).")
  var kind = PhantomKind.brain

  @Option(help: "The size in voxels as DEPTHxHEIGHTxWIDTH; 64x80x64 or 64x96x112 otherwise.")
  var size: PhantomSize?

  @Option(help: "1, or 2 for a brain in T1 and FLAIR.")
  var channels = 1

  @Option(help: "Another number gives other patients.")
  var seed: UInt64 = 1

  @Option(help: "How many processors to use; all otherwise.")
  var threads: Int?

  func validate() throws {
    guard cases >= 0, testCases >= 0, 1...99_999 ~= cases + testCases else {
      throw ValidationError("--cases and --test-cases must add up to 1 to 99999.")
    }
    guard 1...256 ~= threads ?? 1 else { throw ValidationError("--threads must be 1 to 256.") }
  }

  func run() async throws {
    TemporaryItems.removeOnSignals()
    let cores = threads ?? ProcessInfo.processInfo.activeProcessorCount
    var configuration = PhantomConfiguration(
      kind: kind, extent: size?.extent, channels: channels, seed: seed, threads: cores)
    // Small cases are made side by side; a large one takes all processors and much memory.
    let isLarge = configuration.extent.count > 16_000_000
    if !isLarge { configuration.threads = 1 }
    let folder = try PhantomFolder(
      URL(fileURLWithPath: output), configuration: configuration, cases: cases,
      testCases: testCases)
    try folder.makeFolders()

    let count = cases + testCases
    var progress = ProgressBar("Making \(count) phantoms")
    try await withThrowingTaskGroup(of: Void.self) { group in
      var next = 0
      var done = 0
      while done < count {
        while next < count && next - done < (isLarge ? 1 : max(1, cores)) {
          let index = next
          group.addTask { try folder.writeCase(index) }
          next += 1
        }
        try await group.next()
        done += 1
        progress.update(Double(done) / Double(count))
      }
    }
    try folder.writeDescription()
    print("\(count) \(kind.rawValue) phantoms of \(configuration.extent) in \(output)")
  }
}

extension PhantomKind: ExpressibleByArgument {}

/// A size on the command line.
struct PhantomSize: ExpressibleByArgument {
  var extent: Extent

  init?(argument: String) {
    let sizes = argument.lowercased().split(separator: "x", omittingEmptySubsequences: false)
      .map { Int($0) }
    guard sizes.count == 3, let depth = sizes[0], let height = sizes[1], let width = sizes[2] else {
      return nil
    }
    extent = Extent(depth, height, width)
  }
}
