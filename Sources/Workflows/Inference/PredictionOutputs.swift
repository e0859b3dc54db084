import Files
public import Foundation
public import VolumeFiles

/// Where the results of cases go.
public struct PredictionOutputs {
  /// One case with the files that its prediction becomes.
  public struct Item: Sendable, Hashable {
    public var input: CaseInput
    public var labels: URL
    public var probabilities: URL?
  }

  /// In the order of the cases.
  public let items: [Item]

  /// Chooses the files.
  ///
  /// With `output` the name of a NIfTI file, that file for the one case; with any other name, a folder with a file `CASE.nii.gz` for each.
  /// Without `output`, `CASE_seg.nii.gz` in the current folder; for one folder of images, `CASE.nii.gz` in the folder `FOLDER_seg` there.
  /// - Parameters:
  ///   - paths: The files and folders that were named.
  ///   - currentFolder: Where results go without `output`.
  ///   - probabilities: Whether to write them too, as `..._probabilities.nii.gz`.
  /// - Throws: ``InferenceError`` of kind `usage` where several cases would go to one file, or a result would replace an input;
  ///   what ``CaseInput/find(in:)`` throws.
  public init(
    paths: [URL], output: URL?, currentFolder: URL, probabilities: Bool = false
  ) throws {
    let cases = try CaseInput.find(in: paths)
    let place = try Self.place(paths, cases, output, currentFolder)
    items = cases.map { input in
      let labels = place(input)
      return Item(
        input: input, labels: labels,
        probabilities: probabilities ? Self.probabilitiesFile(beside: labels) : nil)
    }
    try refuseReplacingInputs()
  }

  private static func place(
    _ paths: [URL], _ cases: [CaseInput], _ output: URL?, _ currentFolder: URL
  ) throws(InferenceError) -> (CaseInput) -> URL {
    guard let output else {
      if paths.count == 1, isFolder(paths[0]) {
        let name = paths[0].standardizedFileURL.lastPathComponent
        let folder = currentFolder.appendingPathComponent("\(name)_seg")
        return { folder.appendingPathComponent("\($0.id).nii.gz") }
      }
      return { currentFolder.appendingPathComponent("\($0.id)_seg.nii.gz") }
    }
    guard ending(of: output) != nil, !isFolder(output) else {
      return { output.appendingPathComponent("\($0.id).nii.gz") }
    }
    guard cases.count == 1 else {
      throw InferenceError(
        .usage, "is one file, but there are \(cases.count) cases; name a folder",
        source: output.path)
    }
    return { _ in output }
  }

  private static let endings = [".nii.gz", ".nii", ".hdr", ".img"]

  private static func ending(of url: URL) -> String? {
    let name = url.lastPathComponent.lowercased()
    return endings.first { name.hasSuffix($0) && name.count > $0.count }
  }

  private static func isFolder(_ url: URL) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  private static func probabilitiesFile(beside labels: URL) -> URL {
    let stem = labels.lastPathComponent.dropLast(ending(of: labels)?.count ?? 0)
    return labels.deletingLastPathComponent().appendingPathComponent(
      "\(stem)_probabilities.nii.gz")
  }

  private func refuseReplacingInputs() throws(InferenceError) {
    var inputs: [FileIdentity: URL] = [:]
    for file in items.flatMap(\.input.channelFiles) {
      for part in Self.parts(of: file) {
        if let identity = FileIdentity(part) { inputs[identity] = file }
      }
    }
    for file in items.flatMap({ [$0.labels] + ($0.probabilities.map { [$0] } ?? []) }) {
      for part in Self.parts(of: file) {
        guard let identity = FileIdentity(part), let input = inputs[identity] else { continue }
        throw InferenceError(
          .usage, "the result would replace the image \(input.path); choose another --output",
          source: file.path)
      }
    }
  }

  /// The files that one name stands for: a header and its voxels, or one file.
  static func parts(of url: URL) -> [URL] {
    let path = url.deletingPathExtension()
    switch url.pathExtension.lowercased() {
    case "hdr": return [url, path.appendingPathExtension("img")]
    case "img": return [url, path.appendingPathExtension("hdr")]
    default: return [url]
    }
  }
}

/// Which file it is, whatever it is called.
private struct FileIdentity: Hashable {
  var device: UInt64
  var number: UInt64

  init?(_ url: URL) {
    var status = stat()
    guard stat(url.path, &status) == 0 else { return nil }
    device = UInt64(status.st_dev)
    number = UInt64(status.st_ino)
  }
}
