/// An error that a person caused or can mend, with a message of one line that says what is wrong with what, and what to do.
///
/// Every library's error type conforms; the command line prints ``description`` and ends with ``FailureKind/exitStatus``.
public protocol UserFacingError: Error, CustomStringConvertible, Sendable {
  var kind: FailureKind { get }
}

/// What sort of failure an error is, after sysexits.h.
public enum FailureKind: Hashable, Sendable {
  /// Wrong options or arguments.
  case usage
  /// A file whose content is wrong.
  case badData
  /// A file that cannot be read or written.
  case inputOutput
  /// A fault of the program itself.
  case internalFault

  public var exitStatus: Int32 {
    switch self {
    case .usage: 64
    case .badData: 65
    case .internalFault: 70
    case .inputOutput: 74
    }
  }
}
