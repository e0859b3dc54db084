package import Transforms
import VolumeFiles
import Volumes

/// What a training needs to know of its data set before it plans: every labelled case read once.
package struct DatasetSurvey: Codable, Hashable {
  package var fingerprint: DatasetFingerprint
  /// The checksum of every case, by name.
  package var checksums: [String: String]
  /// The foreground classes that every case has, by name.
  package var presentClasses: [String: [Int]]
}

extension CaseLoading {
  /// Reads every labelled case.
  /// - Parameter progress: Told how much is done, 0 to 1.
  package func survey(progress: (Double) -> Void) throws -> DatasetSurvey {
    let classes = store.description.labels.count
    var accumulator = FingerprintAccumulator(
      channels: store.description.channels.count, classes: classes)
    var checksums: [String: String] = [:]
    var presentClasses: [String: [Int]] = [:]
    for (index, id) in ids.enumerated() {
      let (data, labels) = try read(id)
      accumulator.add(data.image, labels: labels)
      checksums[id] = data.checksum
      let counts = labels.histogram()
      presentClasses[id] = counts.indices.filter { $0 > 0 && counts[$0] > 0 && $0 < classes }
      progress(Double(index + 1) / Double(ids.count))
    }
    return DatasetSurvey(
      fingerprint: accumulator.finish(), checksums: checksums, presentClasses: presentClasses)
  }
}
