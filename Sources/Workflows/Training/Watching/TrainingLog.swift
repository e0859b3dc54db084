import Files
import Foundation

/// What happened in one epoch.
public struct EpochRecord: Hashable, Sendable, Codable {
  public var epoch: Int
  /// Steps since the start of the training.
  public var step: Int
  /// Seconds of training so far, interruptions left out.
  public var seconds: Double
  public var learningRate: Double
  /// Mean over the epoch's steps.
  public var loss: Double
  /// Dice of each foreground class over the validation cases; `nil` where a class does not occur.
  public var dice: [Double?]
  /// The part of the time for which the engine waited for data.
  public var waiting: Double
  /// Steps that were left out because the loss was not finite.
  public var skipped: Int

  /// The mean Dice over the classes that occur.
  public var meanDice: Double? {
    let known = dice.compactMap { $0 }
    return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
  }
}

extension EpochRecord {
  /// Checkpoints that lack what was measured beside the loss are of trainings that did not measure it.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      epoch: try values.decode(Int.self, forKey: .epoch),
      step: try values.decode(Int.self, forKey: .step),
      seconds: try values.decode(Double.self, forKey: .seconds),
      learningRate: try values.decode(Double.self, forKey: .learningRate),
      loss: try values.decode(Double.self, forKey: .loss),
      dice: try values.decode(.dice, default: []),
      waiting: try values.decode(.waiting, default: 0),
      skipped: try values.decode(.skipped, default: 0))
  }
}

/// The course of a training: `log.csv`.
struct TrainingLog {
  /// Names of the foreground classes.
  var classes: [String]
  var records: [EpochRecord]

  var csv: String {
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
