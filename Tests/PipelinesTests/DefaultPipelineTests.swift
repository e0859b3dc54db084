import Foundation
import Pipelines
import Testing

struct DefaultPipelineTests {
  /// The file with its comments about augmentation made keys.
  private func text() throws -> String {
    let root = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { url, _ in
      url.deletingLastPathComponent()
    }
    let text = try String(
      contentsOf: root.appendingPathComponent("pipelines/default.yaml"), encoding: .utf8)
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("# augmentation:") || line.hasPrefix("#   ")
        ? String(line.dropFirst(2)) : String(line)
    }.joined(separator: "\n")
  }

  @Test func commentedAugmentationIsThePresetsOwn() throws {
    let pipeline = try PipelineFile.parse(try text(), source: "default.yaml")
    #expect(pipeline.augmentation == PipelineConfiguration().augmentation)
  }

  @Test func everyKeyIsExplained() throws {
    let text = try text()
    let all = try PipelineFile.text(PipelineConfiguration())
    let keys = all.split(separator: "\n").filter { $0.contains(":") }.compactMap {
      $0.split(separator: ":").first?.trimmingCharacters(in: .whitespaces)
    }
    #expect(keys.count > 60 && keys.contains("label_smoothing"))
    // Those that are chosen from the data have no value to write.
    for key in keys + [
      "features", "patch", "batch", "learning_rate", "batch_dice", "target_spacing",
      "normalization",
    ] {
      #expect(
        text.contains(" \(key):") || text.hasPrefix("\(key):") || text.contains("\n\(key):"),
        "\(key)")
    }
  }

  /// The values in the file are the defaults.
  @Test func theFileSaysTheDefaults() throws {
    let pipeline = try PipelineFile.parse(try text(), source: "default.yaml")
    #expect(pipeline == PipelineConfiguration())
  }

  @Test func everyAugmentationKeyIsExplained() throws {
    let text = try text()
    let all = try PipelineFile.text(PipelineConfiguration())
    let section = all.components(separatedBy: "\naugmentation:\n").last ?? ""
    let keys = section.split(separator: "\n").prefix { $0.hasPrefix(" ") || $0.hasPrefix("-") }
      .filter { $0.contains(":") }
      .compactMap { $0.split(separator: ":").first?.trimmingCharacters(in: .whitespaces) }
    #expect(keys.count > 25)
    for key in keys { #expect(text.contains("  \(key):"), "\(key)") }
  }
}
