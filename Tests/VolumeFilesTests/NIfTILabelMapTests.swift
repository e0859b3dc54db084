import Files
import Foundation
import TestSupport
import Testing
import VolumeFiles
import Volumes

@Suite struct NIfTILabelMapTests {
  @Test(arguments: [2, 256, 4, 512, 8, 768, 1024, 1280, 16, 64, 1536], [false, true])
  func readsLabelsOfEveryDataType(dataType: Int, isBigEndian: Bool) throws {
    let values: [Double] =
      dataType == 2 || dataType == 256
      ? [0, 5, 100, 127] : dataType == 4 ? [0, 5, 201, 32767] : [0, 5, 201, 65535]
    var file = NIfTIBytes(isBigEndian: isBigEndian, sizes: [4])
    file.dataType = dataType
    file.voxels = values
    #expect(try read(file).voxels == values.map { UInt16($0) })
  }

  @Test func honoursTheScalingAndSmallErrors() throws {
    var file = NIfTIBytes(sizes: [3])
    file.dataType = 2
    (file.slope, file.intercept) = (100, 1)
    file.voxels = [0, 1, 255]
    #expect(try read(file).voxels == [1, 101, 25501])
    file.dataType = 16
    (file.slope, file.intercept) = (1, 0)
    file.voxels = [0.0005, 0.9995, -0.0005]
    #expect(try read(file).voxels == [0, 1, 0])
  }

  @Test(
    arguments: [
      ([-1, -1, 3], "-1 (2 voxels)"), ([65536, 0, 70000], "65536 (1 voxels), 70000 (1 voxels)"),
      ([0, 2.25, 7.5], "2.25"), ([0, .nan, 1], "nan"), ([0, .infinity, 1], "inf"),
      ([1e30, 0, 0], "e+30 (1 voxels)"),
    ] as [([Double], String)])
  func refusesWhatIsNoLabel(values: [Double], mentions: String) throws {
    var file = NIfTIBytes(sizes: [3])
    file.voxels = values
    let error = #expect(throws: VolumeFileError.self) { try read(file) }
    #expect(error?.kind == .badData)
    #expect(error?.description.contains(mentions) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("a.nii") == true)
  }

  @Test func refusesSeveralChannels() throws {
    var file = NIfTIBytes(sizes: [1, 1, 1, 3])
    file.voxels = [0, 1, 2]
    let error = #expect(throws: VolumeFileError.self) { try read(file) }
    #expect(error?.message.contains("3 channels") == true)
  }

  private func read(_ file: NIfTIBytes) throws -> LabelMap {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("a.nii")
      try file.write(to: url)
      return try NIfTI.readLabelMap(url).labels
    }
  }
}
