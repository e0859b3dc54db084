package import Inference
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
  /// The volumes that labels had in the cases that have them.
  package var volumeRanges: [ModelDescription.VolumeRange]
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
    var volumes = [[Double]](repeating: [], count: classes)
    for (index, id) in ids.enumerated() {
      let (data, labels) = try read(id)
      accumulator.add(data.image, labels: labels)
      checksums[id] = data.checksum
      let counts = labels.histogram()
      let present = counts.indices.filter { $0 > 0 && counts[$0] > 0 && $0 < classes }
      presentClasses[id] = present
      for label in present {
        volumes[label].append(Double(counts[label]) * data.image.spacing.voxelVolumeInMillilitres)
      }
      progress(Double(index + 1) / Double(ids.count))
    }
    let entries = store.description.labels.entries
    let ranges = zip(entries, volumes).compactMap { entry, volumes in
      volumes.min().flatMap { smallest in
        volumes.max().map {
          ModelDescription.VolumeRange(
            label: entry.value, smallestMillilitres: smallest, largestMillilitres: $0)
        }
      }
    }
    return DatasetSurvey(
      fingerprint: accumulator.finish(), checksums: checksums, presentClasses: presentClasses,
      volumeRanges: ranges)
  }
}
