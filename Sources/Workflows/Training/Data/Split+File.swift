public import Foundation

extension Split {
  /// The splits in a JSON file: one of ours, {"training": [...], "validation": [...]}, or nnU-Net's `splits_final.json`, a list of {"train": [...], "val": [...]}.
  /// - Throws: ``TrainingError`` where the file cannot be read or is neither.
  public static func read(_ url: URL) throws -> [Split] {
    guard let data = try? Data(contentsOf: url) else {
      throw TrainingError.inputOutput("\(url.path): cannot be read")
    }
    let decoder = JSONDecoder()
    if let split = try? decoder.decode(Split.self, from: data) { return [split] }
    if let splits = try? decoder.decode([Split].self, from: data), !splits.isEmpty { return splits }
    if let splits = try? decoder.decode([Peer].self, from: data), !splits.isEmpty {
      return splits.map { Split(training: $0.train, validation: $0.val) }
    }
    throw TrainingError.badData(
      "\(url.path): must be JSON with lists of case names, {\"training\": [...], \"validation\": [...]}, or nnU-Net's splits_final.json"
    )
  }

  private struct Peer: Decodable {
    var train: [String]
    var val: [String]
  }
}
