import ArgumentParser
import Files
import Foundation

/// Turns an error into one line on stderr and the exit status of its kind.
enum Failure {
  static func report(_ message: String) {
    FileHandle.standardError.write(Data("seg: \(message)\n".utf8))
  }

  /// Says something on stderr that is no error, where a person reads it.
  static func note(_ message: String) {
    guard isatty(2) == 1 else { return }
    FileHandle.standardError.write(Data("seg: \(message)\n".utf8))
  }

  static func exit(with error: any Error) -> Never {
    switch error {
    case let error as any UserFacingError:
      report(error.description)
      Foundation.exit(error.kind.exitStatus)
    case is CleanExit, is ExitCode, is ValidationError:
      Seg.exit(withError: error)
    default:
      let code = Seg.exitCode(for: error)
      if code == .validationFailure || code == .success { Seg.exit(withError: error) }
      report("internal fault: \(error)")
      Foundation.exit(FailureKind.internalFault.exitStatus)
    }
  }
}
