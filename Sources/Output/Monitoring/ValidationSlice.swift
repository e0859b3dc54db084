import Training
import Volumes

/// One slice of a validation case: the one across the most foreground, with what the network makes of it.
struct ValidationSlice: Hashable {
  var caseID: String
  var width: Int
  var height: Int
  /// Rows from the top; 0 black to 255 white, between the 1st and 99th percentile of the slice.
  var image: [UInt8]
  /// Class indices.
  var reference: [UInt8]
  var prediction: [UInt8]

  /// Takes the slice out of a case; of several channels the first.
  init(_ entry: ValidatedCase) {
    let (extent, labels, logits) = (entry.extent, entry.labels, entry.logits)
    caseID = entry.id
    (width, height) = (extent.width, extent.height)
    let area = extent.height * extent.width
    let foreground = (0..<extent.depth).map { z in
      labels[(z * area)..<((z + 1) * area)].reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
    }
    let z = foreground.indices.max { foreground[$0] < foreground[$1] } ?? 0
    let range = (z * area)..<((z + 1) * area)
    let values = Array(entry.image[range])
    let sorted = values.sorted()
    let low = sorted[sorted.count / 100]
    let high = max(sorted[sorted.count - 1 - sorted.count / 100], low + 1e-6)
    self.image = values.map { UInt8(max(0, min(255, ($0 - low) / (high - low) * 255))) }
    reference = Array(labels[range])
    let count = extent.count
    prediction = range.map { voxel in
      let best = (0..<logits.channels).max {
        logits.voxels[$0 * count + voxel] < logits.voxels[$1 * count + voxel]
      }
      return UInt8(best ?? 0)
    }
  }
}
