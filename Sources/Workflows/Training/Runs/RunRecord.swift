import ComputeEngine
import Files
public import Foundation
import Networks

/// What a run is made from: `run.json`, for going on with it and repeating it.
public struct RunRecord: Codable, Sendable {
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
    let url = folder.appendingPathComponent("run.json")
    guard let record = try RecordFile.read(url, as: RunRecord.self) else {
      if let member = try FoldsRecord(of: folder)?.members.first {
        throw TrainingError.usage(
          "\(folder.path): holds several trainings; name one of them, such as \(folder.path)/fold-\(member.number)"
        )
      }
      throw TrainingError.usage("\(folder.path): is no run folder: run.json is missing")
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
