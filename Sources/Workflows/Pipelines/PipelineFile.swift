package import Files
public import Foundation
import Yams

/// Pipelines as YAML.
public enum PipelineFile {
  /// Of the key `version`, which may stand in a file and is 1 where it does not; it is not written as long as there is only one.
  package static let versions = FormatVersion(current: 1)

  /// Keys that may stand in a file although the defaults leave them out.
  private static let optionalKeys: Set<String> = [
    "preprocessing.target_spacing", "preprocessing.normalization", "network.features",
    "network.patch", "training.batch", "training.learning_rate", "training.case_weights",
    "training.foreground_weights",
    "loss.batch_dice", "loss.class_weights",
  ]

  /// Keys whose values are mappings by names that the user chose, which stay as they are.
  private static let freeKeys: Set<String> = [
    "case_weights", "caseWeights", "foreground_weights", "foregroundWeights",
    "learning_rate_groups", "learningRateGroups", "class_weights", "classWeights",
  ]

  /// A named pipeline, or one in a file.
  ///
  /// - Parameters:
  ///   - nameOrPath: `brain-mri`, or a path that ends in .yaml or .yml.
  ///   - folders: Where named pipelines are looked for.
  /// - Throws: ``PipelineError`` where there is none or it is wrong.
  public static func load(_ nameOrPath: String, folders: [URL]) throws -> PipelineConfiguration {
    let isPath =
      nameOrPath.contains("/") || ["yaml", "yml"].contains((nameOrPath as NSString).pathExtension)
    if isPath { return try read(URL(fileURLWithPath: nameOrPath)) }
    for folder in folders {
      let file = folder.appendingPathComponent(nameOrPath + ".yaml")
      if FileManager.default.fileExists(atPath: file.path) { return try read(file) }
    }
    if nameOrPath == "default" { return PipelineConfiguration() }
    let known = Set(
      folders.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: $0.path)) ?? [] }
        .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) } + ["default"])
    throw PipelineError(
      "there is no pipeline of this name; known are \(known.sorted().joined(separator: ", "))",
      source: nameOrPath, kind: .usage)
  }

  /// Reads a pipeline file.
  /// - Throws: ``PipelineError``.
  public static func read(_ url: URL) throws -> PipelineConfiguration {
    let text: String
    do {
      text = try String(contentsOf: url, encoding: .utf8)
    } catch {
      throw PipelineError("cannot read this file", source: url.path, kind: .inputOutput)
    }
    return try parse(text, source: url.path, folder: url.deletingLastPathComponent())
  }

  /// Parses a pipeline; keys that are left out have their defaults.
  /// - Parameters:
  ///   - source: The file, for messages.
  ///   - folder: Where files that it names are looked for.
  /// - Throws: ``PipelineError``, for unknown keys with the nearest known one.
  public static func parse(
    _ text: String, source: String, folder: URL = URL(fileURLWithPath: ".")
  ) throws -> PipelineConfiguration {
    var given: Node
    do {
      given = try Yams.compose(yaml: text) ?? Node([:])
    } catch {
      throw PipelineError("is not YAML: \(firstLine("\(error)"))", source: source)
    }
    guard given.mapping != nil || given.null != nil else {
      throw PipelineError("must be a mapping of sections", source: source)
    }
    try checkVersion(&given, source)
    if let value = given.mapping?["training"]?.mapping?["case_weights"], value.null == nil,
      let name = value.scalar?.string
    {
      given["training"]?["case_weights"] = try weights(folder.appendingPathComponent(name), source)
    }
    var defaults = PipelineConfiguration()
    if let name = given.mapping?["augmentation_preset"]?.string {
      guard let preset = PipelineConfiguration.AugmentationPreset(rawValue: name) else {
        throw PipelineError(
          "augmentation_preset must be one of none, light, standard, nnunet, not \(name)",
          source: source)
      }
      defaults.augmentation = preset.configuration
    }
    let base = try node(of: defaults)
    if let problem = unknownKey(in: given, known: base, path: "") {
      throw PipelineError(problem, source: source)
    }
    let merged = camelCased(overlay(given, on: base))
    let configuration: PipelineConfiguration
    do {
      configuration = try YAMLDecoder().decode(
        PipelineConfiguration.self, from: Yams.serialize(node: merged))
    } catch let error as DecodingError {
      throw PipelineError(reason(error), source: source)
    }
    if let problem = configuration.problem { throw PipelineError(problem, source: source) }
    return configuration
  }

  /// Takes the version out of a file.
  private static func checkVersion(_ given: inout Node, _ source: String) throws {
    guard var mapping = given.mapping, let node = mapping["version"] else { return }
    mapping["version"] = nil
    guard let version = node.int else {
      throw PipelineError("version must be a whole number", source: source)
    }
    if let problem = versions.problem(version) { throw PipelineError(problem, source: source) }
    given = .mapping(mapping)
  }

  /// The mapping in a file of weights.
  private static func weights(_ url: URL, _ source: String) throws -> Node {
    let text = try? String(contentsOf: url, encoding: .utf8)
    guard let node = try? text.flatMap({ try Yams.compose(yaml: $0) }), node.mapping != nil else {
      throw PipelineError(
        "training.case_weights must be a mapping of names to numbers, or the YAML or JSON file of one: \(url.path) cannot be read as that",
        source: source, kind: text == nil ? .inputOutput : .badData)
    }
    return node
  }

  /// A pipeline with every key, as YAML.
  public static func text(_ configuration: PipelineConfiguration) throws -> String {
    try Yams.serialize(node: node(of: configuration))
  }

  private static func node(of configuration: PipelineConfiguration) throws -> Node {
    let text = try YAMLEncoder().encode(configuration)
    return try snakeCased(Yams.compose(yaml: text) ?? Node([:]))
  }

  private static func overlay(_ given: Node, on base: Node) -> Node {
    // A section whose keys are all comments.
    if given.null != nil, base.mapping != nil { return base }
    guard let changes = given.mapping, var result = base.mapping else { return given }
    for (key, value) in changes {
      result[key] = result[key].map { overlay(value, on: $0) } ?? value
    }
    return .mapping(result)
  }

  private static func unknownKey(in given: Node, known: Node, path: String) -> String? {
    guard let keys = given.mapping, let knownKeys = known.mapping else { return nil }
    for (key, value) in keys {
      let name = key.string ?? ""
      let full = path.isEmpty ? name : "\(path).\(name)"
      if let inner = knownKeys[key] {
        if inner.mapping != nil && value.mapping == nil && value.null == nil {
          return "\(full) must be a section with keys of its own"
        }
        if freeKeys.contains(name) { continue }
        if let problem = unknownKey(in: value, known: inner, path: full) { return problem }
      } else if !optionalKeys.contains(full) {
        let optional = optionalKeys.filter { $0.hasPrefix(path + ".") }.map {
          String($0.dropFirst(path.count + 1))
        }
        let candidates =
          knownKeys.keys.compactMap(\.string) + (path.isEmpty ? ["version"] : optional)
        let nearest = candidates.min { EditDistance.of($0, name) < EditDistance.of($1, name) }
        let advice = nearest.map { "; did you mean \($0)?" } ?? ""
        let line = key.mark.map { " (line \($0.line))" } ?? ""
        return "unknown key \(full)\(line)\(advice)"
      }
    }
    return nil
  }

  private static func snakeCased(_ node: Node) -> Node {
    renamed(node) { name in
      var result = ""
      for character in name {
        if character.isUppercase {
          result += "_" + character.lowercased()
        } else {
          result.append(character)
        }
      }
      return result
    }
  }

  private static func camelCased(_ node: Node) -> Node {
    renamed(node) { name in
      let parts = name.split(separator: "_")
      return (parts.first.map(String.init) ?? "")
        + parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
  }

  private static func renamed(_ node: Node, _ rename: (String) -> String) -> Node {
    guard let mapping = node.mapping else { return node }
    return .mapping(
      Node.Mapping(
        mapping.map { key, value -> (Node, Node) in
          let name = key.string ?? ""
          return (
            Node(rename(name), key.tag), freeKeys.contains(name) ? value : renamed(value, rename)
          )
        }, mapping.tag, mapping.style))
  }

  private static func reason(_ error: DecodingError) -> String {
    func path(_ context: DecodingError.Context) -> String {
      context.codingPath.map { key in
        key.stringValue.map { $0.isUppercase ? "_\($0.lowercased())" : "\($0)" }.joined()
      }.joined(separator: ".")
    }
    return switch error {
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .dataCorrupted(let context), .keyNotFound(_, let context):
      "\(path(context)) has a value that cannot be used: \(firstLine(context.debugDescription))"
    @unknown default: "cannot be understood"
    }
  }

  private static func firstLine(_ text: String) -> String {
    String(text.split(separator: "\n").first ?? "")
  }
}
