import Foundation
import Networks

/// Where a training is, besides the weights: what a checkpoint holds in its metadata.
struct TrainingState: Codable, Hashable {
  static let version = 1

  var version = Self.version
  var seed: UInt64
  /// Steps taken.
  var step = 0
  /// Seconds of training so far, over all sittings.
  var seconds = 0.0
  var records: [EpochRecord] = []
  /// The average over epochs of the validation Dice, by which the best model is chosen.
  var averageDice: Double?
  var bestAverageDice: Double?
  /// What the learning rate is multiplied with, lowered when losses are not finite again and again.
  var rateFactor = 1.0
  /// Losses of the epoch under way.
  var epochLosses: [Float] = []
  var epochSkipped = 0

  var metadata: [String: String] {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
      return ["training": String(decoding: try encoder.encode(self), as: UTF8.self)]
    }
  }

  init(seed: UInt64) { self.seed = seed }

  /// - Throws: ``TrainingError`` where the checkpoint is none or of another version.
  init(checkpoint file: Safetensors.File, url: URL) throws {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let text = file.metadata["training"],
      let state = try? decoder.decode(TrainingState.self, from: Data(text.utf8)),
      state.version == Self.version
    else {
      throw TrainingError.badData(
        "\(url.path): is no checkpoint that this version can go on from; train without --resume")
    }
    self = state
  }

  /// Takes in an epoch's validation.
  /// - Returns: True where the model is the best so far.
  mutating func note(dice: Double?) -> Bool {
    guard let dice else { return bestAverageDice == nil }
    // Source: nnU-Net's moving average of the pseudo Dice.
    averageDice = averageDice.map { 0.9 * $0 + 0.1 * dice } ?? dice
    guard let average = averageDice, average > bestAverageDice ?? -1 else { return false }
    bestAverageDice = average
    return true
  }
}
