import Foundation
package import Training

/// The course of a training: `log.csv`.
package struct TrainingLog {
  /// Names of the foreground classes.
  package var classes: [String]
  package var records: [EpochRecord]

  package init(classes: [String], records: [EpochRecord]) {
    self.classes = classes
    self.records = records
  }

  /// The file's text.
  package var csv: String {
    func quoted(_ text: String) -> String {
      text.contains { ",\"\n".contains($0) }
        ? "\"\(text.replacingOccurrences(of: "\"", with: "\"\""))\"" : text
    }
    let head =
      ["epoch", "step", "seconds", "learning_rate", "loss", "mean_dice"]
      + classes.map { quoted("dice_\($0)") } + ["waiting", "skipped_steps"]
    let rows = records.map { record -> String in
      let dice = ([record.meanDice] + record.dice).map { $0.map { format("%.5f", $0) } ?? "" }
      return
        ([
          "\(record.epoch)", "\(record.step)", format("%.1f", record.seconds),
          format("%.4g", record.learningRate), format("%.5f", record.loss),
        ] + dice + [format("%.4f", record.waiting), "\(record.skipped)"]).joined(separator: ",")
    }
    return ([head.joined(separator: ",")] + rows).joined(separator: "\n") + "\n"
  }

  private func format(_ format: String, _ value: Double) -> String {
    String(format: format, value)
  }
}
