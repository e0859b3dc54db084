import Augmentation
import ComputeEngine
import Evaluation
import Files
import Foundation
import Inference
import Labels
import ModelFiles
import Pipelines
import Planning
package import VolumeFiles
import Volumes

/// Every stage of a training on every case once, to find in minutes what would fail after hours.
package struct SmokeTest {
  /// What was found.
  package struct Report: Sendable {
    /// What a training would end with, or learn wrongly from.
    package var problems: [String] = []
    /// What is unusual, but does not stop a training.
    package var notes: [String] = []
    /// Cases that went through all stages.
    package var soundCases = 0
    package var secondsPerStep: Double?
    package var peakByteCount: Int?
    package var preparationSeconds = 0.0
  }

  package var store: any CaseStore
  package var options: TrainingOptions
  /// Which cases would be held out, one for each training.
  package var folds: [TrainingOptions.Fold]

  /// - Parameter folds: The fold of the options alone where they are left out.
  package init(
    _ store: any CaseStore, options: TrainingOptions, folds: [TrainingOptions.Fold]? = nil
  ) {
    self.store = store
    self.options = options
    self.folds = folds ?? [options.fold]
  }

  /// - Parameter progress: Told the stage and how much of it is done, 0 to 1.
  /// - Throws: only where nothing at all can be tried, such as a data set without labels.
  package func run(progress: (String, Double) -> Void) throws -> Report {
    var report = Report()
    let loading = try CaseLoading(store, options: options, keepsCases: true)
    if loading.unlabelledCount > 0 {
      report.notes.append(
        "\(loading.unlabelledCount) cases have no label map and would be left out")
    }

    let (sound, survey) = read(loading, &report) { progress("Reading", $0) }
    guard !sound.ids.isEmpty else { return report }
    do {
      noteRareLabels(survey, &report)
      checkSplits(loading, survey, &report)
      // Cases that cannot be read are problems of their own: names are checked against all.
      let preparation = try TrainingPreparation(loading, options: options, survey: survey)
      let prepared = prepare(sound, preparation, &report) { progress("Preparing", $0) }
      guard let first = prepared else { return report }
      progress("Training", 0)
      try train(preparation, first, &report)
    } catch {
      report.problems.append(Self.text(error))
    }
    return report
  }

  /// Reads every case once and looks at its values.
  /// - Returns: The cases that can be used, and what a training needs to know of them.
  private func read(
    _ loading: CaseLoading, _ report: inout Report, progress: (Double) -> Void
  ) -> (sound: CaseLoading, survey: DatasetSurvey) {
    var sound: [String] = []
    var survey = SurveyAccumulator(store.description)
    for (index, id) in loading.ids.enumerated() {
      do {
        let (data, labels) = try loading.read(id)
        report.notes += data.notes.map { "\(id): \($0)" }
        if data.nonFinite > 0 {
          report.notes.append(
            "\(id): \(data.nonFinite) voxels are not finite; they count as the minimum")
        }
        for channel in 0..<data.image.channels {
          let values = data.image.voxels[data.image.range(ofChannel: channel)]
          if let value = values.first, values.allSatisfy({ $0 == value }) {
            report.problems.append(
              "\(id): channel \(channel) is \(value) everywhere; is the file empty?")
          }
        }
        if !labels.voxels.contains(where: { $0 != 0 }) {
          report.notes.append("\(id): no voxel has a label")
        }
        sound.append(id)
        survey.add(data, labels)
        loading.held?.keep(data)
      } catch {
        report.problems.append(Self.text(error))
      }
      progress(Double(index + 1) / Double(loading.ids.count))
    }
    return (loading.restricted(to: sound), survey.finish())
  }

  private func checkSplits(
    _ loading: CaseLoading, _ survey: DatasetSurvey, _ report: inout Report
  ) {
    for fold in folds {
      var options = options
      options.fold = fold
      do {
        _ = try TrainingPreparation.split(loading, options: options, survey: survey)
      } catch {
        report.problems.append(Self.text(error))
      }
    }
  }

  private func noteRareLabels(_ survey: DatasetSurvey, _ report: inout Report) {
    let entries = store.description.labels.entries
    for index in entries.indices.dropFirst() {
      let cases = survey.presentClasses.values.filter { $0.contains(index) }.count
      if cases == 0 {
        report.problems.append(
          "label \(entries[index].name) occurs in no case; it cannot be learnt")
      } else if cases < 3 {
        report.notes.append(
          "label \(entries[index].name) occurs in \(cases) of \(survey.presentClasses.count) cases")
      }
    }
  }

  /// Prepares every case and takes an augmented patch from it.
  /// - Returns: The first case that went through.
  private func prepare(
    _ loading: CaseLoading, _ preparation: TrainingPreparation, _ report: inout Report,
    progress: (Double) -> Void
  ) -> PreparedCase? {
    var first: PreparedCase?
    let start = DispatchTime.now().uptimeNanoseconds
    for (index, id) in loading.ids.enumerated() {
      do {
        try loading.prepare(
          [id], preparation.plan.preprocessing, seed: options.seed, threads: options.threads,
          progress: { _ in }
        ) {
          let entry = PreparedCase(
            id: $0.id, image: $0.image, labels: $0.labels, foreground: $0.foreground)
          let sample = try preparation.sampler(of: entry).sample(step: index, index: 0)
          guard sample.image.allSatisfy(\.isFinite) else {
            throw TrainingError.badData("\(id): has values that are not finite after preprocessing")
          }
          first = first ?? entry
        }
        report.soundCases += 1
      } catch {
        report.problems.append(Self.text(error))
      }
      progress(Double(index + 1) / Double(loading.ids.count))
    }
    report.preparationSeconds = Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
    return first
  }

  /// A step, a model, a prediction of a whole case and its evaluation.
  private func train(
    _ preparation: TrainingPreparation, _ entry: PreparedCase, _ report: inout Report
  ) throws {
    let program = try preparation.program()
    if let initial = options.initialModel {
      report.notes.append(
        "from \(initial.lastPathComponent): \(try program.initialize(fromModelAt: initial).summary)"
      )
    }
    report.peakByteCount = program.peakByteCount
    let sampler = preparation.sampler(of: entry)
    let samples = try (0..<sampler.batch).map { try sampler.sample(step: 0, index: $0) }
    let images = samples.flatMap(\.image)
    let labels = samples.flatMap(\.labels)
    for _ in 0..<2 {
      let start = DispatchTime.now().uptimeNanoseconds
      let result = try images.withUnsafeBufferPointer { images in
        try labels.withUnsafeBufferPointer {
          try program.step(images: images, labels: $0, learningRate: 1e-4)
        }
      }
      report.secondsPerStep = Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
      guard result.loss.isFinite else {
        report.problems.append("the loss of the first step is not finite")
        return
      }
    }
    try predict(entry.id, preparation.plan, program, &report)
  }

  /// A model in a folder of its own, that predicts a whole case.
  private func predict(
    _ id: String, _ plan: TrainingPlan, _ program: EngineTrainingProgram, _ report: inout Report
  ) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("seg-smoke-\(UUID().uuidString)")
    TemporaryItems.add(folder)
    defer {
      try? FileManager.default.removeItem(at: folder)
      TemporaryItems.forget(folder)
    }
    try ModelFolder(folder).write(
      ModelDescription(
        network: plan.network, patch: plan.patch, preprocessing: plan.preprocessing,
        labels: store.description.labels, channels: store.description.channels),
      weights: program.weights())
    let summary = try HeldOutValidation(
      store, caseIDs: [id], folder: folder, precision: options.precision, threads: options.threads
    ).run()
    guard summary.cases.count == 1 else {
      report.problems.append("\(id): the prediction could not be measured")
      return
    }
  }

  private static func text(_ error: any Error) -> String {
    (error as? any UserFacingError)?.description ?? "\(error)"
  }
}
