import Foundation
import QualityControl
import Reports
import TestSupport
import Testing
import Volumes

@Suite struct PredictionReportTests {
  private let geometry = Geometry(extent: Extent(12, 20, 20), spacing: Spacing(2, 1, 1))

  /// A box of label 3 in the middle, of another brightness than its surroundings.
  private var prediction: LabelMap {
    var voxels = [UInt16](repeating: 0, count: geometry.extent.count)
    for z in 3..<9 { for y in 5..<15 { for x in 5..<15 { voxels[(z * 20 + y) * 20 + x] = 3 } } }
    return LabelMap(geometry: geometry, voxels: voxels)
  }

  private var image: Volume {
    Volume(
      geometry: geometry, channels: 1,
      voxels: prediction.voxels.enumerated().map {
        Float($0.element == 3 ? 100 : 20) + Float($0.offset % 7)
      })
  }

  /// The text of the numbers and of the page for one case.
  private func report(
    ranges: [LabelVolumeRange] = [], intensities: [IntensityRange]? = nil,
    confidence: Double? = nil,
    heldOut: [Double] = []
  ) throws -> (summary: String, page: String) {
    try withTemporaryFolder { folder in
      let report = try PredictionReport(
        ReportConfiguration(model: "liver 2", predictions: "scans"), folder: folder,
        labelNames: [3: "box"],
        training: TrainingData(
          volumeRanges: ranges, intensityRanges: intensities, heldOutConfidences: heldOut),
        threads: 1)
      let file = folder.appendingPathComponent("case.nii.gz")
      try Data("scan".utf8).write(to: file)
      try report.add(
        caseID: "case", image: image, inputs: [file], prediction: prediction, predictionFile: file,
        confidence: confidence)
      report.add(problem: "other.nii.gz: is cut off", caseID: "other")
      let files = try report.finish()
      #expect(
        files.map(\.lastPathComponent) == [
          "report.html", "report.pdf", "cases.csv", "summary.json",
        ])
      return (
        try String(contentsOf: folder.appendingPathComponent("summary.json"), encoding: .utf8),
        try String(contentsOf: folder.appendingPathComponent("report.html"), encoding: .utf8)
      )
    }
  }

  @Test func aCaseLikeTheTrainingDataHasNoWarning() throws {
    // 600 voxels of 2 mm³.
    let (summary, page) = try report(
      ranges: [LabelVolumeRange(label: 3, smallestMillilitres: 1, largestMillilitres: 1.5)],
      intensities: [
        IntensityRange(
          isRelative: false, smallestMedian: 95, largestMedian: 110, smallestSpread: 4,
          largestSpread: 8)
      ], confidence: 0.95)
    #expect(page.contains("1 of 1") && page.contains("1.20 to 1.20"))
    #expect(!summary.contains("_outside_range") && !summary.contains("low_confidence"))
    #expect(page.contains("Not for diagnostic use") && page.contains("liver 2"))
    #expect(page.contains("other.nii.gz: is cut off"))
  }

  @Test func unusualVolumesIntensitiesAndDoubtsAreNamed() throws {
    let volume = try report(
      ranges: [LabelVolumeRange(label: 3, smallestMillilitres: 5, largestMillilitres: 9)])
    #expect(volume.summary.contains("volume_outside_range"))
    #expect(volume.page.contains("1.2 ml; in the training data 5 to 9 ml"))
    #expect(volume.page.contains("In training data (ml)") && volume.page.contains("5.00 to 9.00"))
    #expect(volume.page.contains("training data from 5.00 ml to 9.00 ml"))
    let intensity = try report(intensities: [
      IntensityRange(
        isRelative: false, smallestMedian: 900, largestMedian: 1000, smallestSpread: 4,
        largestSpread: 8)
    ])
    #expect(intensity.summary.contains("intensity_outside_range"))
    let doubt = try report(confidence: 0.6)
    #expect(doubt.summary.contains("low_confidence") && doubt.page.contains("0.6, less than 0.7"))
  }

  @Test func confidenceIsJudgedByTheHeldOutCases() throws {
    // 0.8 lacks 0.2, and a quarter more is 0.25.
    let heldOut = [0.9, 0.8, 0.85]
    #expect(try !report(confidence: 0.76, heldOut: heldOut).summary.contains("low_confidence"))
    let doubt = try report(confidence: 0.74, heldOut: heldOut)
    #expect(doubt.summary.contains("low_confidence"))
    #expect(doubt.page.contains("0.74; in the cases held out from its training at least 0.8"))
    #expect(try !report(confidence: 0.5, heldOut: [0.4]).summary.contains("low_confidence"))
  }

  @Test func aMissingLabelIsUnusualWhereAllCasesHaveIt() throws {
    let missing = try report(ranges: [
      LabelVolumeRange(label: 4, smallestMillilitres: 5, largestMillilitres: 9, isInEveryCase: true)
    ])
    #expect(missing.summary.contains("volume_outside_range"))
    let rare = try report(ranges: [
      LabelVolumeRange(
        label: 4, smallestMillilitres: 5, largestMillilitres: 9, isInEveryCase: false)
    ])
    #expect(!rare.summary.contains("volume_outside_range"))
  }
}
