public import ComputeEngine
import Files
public import Foundation
public import Pipelines

/// What a training is asked to do, besides its pipeline.
public struct TrainingOptions: Sendable, Codable {
  /// How long a training goes on.
  public enum Length: Hashable, Sendable, Codable {
    case epochs(Int)
    /// Seconds from the start of the program's work to its end, preparation and validation included, and what it took before it was resumed.
    case seconds(Double)
    /// As many steps as were taken once, each as far along as it was then.
    case recorded([Double])
  }

  /// Which cases are held out.
  public enum Fold: Hashable, Sendable, Codable {
    /// One case in ten, at least one: which of the ten, 0 to 9.
    case tenth(Int)
    /// One of five, 0 to 4.
    case number(Int)
    /// None: every case trains, and validation is on cases that were trained on.
    case none
    /// As given.
    case split(Split)
  }

  public var pipeline: PipelineConfiguration
  public var length: Length
  public var fold: Fold
  /// Whether folds have labels evenly.
  public var isStratified = false
  public var precision: Precision
  /// Threads that compute.
  public var threads: Int
  public var seed: UInt64
  /// Bytes that the engine may take; `nil` for as many as it likes.
  public var memoryLimit: Int?
  /// Goes on from the folder's checkpoint.
  public var resumes: Bool
  /// A run folder or safetensors file whose weights to start from.
  public var initialModel: URL?
  /// Names of parts of the network that do not learn: `encoder.stages.0-2`.
  public var frozen: [String] = []
  /// Bytes of memory for prepared cases; what does not fit is kept in the run folder.
  ///
  /// A third of the machine's where `nil`.
  public var cacheMemory: Int?
  /// Whether TensorBoard's event files are written.
  public var writesEvents = false
  /// Bytes for cases that have been read and wait for their preparation: part of what they take when prepared.
  var memoryForHeldCases: Int { (cacheMemory ?? CaseCache.usualMemory) / 2 }
  /// The checksums that the cases must have.
  var expectedChecksums: [String: String] = [:]

  public init(
    pipeline: PipelineConfiguration, length: Length, fold: Fold = .tenth(0), precision: Precision,
    threads: Int, seed: UInt64, memoryLimit: Int? = nil, resumes: Bool = false,
    initialModel: URL? = nil, cacheMemory: Int? = nil
  ) {
    self.pipeline = pipeline
    self.length = length
    self.fold = fold
    self.precision = precision
    self.threads = threads
    self.seed = seed
    self.memoryLimit = memoryLimit
    self.resumes = resumes
    self.initialModel = initialModel
    self.cacheMemory = cacheMemory
  }
}

extension TrainingOptions {
  /// Files that lack a key are of trainings that were asked for nothing special there.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      pipeline: try values.decode(Defaulted<PipelineConfiguration>.self, forKey: .pipeline).value,
      length: try values.decode(Length.self, forKey: .length),
      fold: try values.decode(.fold, default: .tenth(0)),
      precision: try values.decode(Precision.self, forKey: .precision),
      threads: try values.decode(Int.self, forKey: .threads),
      seed: try values.decode(UInt64.self, forKey: .seed),
      memoryLimit: try values.decodeIfPresent(Int.self, forKey: .memoryLimit),
      resumes: try values.decode(.resumes, default: false),
      initialModel: try values.decodeIfPresent(URL.self, forKey: .initialModel),
      cacheMemory: try values.decodeIfPresent(Int.self, forKey: .cacheMemory))
    try values.decode(.isStratified, into: &isStratified)
    try values.decode(.frozen, into: &frozen)
    try values.decode(.writesEvents, into: &writesEvents)
    try values.decode(.expectedChecksums, into: &expectedChecksums)
  }
}
