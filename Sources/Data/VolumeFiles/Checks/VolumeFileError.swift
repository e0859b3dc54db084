public import Files
public import Foundation

/// A file of volumes that cannot be read, written or used, with the file's name and what to do.
public struct VolumeFileError: UserFacingError, Hashable {
  public var kind: FailureKind
  /// What is wrong and how to mend it, without the file's name.
  public var message: String
  /// The file, folder or case that is wrong, as the user named it.
  public var path: String

  public init(_ kind: FailureKind, _ message: String, path: String) {
    self.kind = kind
    self.message = message
    self.path = path
  }

  public init(_ kind: FailureKind, _ message: String, url: URL) {
    self.init(kind, message, path: url.relativePath)
  }

  public var description: String { "\(path): \(message)" }
}

extension VolumeFileError {
  /// A file whose content is wrong.
  static func badData(_ url: URL, _ message: String) -> VolumeFileError {
    VolumeFileError(.badData, message, url: url)
  }

  /// A file that is missing or in the way.
  static func inputOutput(_ url: URL, _ message: String) -> VolumeFileError {
    VolumeFileError(.inputOutput, message, url: url)
  }

  /// A file that cannot be read or written, with the reason that the system gives.
  static func inputOutput(_ url: URL, _ action: String, errno code: Int32) -> VolumeFileError {
    VolumeFileError(.inputOutput, "\(action): \(String(cString: strerror(code)))", url: url)
  }
}
