import Foundation
import TestSupport

/// The libraries that `Package.swift` lists, with what their sources import and name.
struct SourceTree {
  struct Library {
    var name: String
    var floor: String
    /// What the manifest says it may import.
    var listed: Set<String>
    /// What its files import.
    var imported: Set<String> = []
    /// By folder, the folders whose types its files name, with one such type.
    ///
    /// Files beside the folders count as the folder ".".
    var uses: [String: [String: String]] = [:]
  }

  static let floors = ["base", "data", "engine", "models", "workflows", "output"]
  private static let systemModules: Set = [
    "Foundation", "Glibc", "Synchronization", "Dispatch", "Testing",
  ]

  /// In the manifest's order: lowest first.
  let libraries: [Library]

  init() throws {
    let root = SharedData.projectRoot
    let manifest = try String(
      contentsOf: root.appendingPathComponent("Package.swift"), encoding: .utf8)
    let entry =
      /Library\(\s*name: "(?<name>\w+)", floor: \.(?<floor>\w+)(?:,\s*imports: \[(?<imports>[^\]]*)\])?/
    var libraries: [Library] = []
    for match in manifest.matches(of: entry) {
      // A product is imported by its own name, whatever its package is called.
      let imports = String(match.imports ?? "").replacing(/, package: "[\w-]+"/, with: "")
      var library = Library(
        name: String(match.name), floor: String(match.floor),
        listed: Set(imports.matches(of: /"(\w+)"/).map { String($0.1) }))
      let folder = root.appendingPathComponent(
        "Sources/\(library.floor.capitalized)/\(library.name)")
      try library.read(folder, ignoring: Self.systemModules)
      libraries.append(library)
    }
    self.libraries = libraries
  }

  subscript(name: String) -> Library? { libraries.first { $0.name == name } }
}

extension SourceTree.Library {
  private struct File {
    var folder: String
    var words: Set<String>
  }

  mutating func read(_ root: URL, ignoring systemModules: Set<String>) throws {
    var files: [File] = []
    var folderOfType: [String: String] = [:]
    let declaration =
      /(?m)^(?:(?:public|package|private|fileprivate|final|indirect) )*(?:struct|enum|class|protocol|typealias|actor) (\w+)/
    let paths =
      FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
    for path in paths where path.hasSuffix(".swift") {
      let text = try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
      let parts = path.split(separator: "/")
      let folder = parts.count > 1 ? String(parts[0]) : "."
      for match in text.matches(of: /(?m)^(?:\w+ )?import (\w+)/) {
        imported.insert(String(match.1))
      }
      let code = Self.withoutComments(text)
      for match in code.matches(of: declaration) { folderOfType[String(match.1)] = folder }
      files.append(
        File(folder: folder, words: Set(code.matches(of: /\b[A-Z]\w+/).map { String($0.0) })))
    }
    imported.subtract(systemModules)
    for file in files {
      for word in file.words {
        guard let other = folderOfType[word], other != file.folder else { continue }
        uses[file.folder, default: [:]][other] = word
      }
    }
  }

  /// Comments and the literal parts of strings name no types.
  private static func withoutComments(_ text: String) -> String {
    text.replacing(/\/\/[^\n]*/, with: "")
      .replacing(/"(?:[^"\\\n]|\\.)*"/) { string in
        string.0.matches(of: /\\\(([^)]*)\)/).map { " \($0.1) " }.joined()
      }
  }

  /// A way from a folder back to itself, or `nil` where there is none.
  var circle: [String]? {
    func way(from folder: String, to end: String, over seen: Set<String>) -> [String]? {
      for next in uses[folder, default: [:]].keys.sorted() {
        if next == end { return [folder, end] }
        if seen.contains(next) { continue }
        if let rest = way(from: next, to: end, over: seen.union([next])) { return [folder] + rest }
      }
      return nil
    }
    for folder in uses.keys.sorted() {
      if let way = way(from: folder, to: folder, over: [folder]) { return way }
    }
    return nil
  }
}
