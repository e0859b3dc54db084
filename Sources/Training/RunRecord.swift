import Foundation
import Transforms

/// What a run was made from: `run.json`, for repeating and resuming it.
struct RunRecord: Codable {
  var softwareVersion: String
  var data: String
  var seed: UInt64
  var precision: String
  var threads: Int
  var split: Split
  var fingerprint: DatasetFingerprint
}
