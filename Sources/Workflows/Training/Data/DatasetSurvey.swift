import Labels
package import Preprocessing
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
    var accumulator = SurveyAccumulator(store.description)
    for (index, id) in ids.enumerated() {
      let (data, labels) = try read(id)
      accumulator.add(data, labels)
      held?.keep(data)
      progress(Double(index + 1) / Double(ids.count))
    }
    return accumulator.finish()
  }
}

/// Makes a survey from cases that are read one after another.
struct SurveyAccumulator {
  private let classes: Int
  private var fingerprint: FingerprintAccumulator
  private var checksums: [String: String] = [:]
  private var presentClasses: [String: [Int]] = [:]

  init(_ description: DatasetDescription) {
    classes = description.labels.count
    fingerprint = FingerprintAccumulator(channels: description.channels.count, classes: classes)
  }

  mutating func add(_ data: CaseData, _ labels: LabelMap) {
    fingerprint.add(data.image, labels: labels)
    checksums[data.id] = data.checksum
    let counts = labels.histogram()
    presentClasses[data.id] = counts.indices.filter { $0 > 0 && counts[$0] > 0 && $0 < classes }
  }

  func finish() -> DatasetSurvey {
    DatasetSurvey(
      fingerprint: fingerprint.finish(), checksums: checksums, presentClasses: presentClasses)
  }
}
