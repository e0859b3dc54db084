import Files
public import Foundation
public import QualityControl
import VolumeFiles
import Volumes

/// Evaluates a folder of predictions, case by case, so that only a few cases are in memory at a
/// time.
public struct EvaluationRun: Sendable {
  /// A folder of label maps named `CASE.nii.gz` or `CASE_seg.nii.gz`, or one label map.
  public var predictions: URL
  /// A folder of label maps, a data set folder or an HDF5 data set; one label map, which is then
  /// compared with the one prediction whatever its name; `nil` for volumes and checks alone.
  public var references: URL?
  /// A folder of scans for pictures; `nil` for those of the data set, if any.
  public var images: URL?
  /// Whether to read the scans, for a caller that draws the cases.
  public var readsImages: Bool
  /// What the model that made the predictions knows of its training data; cases unlike it are flagged.
  public var training: TrainingData
  public var settings: EvaluationSettings
  public var threads: Int

  public init(
    predictions: URL, references: URL?, images: URL? = nil, readsImages: Bool = false,
    training: TrainingData = TrainingData(), settings: EvaluationSettings, threads: Int
  ) {
    self.predictions = predictions
    self.references = references
    self.images = images
    self.readsImages = readsImages || training.judgesScans
    self.training = training
    self.settings = settings
    self.threads = max(1, threads)
  }

  /// Evaluates every case.
  ///
  /// A case that cannot be read or does not fit its reference becomes a ``CaseProblem``; the others
  /// are evaluated all the same.
  /// - Parameters:
  ///   - progress: Called after each case with how many are done, of how many.
  ///   - onCase: Called for each scored case, one at a time, in the order of the names.
  /// - Throws: ``EvaluationError`` or a file's error where predictions or references cannot be
  ///   opened at all; what `onCase` throws.
  public func run(
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in },
    onCase: (EvaluatedCase) throws -> Void = { _ in }
  ) async throws -> EvaluationSummary {
    var opened = try references.map { try ReferenceSet($0, images: images) }
    let folder = try LabelMapFolder(predictions)
    guard !folder.files.isEmpty else {
      throw EvaluationError.nothingToEvaluate(
        "\(predictions.relativePath): holds no prediction (.nii.gz, .nii, .hdr)")
    }
    if let location = references, !LabelMapFolder.isFolder(location),
      !LabelMapFolder.isFolder(predictions), LabelMapFolder.stem(of: location.path) != nil
    {
      opened?.rename(to: folder.files[0].stem)
    }
    let references = opened
    let scans = try references == nil ? images.map(ScanSet.init) : nil
    var run = self
    if run.settings.labelNames.isEmpty, let names = references?.labelNames {
      run.settings.labelNames = names
    }
    let (pairs, unpaired) = CasePair.pair(
      folder, in: predictions, with: references?.caseIDs)
    var problems = unpaired
    var scores: [CaseScore] = []
    try await run.forEachOutcome(
      of: pairs, references: references, scans: scans, progress: progress
    ) {
      outcome in
      switch outcome {
      case .scored(let evaluated):
        scores.append(evaluated.score)
        try onCase(evaluated)
      case .broken(let problem):
        problems.append(problem)
      }
    }
    return try EvaluationSummary(
      settings: run.settings, cases: scores, problems: problems, threads: threads)
  }

  private enum Outcome: Sendable {
    case scored(EvaluatedCase)
    case broken(CaseProblem)
  }

  /// Hands the outcomes on in order; a few cases are measured side by side, large ones one after
  /// the other by all threads.
  private func forEachOutcome(
    of pairs: [CasePair], references: ReferenceSet?, scans: ScanSet?,
    progress: (Int, Int) -> Void,
    _ body: (Outcome) throws -> Void
  ) async throws {
    let width = sideBySide(pairs)
    let evaluator = CaseEvaluator(settings: settings, threads: width > 1 ? 1 : threads)
    if width == 1 {
      for (index, pair) in pairs.enumerated() {
        try Task.checkCancellation()
        try body(
          try outcome(of: pair, references: references, scans: scans, evaluator: evaluator))
        progress(index + 1, pairs.count)
      }
      return
    }
    try await withThrowingTaskGroup(of: (Int, Outcome).self) { group in
      var started = 0
      var finished = 0
      var delivered = 0
      var waiting: [Int: Outcome] = [:]
      // The outcomes that wait for a slow case before them are bounded, too.
      func startMore() {
        while started < pairs.count, started - finished < width, started < delivered + 2 * width {
          let index = started
          started += 1
          group.addTask {
            (
              index,
              try outcome(
                of: pairs[index], references: references, scans: scans, evaluator: evaluator)
            )
          }
        }
      }
      startMore()
      while let (index, outcome) = try await group.next() {
        finished += 1
        waiting[index] = outcome
        while let ready = waiting.removeValue(forKey: delivered) {
          try body(ready)
          delivered += 1
          progress(delivered, pairs.count)
        }
        startMore()
      }
    }
  }

  /// How many cases to measure at a time.
  private func sideBySide(_ pairs: [CasePair]) -> Int {
    guard pairs.count > 1 else { return 1 }
    let largest = pairs.prefix(4).compactMap {
      try? NIfTI.readHeader($0.prediction).geometry.extent.count
    }.max()
    return (largest ?? 0) > 30_000_000 ? 1 : min(threads, pairs.count)
  }

  private func outcome(
    of pair: CasePair, references: ReferenceSet?, scans: ScanSet?, evaluator: CaseEvaluator
  ) throws -> Outcome {
    do {
      let (prediction, header) = try NIfTI.readLabelMap(pair.prediction)
      let reference = try references?.read(pair.caseID, withImage: readsImages)
      if let reference,
        let problem = GridCheck.problem(
          caseID: pair.caseID, prediction: prediction.geometry, file: pair.prediction.relativePath,
          reference: reference.labels.geometry)
      {
        return .broken(problem)
      }
      var score = try evaluator.score(
        caseID: pair.caseID, prediction: prediction, predictionFile: pair.prediction.relativePath,
        reference: reference?.labels, referenceFile: reference?.place,
        isPlanar: header.dimensions.first == 2)
      let scan = readsImages ? scans?.scan(of: pair.caseID, on: prediction.geometry) : nil
      let image = reference?.image ?? scan?.image
      score.flags += training.flags(
        of: prediction, image: image, labelNames: score.namesOfLabels)
      return .scored(
        EvaluatedCase(
          score: score, prediction: prediction, reference: reference?.labels,
          image: image, imageFiles: reference?.imageFiles ?? scan?.files ?? [],
          channel: references?.channel,
          referenceChecksum: reference?.checksum))
    } catch let error as any UserFacingError where error.kind != .internalFault {
      return .broken(
        CaseProblem(caseID: pair.caseID, kind: .unreadable, message: error.description))
    }
  }
}
