public import Foundation

/// Runs the `seg` that was built beside the tests, as a person would from a shell.
public enum SegProcess {
  /// What a finished command left behind.
  public struct Result: Sendable {
    /// The exit status, or 128 + the signal that ended the process.
    public var status: Int32
    public var stdout: String
    public var stderr: String
  }

  /// The program: in the folder of the test bundle that is running.
  public static var program: URL {
    let own =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("seg")
  }

  /// Runs `seg` and waits for its end.
  /// - Parameters:
  ///   - arguments: What stands after `seg` on the command line.
  ///   - folder: The current folder of the process; `nil` for that of the tests.
  ///   - environment: Variables to set beside those of the tests.
  /// - Throws: where the program is missing or cannot be started.
  public static func run(
    _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:]
  ) throws -> Result {
    try run(program, arguments, in: folder, environment: environment)
  }

  /// Runs a shell command line in which `$SEG` is the program, for tests of limits and signals.
  public static func runShell(_ command: String, in folder: URL? = nil) throws -> Result {
    try run(
      URL(fileURLWithPath: "/bin/bash"), ["-c", command], in: folder,
      environment: ["SEG": program.path])
  }

  private static func run(
    _ executable: URL, _ arguments: [String], in folder: URL?, environment: [String: String]
  ) throws -> Result {
    // Files, not pipes: a full pipe that nobody empties would stop the process.
    let streams = FileManager.default.temporaryDirectory
      .appendingPathComponent("seg-process-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: streams) }
    let output = streams.appendingPathComponent("stdout")
    let errors = streams.appendingPathComponent("stderr")
    try Data().write(to: output)
    try Data().write(to: errors)

    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    if let folder { process.currentDirectoryURL = folder }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    let status = process.terminationStatus
    return Result(
      status: process.terminationReason == .uncaughtSignal ? 128 + status : status,
      stdout: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      stderr: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
  }
}
