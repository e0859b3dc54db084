import Evaluation
import Files
import Foundation
import VolumeFiles
import Volumes

/// Prints the volume of every label of a label map and, where a reference is named, the Dice of each.
@main
enum Volumetry {
  static func main() {
    let files = CommandLine.arguments.dropFirst().map { URL(fileURLWithPath: $0) }
    guard (1...2).contains(files.count) else { fail("usage: volumetry LABELS [REFERENCE]", 64) }
    do {
      let labels = try VolumeFile.readLabels(files[0]).labels
      let reference = try files.dropFirst().first.map { try VolumeFile.readLabels($0).labels }
      try report(labels, of: files[0], reference)
    } catch let error as any UserFacingError {
      fail("volumetry: \(error)", error.kind.exitStatus)
    } catch {
      fail("volumetry: \(error)", 70)
    }
  }

  static func fail(_ message: String, _ status: Int32) -> Never {
    FileHandle.standardError.write(Data("\(message)\n".utf8))
    exit(status)
  }

  static func report(_ labels: LabelMap, of file: URL, _ reference: LabelMap?) throws {
    let evaluator = CaseEvaluator(
      settings: EvaluationSettings(measuresSurfaces: false, countsComponents: false), threads: 2)
    let score = try evaluator.score(
      caseID: "case", prediction: labels, predictionFile: file.lastPathComponent,
      reference: reference)
    for label in score.labels {
      var line = String(format: "label %@: %.2f ml", label.label, label.predictionInMillilitres)
      if let dice = label.dice { line += String(format: ", Dice %.3f", dice) }
      print(line)
    }
  }
}
