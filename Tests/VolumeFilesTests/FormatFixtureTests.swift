import Foundation
import TestSupport
import Testing
import VolumeFiles
import Volumes

/// Files that ITK wrote or reads: see `Tests/Fixtures/VolumeFiles/make_fixtures.py`.
@Suite struct FormatFixtureTests {
  struct Expected: Decodable, Sendable, CustomTestStringConvertible {
    var file: String
    var affine: [Double]
    var extent: [Int]
    var channels: Int
    var voxels: [Double]

    var testDescription: String { file }
  }

  static func expected() throws -> [Expected] {
    try JSONDecoder().decode(
      [Expected].self,
      from: Data(contentsOf: SharedData.fixture("VolumeFiles/expected.json")))
  }

  @Test(arguments: try expected()) func readsWhatITKReads(expected: Expected) throws {
    let (image, header, nonFinite) = try VolumeFile.readImage(
      SharedData.fixture("VolumeFiles/" + expected.file))
    #expect(image.extent.axes == expected.extent && image.channels == expected.channels)
    #expect(image.voxels == expected.voxels.map { Float($0) } && nonFinite == 0)
    let difference = zip(image.geometry.affine.rows, expected.affine).map { abs($0 - $1) }.max()
    #expect(difference ?? .infinity < 1e-12, "\(image.geometry.affine)")
    #expect(header.isPlanar == expected.file.hasPrefix("flat"))
    #expect(header.isBigEndian == false || header.voxelType.size > 1)
  }

  /// What is written for a file of ITK's has its grid to the bit, in either format.
  @Test(arguments: try expected().filter { !$0.file.hasPrefix("hand") && $0.channels == 1 })
  func writesOnTheGridOfTheFile(expected: Expected) throws {
    let (image, header, _) = try VolumeFile.readImage(
      SharedData.fixture("VolumeFiles/" + expected.file))
    try withTemporaryFolder { folder in
      for ending in [".nrrd", ".nhdr", ".mha", ".mhd"] {
        let url = folder.appendingPathComponent("a" + ending)
        try VolumeFile.writeImage(image, like: header, to: url, as: header.voxelType)
        let (again, written, _) = try VolumeFile.readImage(url)
        #expect(again.voxels == image.voxels && written.voxelType == header.voxelType)
        #expect(again.geometry.largestDisplacement(to: image.geometry) < 1e-12)
        #expect(written.isPlanar == header.isPlanar)
      }
    }
  }
}
