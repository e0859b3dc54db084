import Foundation
import Labels
import TestSupport
import Testing
import VolumeFiles
import Volumes

/// Files of other tools, read by the names of their arrays.
@Suite struct HDF5ForeignTests {
  private let image = (0..<24).map { Int16($0 - 5) }

  @Test func readsOneVolumeAFile() throws {
    try withTemporaryFolder { folder in
      for name in ["one", "two"] {
        HDF5Maker.write(folder.appendingPathComponent("\(name).h5")) {
          $0.array("raw", [2, 3, 4], image)
          $0.array("label", [2, 3, 4], (0..<24).map { UInt16($0 % 2 * 700) })
          $0.attribute("element_size_um", [3000.0, 500, 250], of: "raw")
        }
      }
      let keys = HDF5Keys(image: "raw", label: "label")
      let store = try Datasets.open(folder, foreign: keys)
      #expect(store.caseIDs == ["one", "two"])
      #expect(store.description.labels.entries.map(\.value) == [0, 700])
      let data = try store.readCase("two")
      #expect(data.image.voxels == image.map { Float($0) })
      #expect(data.image.spacing == Spacing(3, 0.5, 0.25))
      #expect(data.labels?.voxels == (0..<24).map { UInt16($0 % 2) })
      let single = try Datasets.open(folder.appendingPathComponent("one.h5"), foreign: keys)
      #expect(single.caseIDs == ["one"])
    }
  }

  @Test func readsOneVolumeAGroup() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("all.h5")
      HDF5Maker.write(url) {
        for name in ["p1", "p2"] {
          $0.group(name)
          $0.array("\(name)/volume", [2, 1, 3, 4], image.map { Float($0) })
        }
        $0.group("other")
        $0.attribute("voxel_size", [1.0, 1, 1])
      }
      let store = try Datasets.open(url, foreign: HDF5Keys(image: "volume"))
      #expect(store.caseIDs == ["p1", "p2"] && store.description.channels.count == 2)
      #expect(try store.readCase("p1").image.extent == Extent(1, 3, 4))
      #expect(!store.hasLabels("p1"))
      let given = try Datasets.open(
        url, foreign: HDF5Keys(image: "volume", spacing: Spacing(4, 2, 2)))
      #expect(try given.readGeometry("p2").spacing == Spacing(4, 2, 2))
    }
  }

  @Test func saysWhatIsMissing() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("a.h5")
      HDF5Maker.write(url) { $0.array("raw", [2, 3, 4], image) }
      let wrong: [(HDF5Keys, String)] = [
        (HDF5Keys(image: "row"), "raw"), (HDF5Keys(image: "raw"), "--spacing"),
        (HDF5Keys(image: "raw", label: "seg", spacing: Spacing(1, 1, 1)), "--label-key"),
      ]
      for (keys, mentions) in wrong {
        let error = #expect(throws: VolumeFileError.self) { try Datasets.open(url, foreign: keys) }
        #expect(error?.description.contains(mentions) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("a.h5") == true)
      }
    }
  }
}
