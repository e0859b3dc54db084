import Foundation
import TestSupport
import Testing
import VolumeFiles
import Volumes

@Suite struct SummaryTests {
  @Test func countsLabelsAndTheirVolumes() throws {
    var file = NIfTIBytes(version: 2, isBigEndian: true, sizes: [2, 2, 3])
    file.dataType = 64
    file.voxels = [0, 0, 0, 201, 201, 5, 0, 0, 0, 0, 0, 0]
    file.sform = [2, 0, 0, 0, 0, 5, 0, 0, 0, 0, 10, 0]
    let summary = try summary(file)
    #expect(summary.format == "NIfTI-2" && summary.byteOrder == "big")
    #expect(summary.dataType == "float64" && summary.shape == [2, 2, 3])
    #expect(summary.spacing == [10, 5, 2] && summary.orientation == "RAS")
    #expect(summary.labels?.map(\.value) == [0, 5, 201])
    #expect(summary.labels?.map(\.voxels) == [9, 1, 2])
    #expect(abs((summary.labels?[2].millilitres ?? 0) - 0.2) < 1e-12)
    #expect(summary.minimum == 0 && summary.maximum == 201 && summary.nonFinite == 0)
    #expect(summary.affine[2] == [0, 0, 10, 0] && summary.affine[3] == [0, 0, 0, 1])
  }

  @Test func tellsTheRangeOfScaledValues() throws {
    var file = NIfTIBytes(sizes: [4])
    file.dataType = 4
    (file.slope, file.intercept) = (2, -1000)
    file.voxels = [0, 1, 2, 3]
    let summary = try summary(file)
    #expect(summary.minimum == -1000 && summary.maximum == -994 && summary.mean == -997)
    #expect(summary.scaleSlope == 2 && summary.scaleIntercept == -1000)
    #expect(summary.labels == nil)
  }

  @Test func countsVoxelsThatAreNotFinite() throws {
    var file = NIfTIBytes(sizes: [4])
    file.voxels = [.nan, 1, .infinity, 3]
    let some = try summary(file)
    #expect(some.nonFinite == 2 && some.minimum == 1 && some.maximum == 3 && some.mean == 2)
    file.voxels = [.nan, .nan, .nan, .nan]
    let all = try summary(file)
    #expect(all.nonFinite == 4 && all.minimum == nil && all.mean == nil && all.labels == nil)
  }

  @Test(arguments: [0.0, 0.001, 7, 30, 44]) func measuresTheObliqueAngle(degrees: Double) throws {
    let (c, s) = (cos(degrees * .pi / 180), sin(degrees * .pi / 180))
    var file = NIfTIBytes(version: 2)
    file.sform = [2 * c, -3 * s, 0, 0, 2 * s, 3 * c, 0, 0, 0, 0, -1, 0]
    let summary = try summary(file)
    #expect(abs(summary.obliqueDegrees - degrees) < 1e-9)
    #expect(summary.shearDegrees < 1e-5 && summary.orientation == "RAI")
  }

  private func summary(_ file: NIfTIBytes) throws -> VolumeSummary {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("a.nii")
      try file.write(to: url)
      return try VolumeSummary(of: url)
    }
  }
}
