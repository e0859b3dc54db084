import Files
public import Foundation
import Networks

/// A folder with a model: `model.json` describes it, `model.safetensors` holds the weights.
public struct ModelFolder: Sendable, Hashable {
  public static let format = "seg-model"
  public static let version = 1

  public var url: URL

  public init(_ url: URL) { self.url = url }

  public var descriptionFile: URL { url.appendingPathComponent("model.json") }
  public var weightsFile: URL { url.appendingPathComponent("model.safetensors") }

  /// The models of a run folder: its own, or those of the folds of a cross-validation in it, `fold-K`.
  ///
  /// Where there is neither, the folder itself, which then says what is missing when it is read.
  public static func models(at url: URL) -> [ModelFolder] {
    let own = ModelFolder(url)
    func isThere(_ folder: ModelFolder) -> Bool {
      FileManager.default.fileExists(atPath: folder.descriptionFile.path)
    }
    if isThere(own) { return [own] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    let folds = names.filter { $0.wholeMatch(of: /fold-[0-9]+/) != nil }.sorted()
      .map { ModelFolder(url.appendingPathComponent($0)) }.filter(isThere)
    return folds.isEmpty ? [own] : folds
  }

  /// The run among the folders in `runs` whose model was written last, or `nil` where there is none.
  ///
  /// It may be a cross-validation.
  public static func newest(in runs: URL) -> ModelFolder? {
    let folders =
      (try? FileManager.default.contentsOfDirectory(
        at: runs, includingPropertiesForKeys: nil)) ?? []
    func written(_ folder: ModelFolder) -> Date? {
      let attributes = try? FileManager.default.attributesOfItem(
        atPath: folder.descriptionFile.path)
      return attributes?[.modificationDate] as? Date
    }
    return folders.sorted { $0.path < $1.path }
      .compactMap { folder in
        models(at: folder).compactMap(written).max().map { (ModelFolder(folder), $0) }
      }
      .max { $0.1 < $1.1 }?.0
  }

  /// Reads the description alone.
  /// - Throws: ``ModelFileError`` of kind `badData` where there is no model, it is of another version, or does not fit together.
  public func readDescription() throws(ModelFileError) -> ModelDescription {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      throw ModelFileError("there is no such model folder", path: url.path)
    }
    guard isFolder.boolValue else {
      throw ModelFileError("is no model folder but a file; name the run's folder", path: url.path)
    }
    guard FileManager.default.fileExists(atPath: descriptionFile.path) else {
      throw ModelFileError("holds no model: model.json is missing", path: url.path)
    }
    let data: Data
    do {
      data = try Data(contentsOf: descriptionFile)
    } catch {
      throw ModelFileError("cannot read this file", path: descriptionFile.path, kind: .inputOutput)
    }
    let description = try decode(data)
    if let problem = description.problem {
      throw ModelFileError(problem, path: descriptionFile.path)
    }
    return description
  }

  /// Reads the model; the weights stay in the file until they are used.
  /// - Throws: ``ModelFileError`` of kind `badData`, also where weights are missing, have another shape or are not finite.
  public func read() throws(ModelFileError) -> Model {
    let description = try readDescription()
    guard FileManager.default.fileExists(atPath: weightsFile.path) else {
      throw ModelFileError("the weights are missing: model.safetensors", path: url.path)
    }
    let model = Model(
      description: description, weights: try Safetensors.read(weightsFile).tensors, source: url.path
    )
    if let problem = model.weightProblem {
      throw ModelFileError(problem, path: weightsFile.path)
    }
    return model
  }

  /// Writes a model, making the folder where there is none.
  /// - Throws: ``FileError`` where it cannot be written.
  public func write(
    _ description: ModelDescription, weights: [String: Safetensors.Tensor]
  ) throws {
    try AtomicFile.makeFolder(url)
    // Weights first: a folder without description is no model yet.
    try Safetensors.write(weights, to: weightsFile)
    try write(description)
  }

  /// Writes the description of weights that are there.
  /// - Throws: ``FileError`` where it cannot be written.
  public func write(_ description: ModelDescription) throws {
    let envelope = Envelope(
      format: Self.format, version: Self.version, model: description)
    try AtomicFile.writeJSON(envelope, to: descriptionFile)
  }

  private struct Envelope: Codable {
    var format: String
    var version: Int
    var model: ModelDescription
  }

  private struct Head: Decodable {
    var format: String?
    var version: Int?
  }

  private func decode(_ data: Data) throws(ModelFileError) -> ModelDescription {
    let path = descriptionFile.path
    guard let head = try? JSONDecoder().decode(Head.self, from: data),
      head.format == Self.format, let version = head.version
    else {
      throw ModelFileError(
        "does not describe a model: \"format\" is not \(Self.format)", path: path)
    }
    guard version == Self.version else {
      let advice =
        version > Self.version ? "use a newer seg" : "train it again or use the seg that wrote it"
      throw ModelFileError(
        "is of format version \(version), this seg reads \(Self.version); \(advice)", path: path)
    }
    do {
      return try JSONDecoder().decode(Envelope.self, from: data).model
    } catch {
      throw ModelFileError("is broken: \(Self.reason(error))", path: path)
    }
  }

  private static func reason(_ error: any Error) -> String {
    switch error as? DecodingError {
    case .keyNotFound(let key, let context):
      "\((context.codingPath + [key]).map(\.stringValue).joined(separator: ".")) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .dataCorrupted(let context):
      "\(context.codingPath.map(\.stringValue).joined(separator: ".")) cannot be understood"
    default: "it is not JSON"
    }
  }
}
