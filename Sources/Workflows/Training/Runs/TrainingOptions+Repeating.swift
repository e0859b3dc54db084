import ComputeEngine
public import Foundation
import ModelFiles
import Pipelines

extension TrainingOptions {
  /// The options that repeat a finished training.
  ///
  /// - Throws: ``TrainingError`` and errors of files where the folder holds no finished training.
  public init(repeating run: URL) throws {
    let record = try RunRecord(of: run)
    let folder = RunLayout(run)
    let (_, state) = try TrainingState.checkpoint(folder.checkpoint)
    guard let precision = Precision(rawValue: record.precision) else {
      throw TrainingError.badData("has an unknown precision", file: folder.record)
    }
    guard state.isFinished else {
      throw TrainingError.usage("is not finished; go on with --resume first", file: run)
    }
    self.init(
      pipeline: try PipelineFile.read(folder.pipeline), length: .recorded(state.recordedProgress),
      fold: .split(record.split),
      precision: precision, threads: record.threads, seed: record.seed,
      memoryLimit: record.memoryLimit,
      initialModel: record.initialModel.map { URL(fileURLWithPath: $0) })
    frozen = record.frozen
    expectedChecksums = record.survey.checksums
  }
}
