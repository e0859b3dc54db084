import Evaluation
import Foundation
import TestSupport
import Testing
import Volumes

/// Pairs of label maps with what public packages measure on them, made by `make_surfaces.py`.
struct SurfaceFixture: Decodable {
  var tolerances: [Double]
  var pairs: [Pair]

  struct Pair: Decodable, CustomTestStringConvertible {
    var name: String
    var extent: Extent
    var spacing: Spacing
    var reference: [[Int]]
    var prediction: [[Int]]
    var labels: [String: Golden]

    var testDescription: String { name }

    func map(_ runs: [[Int]]) -> LabelMap {
      LabelMap(
        geometry: Geometry(extent: extent, spacing: spacing),
        voxels: runs.flatMap { [UInt16](repeating: UInt16($0[0]), count: $0[1]) })
    }
  }

  struct Golden: Decodable {
    var tp: Int
    var fp: Int
    var fn: Int
    var area: Distances?
    var border: Distances?
  }

  struct Distances: Decodable {
    var hd_mm: Double
    var hd95_mm: Double
    var average_reference_to_prediction_mm: Double
    var average_prediction_to_reference_mm: Double
    var assd_mm: Double?
    var nsd: [Double]
  }

  static func read() throws -> SurfaceFixture {
    let url = SharedData.fixture("Evaluation/surfaces.json")
    return try JSONDecoder().decode(SurfaceFixture.self, from: Data(contentsOf: url))
  }

  static let pairs = (try? read().pairs) ?? []
}

/// True where two numbers differ by at most 1e-6 of the larger.
func isClose(_ a: Double?, _ b: Double?, tolerance: Double = 1e-6) -> Bool {
  guard let a, let b else { return a == nil && b == nil }
  return abs(a - b) <= tolerance * max(abs(a), abs(b)) + 1e-12
}
