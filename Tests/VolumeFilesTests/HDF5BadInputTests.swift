import Files
import Foundation
import TestSupport
import Testing
import VolumeFiles
import Volumes

/// One way in which a data set can be wrong.
struct BadDataset: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var mentions: String
  var make: @Sendable (HDF5Maker) -> Void

  init(_ name: String, mentions: String, _ make: @escaping @Sendable (HDF5Maker) -> Void) {
    (testDescription, self.mentions, self.make) = (name, mentions, make)
  }

  /// A data set with one case that has wrong arrays.
  static func arrays(
    _ name: String, mentions: String, _ make: @escaping @Sendable (HDF5Maker) -> Void
  ) -> BadDataset {
    BadDataset(name, mentions: mentions) {
      $0.describe()
      $0.group(case: "x")
      make($0)
    }
  }
}

@Suite struct HDF5BadInputTests {
  private static let image = [Float](repeating: 1, count: 24)

  static let datasets: [BadDataset] = [
    BadDataset("of another tool", mentions: "no data set of seg") { $0.group("raw") },
    BadDataset("of another version", mentions: "version 9") { $0.describe(version: 9) },
    BadDataset("without cases", mentions: "no cases") { $0.describe() },
    BadDataset("without a group of cases", mentions: "no cases") {
      $0.attribute("format", "seg-dataset")
      $0.attribute("version", [Int64(1)])
    },
    BadDataset("with labels of one value", mentions: "label_values") {
      $0.attribute("label_values", [Int64(0), 0])
      $0.describe()
    },
    .arrays("without image", mentions: "no array /cases/x/image") { _ in },
    .arrays("with a group for an image", mentions: "no array") { $0.group("cases/x/image") },
    .arrays("with a flat image", mentions: "2 dimensions") {
      $0.array("cases/x/image", [4, 6], image)
    },
    .arrays("with an image of five dimensions", mentions: "5 dimensions") {
      $0.array("cases/x/image", [1, 1, 2, 3, 4], image)
    },
    .arrays("with an empty image", mentions: "size 0") {
      $0.array("cases/x/image", [1, 0, 3, 4], [Float]())
    },
    .arrays("with texts for an image", mentions: "real numbers") {
      $0.texts("cases/x/image", [1, 2, 3, 4])
    },
    .arrays("with too many channels", mentions: "2 channels") {
      $0.array("cases/x/image", [2, 1, 3, 4], image)
    },
    .arrays("with labels of another shape", mentions: "/cases/x/label has the shape") {
      $0.array("cases/x/image", [1, 2, 3, 4], image)
      $0.array("cases/x/label", [2, 4, 3], [UInt8](repeating: 0, count: 24))
    },
    BadDataset("without spacing", mentions: "spacing") {
      $0.describe()
      $0.group("cases/x")
      $0.array("cases/x/image", [1, 2, 3, 4], image)
    },
    BadDataset("with spacing 0", mentions: "positive") {
      $0.describe()
      $0.group(case: "x", spacing: [1, 0, 1])
      $0.array("cases/x/image", [1, 2, 3, 4], image)
    },
    .arrays("with a singular affine", mentions: "singular") {
      $0.array("cases/x/image", [1, 2, 3, 4], image)
      $0.attribute("affine", [Double](repeating: 1, count: 16), of: "cases/x")
    },
    .arrays("with a small affine", mentions: "9 numbers") {
      $0.array("cases/x/image", [1, 2, 3, 4], image)
      $0.attribute("affine", [Double](repeating: 1, count: 9), of: "cases/x")
    },
    .arrays("with an affine that contradicts the spacing", mentions: "does not fit") {
      $0.array("cases/x/image", [1, 2, 3, 4], image)
      $0.attribute("affine", [1.0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1], of: "cases/x")
    },
  ]

  @Test(arguments: datasets) func refusesOnOpening(_ bad: BadDataset) throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("bad.h5")
      HDF5Maker.write(url, bad.make)
      let error = #expect(throws: VolumeFileError.self) { try Datasets.open(url) }
      let message = error?.description ?? ""
      #expect(error?.kind == .badData)
      #expect(message.contains("bad.h5") && message.contains(bad.mentions), "\(message)")
    }
  }

  @Test func refusesLabelsThatAreNotListed() throws {
    try withTemporaryFolder { folder in
      for (name, values) in [("two", [0, 2, 2]), ("negative", [0, -1, 1])] {
        let url = folder.appendingPathComponent("\(name).h5")
        HDF5Maker.write(url) {
          $0.describe()
          $0.group(case: "x")
          $0.array("cases/x/image", [1, 1, 1, 3], [Float](repeating: 1, count: 3))
          $0.array("cases/x/label", [1, 1, 3], values.map { Int64($0) })
        }
        let dataset = try HDF5Dataset(url)
        let error = #expect(throws: VolumeFileError.self) { try dataset.readCase("x") }
        #expect(error?.message.contains("voxels") == true, "\(error?.description ?? "")")
      }
    }
  }

  @Test func replacesVoxelsThatAreNotFinite() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("a.h5")
      HDF5Maker.write(url) {
        $0.describe()
        $0.group(case: "x")
        $0.array("cases/x/image", [1, 1, 1, 4], [Float.nan, 3, -2, .infinity])
        $0.array("cases/x/label", [1, 1, 4], [Float(0), 1, 1, 0])
      }
      let data = try HDF5Dataset(url).readCase("x")
      #expect(data.image.voxels == [-2, 3, -2, -2] && data.nonFinite == 2)
      #expect(data.labels?.voxels == [0, 1, 1, 0])
      #expect(data.image.spacing == Spacing(3, 2, 1))
    }
  }

  @Test func refusesDamagedFiles() throws {
    try withTemporaryFolder { folder in
      let whole = folder.appendingPathComponent("whole.h5")
      HDF5Maker.write(whole) {
        $0.describe()
        $0.group(case: "x")
        $0.array("cases/x/image", [1, 20, 20, 20], [Float](repeating: 1, count: 8000))
      }
      let bytes = try Data(contentsOf: whole)
      let damaged: [(name: String, bytes: Data?, kind: FailureKind)] = [
        ("missing.h5", nil, .inputOutput), ("empty.h5", Data(), .badData),
        ("half.h5", bytes.prefix(bytes.count / 2), .badData),
        ("start.h5", bytes.prefix(100), .badData), ("text.h5", Data("hello".utf8), .badData),
        ("nifti.h5", Data(NIfTIBytes().file), .badData),
      ]
      for (name, bytes, kind) in damaged {
        let url = folder.appendingPathComponent(name)
        try bytes?.write(to: url)
        let error = #expect(throws: VolumeFileError.self) { try Datasets.open(url) }
        #expect(error?.kind == kind && error?.description.contains(name) == true)
        #expect(error?.description.contains("\n") == false)
      }
    }
  }
}
