import Files
import Foundation
import Labels
import TestSupport
import Testing
import VolumeFiles
import Volumes

@Suite struct DatasetFolderTests {
  private static let nnUNet = """
    {"channel_names": {"0": "T1", "1": "FLAIR"}, "labels": {"background": 0, "liver": 1, "tumour": 2},
     "numTraining": 2, "file_ending": ".nii.gz", "name": "Livers"}
    """
  private static let decathlon = """
    {"name": "Task", "modality": {"0": "T1", "1": "FLAIR"},
     "labels": {"0": "background", "2": "tumour", "1": "liver"}, "training": []}
    """

  @Test func readsFoldersOfNNUNet() throws {
    try withTemporaryFolder { folder in
      try CaseFiles.write(Self.nnUNet, "dataset.json", in: folder)
      for (number, id) in ["b_7", "a"].enumerated() {
        for channel in 0..<2 {
          try CaseFiles.write(
            CaseFiles.image(from: number * 100 + channel * 24),
            "imagesTr/\(id)_000\(channel).nii.gz", in: folder)
        }
      }
      try CaseFiles.write(CaseFiles.labels([0, 1, 2]), "labelsTr/b_7.nii.gz", in: folder)
      let store = try Datasets.open(folder)
      #expect(store.caseIDs == ["a", "b_7"])
      #expect(store.description.name == "Livers")
      #expect(store.description.channels == ["T1", "FLAIR"])
      #expect(store.description.labels == LabelScheme(names: ["background", "liver", "tumour"]))
      #expect(store.hasLabels("b_7") && !store.hasLabels("a"))
      #expect(try store.readGeometry("a") == CaseFiles.geometry)
      let data = try store.readCase("b_7")
      #expect(data.image.voxels == (0..<48).map { Float($0) } && data.image.channels == 2)
      #expect(data.labels?.voxels == CaseFiles.labels([0, 1, 2]).voxels)
      #expect(data.source == "b_7_0000.nii.gz")
      #expect(try store.readCase("a").labels == nil)
      let error = #expect(throws: VolumeFileError.self) { try store.readCase("c") }
      #expect(error?.kind == .usage)
    }
  }

  @Test func readsFoldersOfTheDecathlon() throws {
    try withTemporaryFolder { folder in
      try CaseFiles.write(Self.decathlon, "dataset.json", in: folder)
      // The second name looks like a channel's, and is a case's.
      for id in ["brats_001", "brats_0002"] {
        try CaseFiles.write(
          CaseFiles.image(from: 0, channels: 2), "imagesTr/\(id).nii.gz", in: folder)
        try CaseFiles.write(CaseFiles.labels([2, 0]), "labelsTr/\(id).nii.gz", in: folder)
        try CaseFiles.write("junk", "imagesTr/._\(id).nii.gz", in: folder)
        try CaseFiles.write("junk", "labelsTr/._\(id).nii.gz", in: folder)
      }
      let store = try DatasetFolder(folder)
      #expect(store.caseIDs == ["brats_0002", "brats_001"])
      #expect(store.description.labels.entries.map(\.name) == ["background", "liver", "tumour"])
      let data = try store.readCase("brats_001")
      #expect(data.image.channels == 2)
      #expect(data.labels?.voxels.prefix(2) == [2, 0])
    }
  }

  @Test func findsTheLabelsOfFoldersWithoutDescription() throws {
    try withTemporaryFolder { folder in
      try CaseFiles.write(CaseFiles.image(from: 0), "x/one.nii", in: folder)
      try CaseFiles.write(CaseFiles.image(from: 0), "x/two.nii.gz", in: folder)
      try CaseFiles.write(CaseFiles.labels([0, 5, 201]), "y/one.nii.gz", in: folder)
      try CaseFiles.write(CaseFiles.labels([100, 5]), "y/two.nii", in: folder)
      let store = try DatasetFolder(
        images: folder.appendingPathComponent("x"), labels: folder.appendingPathComponent("y"))
      #expect(store.description.labels.entries.map(\.value) == [0, 5, 100, 201])
      #expect(
        store.description.labels.entries.map(\.name)
          == ["background", "label 5", "label 100", "label 201"])
      let labels = try #require(try store.readCase("one").labels)
      #expect(labels.voxels.prefix(3) == [0, 1, 3])
      #expect(store.description.labels.values(of: labels).voxels.prefix(3) == [0, 5, 201])
      let images = try DatasetFolder(images: folder.appendingPathComponent("x"), labels: nil)
      #expect(images.description.labels.count == 1 && !images.hasLabels("one"))
    }
  }

  @Test func mapsValuesWithGaps() throws {
    try withTemporaryFolder { folder in
      let json =
        #"{"channel_names": {"0": "CT"}, "labels": {"background": 0, "far": 300, "near": "7"}}"#
      try CaseFiles.write(json, "dataset.json", in: folder)
      try CaseFiles.write(CaseFiles.image(from: 0), "imagesTr/a_0000.nii.gz", in: folder)
      try CaseFiles.write(CaseFiles.labels([300, 7, 0]), "labelsTr/a.nii.gz", in: folder)
      let store = try DatasetFolder(folder)
      #expect(store.description.labels.entries.map(\.name) == ["background", "near", "far"])
      #expect(try store.readCase("a").labels?.voxels.prefix(3) == [2, 1, 0])
    }
  }

  @Test(arguments: [
    ("{", "not a JSON object"), ("[]", "not a JSON object"),
    (#"{"labels": {"a": 1}}"#, "channel_names"),
    (#"{"channel_names": {"0": "CT"}}"#, "labels"),
    (#"{"channel_names": {"1": "CT"}, "labels": {"a": 1}}"#, "number them from 0"),
    (#"{"channel_names": {"0": "CT"}, "labels": {"a": [1, 2]}}"#, "region"),
    (#"{"channel_names": {"0": "CT"}, "labels": {"a": -1}}"#, "0 to 65535"),
    (#"{"channel_names": {"0": "CT"}, "labels": {"a": 70000}}"#, "0 to 65535"),
    (#"{"channel_names": {"0": "CT"}, "labels": {"a": 1.5}}"#, "0 to 65535"),
    (#"{"channel_names": {"0": "CT"}, "labels": {"a": 1, "b": 1}}"#, "both have the value 1"),
    (#"{"channel_names": {"0": "CT"}, "labels": {"background": 1}}"#, "must be 0"),
    (#"{"channel_names": {"0": "CT"}, "labels": {"a": 1, "ignore": 2}}"#, "ignore"),
    (#"{"channel_names": {"0": "CT"}, "labels": {"a": 1}, "file_ending": ".png"}"#, ".png"),
  ])
  func refusesWrongDescriptions(json: String, mentions: String) throws {
    try withTemporaryFolder { folder in
      try CaseFiles.write(json, "dataset.json", in: folder)
      try CaseFiles.write(CaseFiles.image(from: 0), "imagesTr/a_0000.nii.gz", in: folder)
      let error = #expect(throws: VolumeFileError.self) { try DatasetFolder(folder) }
      #expect(error?.kind == .badData)
      #expect(error?.description.contains("dataset.json") == true)
      #expect(error?.message.contains(mentions) == true, "\(error?.description ?? "")")
    }
  }

  @Test func refusesFoldersThatAreNoDataSet() throws {
    try withTemporaryFolder { folder in
      let missing = #expect(throws: VolumeFileError.self) {
        try DatasetFolder(folder.appendingPathComponent("none"))
      }
      #expect(missing?.kind == .inputOutput)
      let foreign = #expect(throws: VolumeFileError.self) { try DatasetFolder(folder) }
      #expect(foreign?.message.contains("imagesTr") == true)
      try CaseFiles.write(CaseFiles.labels([1]), "labelsTr/lost.nii.gz", in: folder)
      try CaseFiles.write("x", "imagesTr/readme.txt", in: folder)
      let empty = #expect(throws: VolumeFileError.self) { try DatasetFolder(folder) }
      #expect(empty?.message.contains("no image file") == true)
      try CaseFiles.write(CaseFiles.image(from: 0), "imagesTr/a.nii.gz", in: folder)
      let lost = #expect(throws: VolumeFileError.self) { try DatasetFolder(folder) }
      #expect(lost?.description.contains("lost.nii.gz") == true)
    }
  }

  /// Cases whose parts do not fit together are refused when they are read, by the name of the wrong file.
  @Test func refusesCasesThatDoNotFitTogether() throws {
    var moved = CaseFiles.geometry
    moved.affine = Affine(rows: [1, 0, 0, 5, 0, 2, 0, 6, 0, 0, 3, 8.25])
    var near = CaseFiles.geometry
    near.affine = Affine(rows: [1, 0, 0, 5.0005, 0, 2, 0, 6, 0, 0, 3, 7])
    let larger = Geometry(extent: Extent(2, 3, 5), affine: CaseFiles.geometry.affine)
    let wrong: [(labels: LabelMap, mentions: [String])] = [
      (CaseFiles.labels([0, 1], geometry: moved), ["1.25 mm", "a_0000.nii.gz"]),
      (CaseFiles.labels([0, 1], geometry: larger), ["2x3x5", "2x3x4"]),
      (CaseFiles.labels([0, 9, 77]), ["9 (8 voxels)", "77 (8 voxels)", "0, 1, 2"]),
    ]
    for (labels, mentions) in wrong {
      try withTemporaryFolder { folder in
        try CaseFiles.write(
          Self.nnUNet.replacing(#", "1": "FLAIR""#, with: ""), "dataset.json", in: folder)
        try CaseFiles.write(CaseFiles.image(from: 0), "imagesTr/a_0000.nii.gz", in: folder)
        try CaseFiles.write(labels, "labelsTr/a.nii.gz", in: folder)
        let store = try DatasetFolder(folder)
        let error = #expect(throws: VolumeFileError.self) { try store.readCase("a") }
        #expect(error?.kind == .badData)
        #expect(error?.path.hasSuffix("labelsTr/a.nii.gz") == true)
        for text in mentions {
          #expect(error?.message.contains(text) == true, "\(error?.description ?? "")")
        }
        try CaseFiles.write(CaseFiles.labels([1], geometry: near), "labelsTr/a.nii.gz", in: folder)
        #expect(try store.readCase("a").labels?.geometry == CaseFiles.geometry)
      }
    }
  }

  @Test func refusesWrongNumbersOfChannels() throws {
    try withTemporaryFolder { folder in
      try CaseFiles.write(Self.nnUNet, "dataset.json", in: folder)
      try CaseFiles.write(CaseFiles.image(from: 0), "imagesTr/a.nii.gz", in: folder)
      let store = try DatasetFolder(folder)
      let error = #expect(throws: VolumeFileError.self) { try store.readCase("a") }
      #expect(error?.message.contains("1 channels, the data set 2") == true)
      for channel in 0..<3 {
        try CaseFiles.write(CaseFiles.image(from: 0), "imagesTr/b_000\(channel).nii.gz", in: folder)
      }
      let three = #expect(throws: VolumeFileError.self) { try DatasetFolder(folder) }
      #expect(three?.message.contains("3 channel files") == true)
    }
  }

  @Test(.enabled(if: SharedData.url("data/hippocampus") != nil))
  func readsEveryCaseOfTheHippocampus() throws {
    let store = try DatasetFolder(try #require(SharedData.url("data/hippocampus")))
    #expect(store.caseIDs.count == 200)
    #expect(
      store.description.labels.entries.map(\.name) == ["background", "Anterior", "Posterior"])
    var voxels = [0, 0, 0]
    for id in store.caseIDs {
      let data = try store.readCase(id)
      let labels = try #require(data.labels)
      #expect(data.image.voxels.allSatisfy(\.isFinite) && data.nonFinite == 0)
      #expect(labels.geometry == data.image.geometry && data.image.spacing == Spacing(1, 1, 1))
      for (label, count) in labels.histogram().enumerated() { voxels[label] += count }
    }
    #expect(voxels[1] > 200 * 500 && voxels[2] > 200 * 500)
  }
}
