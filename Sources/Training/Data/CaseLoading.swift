import Foundation
import Pipelines
import Transforms
import VolumeFiles
import Volumes

/// Reads the labelled cases of a data set: for a survey, then prepared for training.
struct CaseLoading {
  let store: any CaseStore
  let ids: [String]
  /// The checksums that cases must have, where a training goes on or is repeated.
  var expectedChecksums: [String: String] = [:]

  /// - Throws: ``TrainingError`` where no case has labels or there are too many of them.
  init(_ store: any CaseStore) throws {
    self.store = store
    ids = store.caseIDs.filter(store.hasLabels)
    let name = store.location.path
    guard !ids.isEmpty else {
      throw TrainingError.badData("\(name): no case has a label map; there is nothing to learn from")
    }
    guard store.description.labels.count >= 2 else {
      throw TrainingError.badData("\(name): lists no label besides background")
    }
    guard store.description.labels.count <= 255 else {
      throw TrainingError.badData(
        "\(name): has \(store.description.labels.count) labels; up to 255 can be trained")
    }
  }

  /// - Parameter folder: Where prepared voxels are kept; `nil` for memory.
  func prepare(
    _ ids: [String], _ preprocessing: PreprocessingConfiguration, seed: UInt64, threads: Int,
    folder: URL?, progress: (Double) -> Void
  ) throws -> [PreparedCase] {
    let preprocessor = Preprocessor(preprocessing, threads: threads)
    return try ids.enumerated().map { index, id in
      let (data, labels) = try read(id)
      let prepared = try preprocessor.apply(data.image, labels: labels)
      guard let preparedLabels = prepared.labels else {
        throw TrainingError.badData("case \(id) has no label map")
      }
      defer { progress(Double(index + 1) / Double(ids.count)) }
      return try PreparedCase(
        id: id, image: prepared.image, labels: preparedLabels,
        classes: store.description.labels.count, seed: seed &+ UInt64(index), folder: folder)
    }
  }

  func read(_ id: String) throws -> (CaseData, LabelMap) {
    let data = try store.readCase(id)
    try data.image.geometry.requireOrthogonal(file: data.source)
    guard let labels = data.labels else {
      throw TrainingError.badData("case \(id) of \(store.location.path) has no label map")
    }
    if let expected = expectedChecksums[id], data.checksum != expected {
      throw TrainingError.badData(
        "case \(id) of \(store.location.path) is not what it was when the training began (checksum \(data.checksum), then \(expected)); train anew")
    }
    return (data, labels)
  }
}
