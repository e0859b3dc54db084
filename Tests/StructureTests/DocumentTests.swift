import Foundation
import TestSupport
import Testing

/// What the documents say of the repository.
@Suite struct DocumentTests {
  private static let root = SharedData.projectRoot

  private static func names(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  /// The folders of the targets below `Sources`.
  private static let targets: [String] = {
    let sources = root.appendingPathComponent("Sources")
    let floors = ((try? names(in: sources)) ?? []).filter { $0 != "seg" }
    return ["Sources/seg"]
      + floors.flatMap { floor in
        ((try? names(in: sources.appendingPathComponent(floor))) ?? [])
          .map { "Sources/\(floor)/\($0)" }
      }
  }()

  @Test func everyTargetSaysWhatLivesThere() throws {
    #expect(Self.targets.count > 25)
    for target in Self.targets {
      let file = Self.root.appendingPathComponent("\(target)/README.md")
      let text = try? String(contentsOf: file, encoding: .utf8)
      let lines = text?.split(separator: "\n").count ?? 0
      #expect((1...3).contains(lines), "\(target)/README.md has \(lines) lines")
    }
  }

  @Test(arguments: ["README.md", "docs/architecture.md"])
  func theLayoutListsEveryTarget(_ document: String) throws {
    let text = try String(
      contentsOf: Self.root.appendingPathComponent(document), encoding: .utf8)
    for target in Self.targets where !target.hasPrefix("Sources/C/") {
      let name = target.split(separator: "/").last.map(String.init) ?? target
      #expect(text.contains(try Regex("\\b\(name)\\b")), "\(document) does not name \(name)")
    }
  }

  private static let documents = [
    "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "samples/README.md", "Benchmarks/README.md",
    "docs/architecture.md", "docs/extending.md", "docs/glossary.md", "docs/winograd.md",
  ]

  @Test(arguments: documents) func linksLeadToFiles(_ document: String) throws {
    let file = Self.root.appendingPathComponent(document)
    let text = try String(contentsOf: file, encoding: .utf8)
    for match in text.matches(of: /\]\(([^)#]+)(#[^)]*)?\)/) where !match.1.hasPrefix("http") {
      let path = file.deletingLastPathComponent().appendingPathComponent(String(match.1)).path
      #expect(FileManager.default.fileExists(atPath: path), "\(document): \(match.1)")
    }
  }

  /// The files and folders that the recipes name exist.
  @Test func recipesNameWhatThereIs() throws {
    let text = try String(
      contentsOf: Self.root.appendingPathComponent("docs/extending.md"), encoding: .utf8)
    let paths = text.matches(of: /`((?:Sources|Tests|pipelines|docs)\/[A-Za-z0-9_\/.+-]+)`/)
      .map { String($0.1) }
    #expect(paths.count > 8)
    // Folders of the examples that a reader is to make.
    for path in paths where !path.hasSuffix("Analyze") {
      let file = Self.root.appendingPathComponent(path).path
      #expect(FileManager.default.fileExists(atPath: file), "\(path)")
    }
  }
}
