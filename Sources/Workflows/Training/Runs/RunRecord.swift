import ComputeEngine
import Files
public import Foundation
import ModelFiles

/// What a run is made from: `run.json`, for going on with it and repeating it.
public struct RunRecord: Codable, Sendable {
  static let versions = FormatVersion(current: 1)

  private var version = Self.versions.current
  var softwareVersion: String
  var oneDNN: String
  var data: String
  public var length: TrainingOptions.Length
  var seed: UInt64
  var precision: String
  var threads: Int
  var memoryLimit: Int?
  /// The model whose weights it started from.
  var initialModel: String?
  /// Parts of the network that did not learn.
  var frozen: [String]
  var split: Split
  var survey: DatasetSurvey

  /// - Throws: ``TrainingError`` where there is none or it cannot be understood.
  public init(of folder: URL) throws {
    let layout = RunLayout(folder)
    guard
      let record = try RecordFile.read(layout.record, as: RunRecord.self, versions: Self.versions)
    else {
      if let member = try FoldsRecord(of: folder)?.members.first {
        throw TrainingError.usage(
          "holds several trainings; name one of them, such as \(layout.fold(member.number).folder.path)",
          file: folder)
      }
      throw TrainingError.usage(
        "is not a run folder: \(layout.record.lastPathComponent) is missing", file: folder)
    }
    self = record
  }

  /// The data set that the run is trained on.
  public var dataLocation: URL { URL(fileURLWithPath: data) }

  init(
    data: URL, options: TrainingOptions, oneDNN: String, split: Split, survey: DatasetSurvey
  ) {
    softwareVersion = SoftwareVersion.current
    self.oneDNN = oneDNN
    self.data = data.path
    length = options.length
    seed = options.seed
    precision = options.precision.rawValue
    threads = options.threads
    memoryLimit = options.memoryLimit
    initialModel = options.initialModel?.path
    frozen = options.frozen
    self.split = split
    self.survey = survey
  }

  func write(to url: URL) throws {
    try AtomicFile.writeJSON(self, to: url)
  }
}

extension RunRecord {
  /// Files without versions of the software are of an unknown one; without frozen parts, all learned.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    softwareVersion = try values.decode(.softwareVersion, default: "unknown")
    oneDNN = try values.decode(.oneDNN, default: "unknown")
    data = try values.decode(String.self, forKey: .data)
    length = try values.decode(TrainingOptions.Length.self, forKey: .length)
    seed = try values.decode(UInt64.self, forKey: .seed)
    precision = try values.decode(String.self, forKey: .precision)
    threads = try values.decode(Int.self, forKey: .threads)
    memoryLimit = try values.decodeIfPresent(Int.self, forKey: .memoryLimit)
    initialModel = try values.decodeIfPresent(String.self, forKey: .initialModel)
    frozen = try values.decode(.frozen, default: [])
    split = try values.decode(Split.self, forKey: .split)
    survey = try values.decode(DatasetSurvey.self, forKey: .survey)
  }
}
