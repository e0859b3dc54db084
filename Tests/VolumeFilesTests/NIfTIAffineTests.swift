import Foundation
import TestSupport
import Testing
import VolumeFiles
import Volumes

/// Affines by hand, after the standard and nibabel's precedence.
@Suite struct NIfTIAffineTests {
  @Test func takesTheSformBeforeTheQform() throws {
    var file = NIfTIBytes()
    file.sform = [-2, 0, 0, 90, 0, 3, 0, -120, 0, 0, 4, -70]
    file.qformCode = 1
    file.quaternionOffset = [5, 6, 7]
    let header = try read(file)
    #expect(header.geometry.affine.rows == file.sform)
    #expect(header.affineSource == .sform)
    #expect(header.geometry.spacing == Spacing(4, 3, 2))
    #expect(header.geometry.orientation.code == "LAS")
  }

  @Test func takesTheQformWithoutAnSform() throws {
    var file = NIfTIBytes()
    (file.sformCode, file.qformCode) = (0, 1)
    file.pixdim = [1, 2, 3, 4, 1, 1, 1, 1]
    // A quarter turn about z: i to +y, j to -x.
    file.quaternion = [0, 0, 0.5.squareRoot()]
    file.quaternionOffset = [10, 20, 30]
    let header = try read(file)
    #expect(header.affineSource == .qform)
    expect(header, [0, -3, 0, 10, 2, 0, 0, 20, 0, 0, 4, 30])
  }

  @Test func turnsTheThirdAxisForANegativeQfac() throws {
    var file = NIfTIBytes()
    (file.sformCode, file.qformCode) = (0, 2)
    file.pixdim = [-1, 2, 3, 4, 1, 1, 1, 1]
    expect(try read(file), [2, 0, 0, 0, 0, 3, 0, 0, 0, 0, -4, 0])
    file.pixdim[0] = 0
    expect(try read(file), [2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 4, 0])
  }

  @Test(arguments: [1, 2], [1, Double(Float(1).nextDown), 1 + 1e-7, 1 + 5e-4])
  func readsHalfTurnsWhoseRoundedQuaternionIsTooLongOrShort(version: Int, c: Double) throws {
    var file = NIfTIBytes(version: version)
    (file.sformCode, file.qformCode) = (0, 1)
    file.quaternion = [0, c, 0]
    expect(try read(file), [-1, 0, 0, 0, 0, 1, 0, 0, 0, 0, -1, 0], tolerance: 1e-3)
  }

  @Test func putsTheOriginInTheMiddleWithoutAnyForm() throws {
    var file = NIfTIBytes(sizes: [3, 5, 7])
    (file.sformCode, file.qformCode) = (0, 0)
    file.pixdim = [1, 3, 2, 1, 1, 1, 1, 1]
    file.voxels = [Double](repeating: 0, count: 105)
    let header = try read(file)
    // nibabel's own example of `get_base_affine`.
    expect(header, [-3, 0, 0, 3, 0, 2, 0, -4, 0, 0, 1, -3])
    #expect(header.affineSource == .voxelSizes)
    #expect(!header.notes.isEmpty)
  }

  @Test func givesFlatImagesAThirdAxis() throws {
    var file = NIfTIBytes(sizes: [3, 5])
    (file.sformCode, file.qformCode) = (0, 0)
    file.pixdim = [1, 3, 2, 0, 0, 0, 0, 0]
    file.voxels = [Double](repeating: 0, count: 15)
    expect(try read(file), [-3, 0, 0, 3, 0, 2, 0, -4, 0, 0, 1, 0])
    // An s-form without third column: the slice's normal, as long as pixdim says.
    file.sformCode = 1
    file.pixdim[3] = 5
    file.sform = [0, 2, 0, 1, 3, 0, 0, 1, 0, 0, 0, 1]
    expect(try read(file), [0, 2, 0, 1, 3, 0, 0, 1, 0, 0, -5, 1])
  }

  @Test func putsUpWithNegativeVoxelSizesAndUnknownCodes() throws {
    var file = NIfTIBytes()
    (file.sformCode, file.qformCode) = (99, 1)
    file.pixdim = [1, -2, 3, 4, 1, 1, 1, 1]
    let header = try read(file)
    expect(header, [2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 4, 0])
    #expect(header.notes.count == 2)
  }

  @Test(arguments: [(1, 1000.0), (2, 1), (3, 0.001), (0, 1), (10, 1)])
  func bringsUnitsToMillimetres(units: Int, factor: Double) throws {
    var file = NIfTIBytes()
    file.units = units
    file.sform = [1, 0, 0, 4, 0, 1, 0, 5, 0, 0, 1, 6]
    let header = try read(file)
    expect(header, file.sform.map { $0 * factor })
    #expect(header.notes.isEmpty == (factor == 1))
    #expect(header.sformRows == file.sform)
  }

  @Test func notesAxesThatAreOffARightAngleByRounding() throws {
    var file = NIfTIBytes()
    file.sform[1] = 1e-3
    let header = try read(file)
    #expect(header.notes.contains { $0.contains("rounding") })
    try header.geometry.requireOrthogonal(file: "a.nii")
    #expect(header.geometry.affine[0, 1] == Double(Float(1e-3)))
  }

  @Test func refusesShearWhereItCannotBeHonoured() throws {
    var file = NIfTIBytes()
    file.sform = [1, 0, 0, 0, 0, 1, tan(5 * Double.pi / 180), 0, 0, 0, 1, 0]
    let header = try read(file)
    let error = #expect(throws: VolumeFileError.self) {
      try header.geometry.requireOrthogonal(file: "a.nii")
    }
    #expect(error?.description.contains("a.nii") == true)
    #expect(error?.description.contains("5.00°") == true)
  }

  private func read(_ file: NIfTIBytes) throws -> NIfTIHeader {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("a.nii")
      try file.write(to: url)
      return try NIfTI.readHeader(url)
    }
  }

  private func expect(
    _ header: NIfTIHeader, _ expected: [Double], tolerance: Double = 1e-6,
    location: SourceLocation = #_sourceLocation
  ) {
    let rows = header.geometry.affine.rows
    let difference = zip(rows, expected).map { abs($0 - $1) }.max() ?? .infinity
    #expect(difference <= tolerance, "\(rows)", sourceLocation: location)
  }
}
