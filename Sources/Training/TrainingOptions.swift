public import ComputeEngine
public import Foundation
public import Pipelines

/// What a training is asked to do, besides its pipeline.
public struct TrainingOptions: Sendable {
  /// How long a training goes on.
  public enum Length: Hashable, Sendable {
    case epochs(Int)
    /// Seconds from the start of the program's work to its end, preparation and validation included.
    case seconds(Double)
  }

  /// Which cases are held out.
  public enum Fold: Hashable, Sendable {
    /// One of five, 0 to 4.
    case number(Int)
    /// None: every case trains, and validation is on cases that were trained on.
    case none
    /// From a file with `training` and `validation` names.
    case split(Split)
  }

  public var pipeline: PipelineConfiguration
  public var length: Length
  public var fold: Fold
  public var precision: Precision
  /// Threads that compute.
  public var threads: Int
  public var seed: UInt64
  /// Goes on from the folder's checkpoint.
  public var resumes: Bool
  /// The folder of a model whose weights to start from.
  public var initialModel: URL?
  /// Bytes of memory for prepared cases; what does not fit is kept in the run folder. A third of the machine's where `nil`.
  public var cacheMemory: Int?

  public init(
    pipeline: PipelineConfiguration, length: Length, fold: Fold = .number(0),
    precision: Precision, threads: Int, seed: UInt64, resumes: Bool = false,
    initialModel: URL? = nil, cacheMemory: Int? = nil
  ) {
    self.pipeline = pipeline
    self.length = length
    self.fold = fold
    self.precision = precision
    self.threads = threads
    self.seed = seed
    self.resumes = resumes
    self.initialModel = initialModel
    self.cacheMemory = cacheMemory
  }
}
