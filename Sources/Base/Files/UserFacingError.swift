/// An error that a person caused or can fix, with a one-line message: which file or option, what is wrong, what to do.
///
/// Every library's error type conforms; the command line prints ``description`` and ends with ``FailureKind/exitStatus``.
public protocol UserFacingError: Error, CustomStringConvertible, Sendable {
  var kind: FailureKind { get }
}

/// The kind of a failure, as sysexits.h distinguishes them.
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
