import Foundation
import Preprocessing
import TestSupport
import Testing
import Volumes

struct NearestNeighbourTests {
  struct Case: Decodable {
    var from: Int
    var to: Int
    var sources: [Float]

    init(from decoder: any Decoder) throws {
      var row = try decoder.unkeyedContainer()
      from = try row.decode(Int.self)
      to = try row.decode(Int.self)
      sources = try row.decode([Float].self)
    }
  }

  /// Voxels halfway between two others: the order of the arithmetic decides, and which slice a coarse axis takes with it.
  @Test func halfwayVoxelsAreThoseOfScipy() throws {
    let cases = try JSONDecoder().decode(
      [Case].self, from: Data(contentsOf: SharedData.fixture("Preprocessing/nearest.json")))
    #expect(cases.count > 60)
    for entry in cases {
      let source = (0..<entry.from).map(Float.init)
      let alongDepth = try Resampler(from: Extent(entry.from, 1, 1), to: Extent(entry.to, 1, 1))
        .resample(source, .nearest, limits: false, threads: 1)
      #expect(alongDepth == entry.sources, "\(entry.from) to \(entry.to)")
    }
  }
}
