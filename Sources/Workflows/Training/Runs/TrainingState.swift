import Files
import Foundation
import ModelFiles
import Networks

/// Where a training is, besides the weights: what a checkpoint holds in its metadata.
struct TrainingState: Codable, Hashable {
  static let versions = FormatVersion(current: 2, oldest: 2)

  private var version = Self.versions.current
  var seed: UInt64
  /// Steps taken.
  var step = 0
  /// Seconds of training so far, interruptions left out.
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
  var isFinished = false
  /// How much was done before every step, and after the last one of a finished training: for repeating it, whatever the clock said.
  var recordedProgress: [Double] = []

  private enum CodingKeys: String, CodingKey {
    case version, seed, step, seconds, records, averageDice, bestAverageDice, rateFactor
    case epochLosses, epochSkipped, isFinished
  }

  init(seed: UInt64) { self.seed = seed }

  /// The text that a checkpoint has in its metadata.
  var metadata: [String: String] {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
      return ["training": String(decoding: try encoder.encode(self), as: UTF8.self)]
    }
  }

  private static let progressName = "schedule.progress"

  /// What a checkpoint has of it among its tensors: the exact bits.
  var tensors: [String: Safetensors.Tensor] {
    [
      Self.progressName: Safetensors.Tensor(
        shape: [recordedProgress.count], values: recordedProgress)
    ]
  }

  static func recordedProgress(in file: Safetensors.File) throws -> [Double] {
    try file.tensors[progressName]?.doubles() ?? []
  }

  /// Reads a checkpoint.
  /// - Throws: ``TrainingError`` where it is none or of another version; errors of the file.
  static func checkpoint(_ url: URL) throws -> (file: Safetensors.File, state: TrainingState) {
    let file = try Safetensors.read(url)
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let text = file.metadata["training"] else {
      throw TrainingError.badData("is not a checkpoint; train without --resume", file: url)
    }
    var state: TrainingState
    do throws(VersionedJSON.Problem) {
      state = try VersionedJSON.decode(
        TrainingState.self, from: Data(text.utf8), versions: versions, decoder: decoder)
    } catch {
      throw TrainingError.badData(
        "\(error.message); without --resume the training starts from its beginning", file: url)
    }
    state.recordedProgress = try recordedProgress(in: file)
    return (file, state)
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

extension TrainingState {
  /// Files that lack a key are of trainings where nothing of the kind had happened.
  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(seed: try values.decode(UInt64.self, forKey: .seed))
    step = try values.decode(Int.self, forKey: .step)
    try values.decode(.seconds, into: &seconds)
    try values.decode(.records, into: &records)
    averageDice = try values.decodeIfPresent(Double.self, forKey: .averageDice)
    bestAverageDice = try values.decodeIfPresent(Double.self, forKey: .bestAverageDice)
    try values.decode(.rateFactor, into: &rateFactor)
    try values.decode(.epochLosses, into: &epochLosses)
    try values.decode(.epochSkipped, into: &epochSkipped)
    try values.decode(.isFinished, into: &isFinished)
  }
}
