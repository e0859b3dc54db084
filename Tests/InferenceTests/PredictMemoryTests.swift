import Files
import Foundation
import ModelFiles
import TestSupport
import Testing
import VolumeFiles
import Volumes

/// `seg predict` where the system refuses memory.
struct PredictMemoryTests {
  // The image becomes 840³ voxels at the model's spacing, 2.4 GB, of which the process may have 2. With less than 15 GB in
  // the machine, the image is refused before.
  @Test(.enabled(if: ProcessInfo.processInfo.physicalMemory > 15_000_000_000))
  func shortMemoryInResamplingIsAnErrorOfOneLine() throws {
    try withTemporaryFolder { folder in
      let model = TestModel.model()
      try ModelFolder(folder.appendingPathComponent("runs/one"))
        .write(model.description, weights: model.weights)
      let extent = Extent(12, 12, 12)
      let coarse = Affine(rows: [70, 0, 0, 0, 0, 70, 0, 0, 0, 0, 70, 0])
      try NIfTI.write(
        Volume(
          geometry: Geometry(extent: extent, affine: coarse), channels: 1,
          voxels: (0..<extent.count).map { Float($0 % 101) }),
        to: folder.appendingPathComponent("scan.nii.gz"))
      let result = try SegProcess.runShell(
        #"ulimit -v 2000000; exec "$SEG" predict scan.nii.gz"#, in: folder)
      #expect(result.status == FailureKind.inputOutput.exitStatus, "\(result.stderr)")
      let lines = result.stderr.split(separator: "\n")
      #expect(lines.count == 1)
      #expect(lines.last?.contains("not enough memory") == true, "\(result.stderr)")
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(left.sorted() == ["runs", "scan.nii.gz"])
    }
  }
}
