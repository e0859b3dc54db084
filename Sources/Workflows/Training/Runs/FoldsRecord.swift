import Files
public import Foundation

/// What several folds in one folder are trained with: `folds.json`, for going on with them.
public struct FoldsRecord: Codable, Sendable {
  /// A fold and its number.
  public struct Member: Hashable, Sendable, Codable {
    public var number: Int
    public var fold: TrainingOptions.Fold

    public init(number: Int, fold: TrainingOptions.Fold) {
      self.number = number
      self.fold = fold
    }
  }

  var data: String
  /// Those of all folds; a time limit is for all together.
  public var options: TrainingOptions
  public var members: [Member]

  /// The data set that the folds are trained on.
  public var dataLocation: URL { URL(fileURLWithPath: data) }

  init(data: URL, options: TrainingOptions, members: [Member]) {
    self.data = data.path
    self.options = options
    self.members = members
  }

  /// `nil` where the folder holds no folds.
  ///
  /// - Throws: ``TrainingError`` where the record cannot be understood.
  public init?(of folder: URL) throws {
    guard let record = try RecordFile.read(Self.url(in: folder), as: FoldsRecord.self) else {
      return nil
    }
    self = record
  }

  func write(in folder: URL) throws {
    try AtomicFile.makeFolder(folder)
    try AtomicFile.writeJSON(self, to: Self.url(in: folder))
  }

  private static func url(in folder: URL) -> URL { folder.appendingPathComponent("folds.json") }
}
