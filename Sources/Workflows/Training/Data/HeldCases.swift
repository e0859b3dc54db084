import VolumeFiles
import Volumes

/// Cases as they were read for a survey, kept for the preparation where all of them fit: then every case is read once.
package final class HeldCases {
  private let limit: Int
  private var cases: [String: CaseData] = [:]
  private var byteCount = 0
  private var isOverflown = false

  /// - Parameter limit: Bytes; where the cases take more, none is kept.
  package init(limit: Int) { self.limit = limit }

  func keep(_ data: CaseData) {
    guard !isOverflown, cases[data.id] == nil else { return }
    byteCount += Self.byteCount(data)
    cases[data.id] = data
    if byteCount > limit {
      isOverflown = true
      removeAll()
    }
  }

  /// Hands a case over.
  func take(_ id: String) -> CaseData? {
    guard let data = cases.removeValue(forKey: id) else { return nil }
    byteCount -= Self.byteCount(data)
    return data
  }

  func removeAll() {
    cases = [:]
    byteCount = 0
  }

  private static func byteCount(_ data: CaseData) -> Int {
    4 * data.image.voxels.count + 2 * (data.labels?.voxels.count ?? 0)
  }
}
