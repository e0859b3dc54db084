import Files
public import Foundation
import ModelFiles

/// What several folds in one folder are trained with: `folds.json`, for going on with them.
public struct FoldsRecord: Codable, Sendable {
  static let versions = FormatVersion(current: 1)

  /// A fold and its number.
  public struct Member: Hashable, Sendable, Codable {
    public var number: Int
    public var fold: TrainingOptions.Fold

    public init(number: Int, fold: TrainingOptions.Fold) {
      self.number = number
      self.fold = fold
    }
  }

  private var version = Self.versions.current
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
    let url = RunLayout(folder).foldsRecord
    guard
      let record = try RecordFile.read(url, as: FoldsRecord.self, versions: Self.versions)
    else { return nil }
    self = record
  }

  func write(in folder: URL) throws {
    try AtomicFile.makeFolder(folder)
    try AtomicFile.writeJSON(self, to: RunLayout(folder).foldsRecord)
  }
}

extension FoldsRecord {
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    data = try values.decode(String.self, forKey: .data)
    options = try values.decode(TrainingOptions.self, forKey: .options)
    members = try values.decode([Member].self, forKey: .members)
  }
}
