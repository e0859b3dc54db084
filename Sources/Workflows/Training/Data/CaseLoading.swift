import Foundation
import Labels
package import Preprocessing
package import VolumeFiles
package import Volumes

/// Reads the labelled cases of a data set: for a survey, then prepared for training.
package struct CaseLoading {
  package let store: any CaseStore
  package private(set) var ids: [String]
  /// The checksums that cases must have, where a training goes on or is repeated.
  var expectedChecksums: [String: String] = [:]
  /// What a survey has read, for the preparation.
  var held: HeldCases?

  /// A case on the network's grid.
  package struct Prepared {
    package var id: String
    package var image: Volume
    /// Class indices.
    package var labels: [UInt8]
    package var foreground: ForegroundIndex
  }

  /// - Throws: ``TrainingError`` where no case has labels or there are too many of them.
  package init(_ store: any CaseStore) throws {
    self.store = store
    ids = store.caseIDs.filter(store.hasLabels)
    let name = store.location.path
    guard !ids.isEmpty else {
      throw TrainingError.badData(
        "\(name): no case has a label map; there is nothing to learn from")
    }
    guard store.description.labels.count >= 2 else {
      throw TrainingError.badData("\(name): lists no label besides background")
    }
    guard store.description.labels.count <= 255 else {
      throw TrainingError.badData(
        "\(name): has \(store.description.labels.count) labels; up to 255 can be trained")
    }
  }

  /// The same with some of the cases.
  package func restricted(to ids: [String]) -> CaseLoading {
    var restricted = self
    restricted.ids = ids
    return restricted
  }

  /// Bytes that cases take when they are prepared: four a voxel and channel, one for the label.
  package func byteCount(
    of ids: [String], _ fingerprint: DatasetFingerprint, _ preprocessing: PreprocessingConfiguration
  ) -> Int {
    let wanted = Set(ids)
    let voxels = zip(self.ids, zip(fingerprint.extents, fingerprint.spacings)).reduce(0.0) {
      guard wanted.contains($1.0) else { return $0 }
      let extent = Resampler.extent($1.1.0, from: $1.1.1, to: preprocessing.spacing(for: $1.1.1))
      return $0 + Double(extent.depth) * Double(extent.height) * Double(extent.width)
    }
    return Int(min(1e18, voxels * Double(4 * store.description.channels.count + 1)))
  }

  /// Prepares cases one after the other.
  /// - Parameters:
  ///   - progress: Told how much is done, 0 to 1.
  ///   - receive: Given each case; only one is held at a time.
  package func prepare(
    _ ids: [String], _ preprocessing: PreprocessingConfiguration, seed: UInt64, threads: Int,
    progress: (Double) -> Void, receive: (Prepared) throws -> Void
  ) throws {
    let preprocessor = Preprocessor(preprocessing, threads: threads)
    for (index, id) in ids.enumerated() {
      let (data, labels) = try read(id)
      let prepared = try preprocessor.apply(data.image, labels: labels)
      guard let preparedLabels = prepared.labels else {
        throw TrainingError.badData("case \(id) has no label map")
      }
      guard prepared.image.extent.count <= Int(Int32.max) else {
        throw TrainingError.badData(
          "case \(id) of \(store.location.path) has \(prepared.image.extent) voxels at the target spacing; up to 2³¹ - 1 can be trained on, so choose a coarser preprocessing.target_spacing"
        )
      }
      let classes = preparedLabels.voxels.map { UInt8(truncatingIfNeeded: $0) }
      try receive(
        Prepared(
          id: id, image: prepared.image, labels: classes,
          foreground: ForegroundIndex(
            classes, classes: store.description.labels.count, seed: seed &+ UInt64(index))))
      progress(Double(index + 1) / Double(ids.count))
    }
  }

  func read(_ id: String) throws -> (CaseData, LabelMap) {
    let data = try held?.take(id) ?? store.readCase(id)
    try data.image.geometry.requireOrthogonal(file: data.source)
    guard let labels = data.labels else {
      throw TrainingError.badData("case \(id) of \(store.location.path) has no label map")
    }
    if let expected = expectedChecksums[id], data.checksum != expected {
      throw TrainingError.badData(
        "case \(id) of \(store.location.path) is not what it was when the training began (checksum \(data.checksum), expected \(expected)); start a new training"
      )
    }
    return (data, labels)
  }
}
