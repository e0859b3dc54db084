import Files
public import Foundation

/// A folder with a model: `model.json` describes it, `model.safetensors` holds the weights.
public struct ModelFolder: Sendable, Hashable {
  public static let format = "seg-model"
  public static let version = 1

  public var url: URL

  public init(_ url: URL) { self.url = url }

  public var descriptionFile: URL { layout.model }
  public var weightsFile: URL { layout.weights }
  private var layout: RunLayout { RunLayout(url) }

  /// Reads the description alone.
  /// - Throws: ``ModelFileError`` of kind `badData` where there is no model, it is of another version, or does not fit together.
  public func readDescription() throws(ModelFileError) -> ModelDescription {
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw ModelFileError("there is no such model folder", path: url.path)
    }
    guard url.isFolder else {
      throw ModelFileError("is a file, not a model folder; name the run's folder", path: url.path)
    }
    guard FileManager.default.fileExists(atPath: descriptionFile.path) else {
      throw ModelFileError(
        "holds no model: \(descriptionFile.lastPathComponent) is missing", path: url.path)
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
      throw ModelFileError(
        "the weights are missing: \(weightsFile.lastPathComponent)", path: url.path)
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

  private struct Envelope: Encodable {
    var format: String
    var version: Int
    var model: ModelDescription
  }

  private struct Content: Decodable {
    var model: ModelDescription
  }

  private struct Head: Decodable {
    var format: String?
  }

  private func decode(_ data: Data) throws(ModelFileError) -> ModelDescription {
    let path = descriptionFile.path
    guard let head = try? JSONDecoder().decode(Head.self, from: data), head.format == Self.format
    else {
      throw ModelFileError(
        "does not describe a model: \"format\" is not \(Self.format)", path: path)
    }
    do {
      return try VersionedJSON.decode(
        Content.self, from: data, versions: FormatVersion(current: Self.version)
      ).model
    } catch {
      throw ModelFileError(error.message, path: path)
    }
  }
}
