public import Foundation

/// A file or folder that could not be read, written, moved or made.
public struct FileError: UserFacingError, Hashable {
  public var message: String
  /// The file or folder, as the user named it.
  public var path: String

  public init(_ message: String, path: String) {
    self.message = message
    self.path = path
  }

  /// The failure of a call that set `errno`.
  public init(_ action: String, url: URL, errno code: Int32) {
    self.init("\(action): \(String(cString: strerror(code)))", path: url.path)
  }

  public var kind: FailureKind { .inputOutput }
  public var description: String { "\(path): \(message)" }
}
