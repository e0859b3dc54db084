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
  /// With `output` the name of an image file, that file for the one case; with any other name, a folder with a file `CASE` for each.
  /// Without `output`, `CASE_seg` in the current folder; for one folder of images, `CASE` in the folder `FOLDER_seg` there. Their endings are
  /// those of results for their images.
  /// - Parameters:
  ///   - paths: The files and folders that were named.
  ///   - currentFolder: Where results go without `output`.
  ///   - probabilities: Whether to write them too, as `..._probabilities`.
  /// - Throws: ``InferenceError`` of kind `usage` where several cases would go to one file, or a result would replace an input;
  ///   what ``CaseInput/find(in:)`` throws; `VolumeFileError` where the output is a file that cannot be written.
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
  ) throws -> (CaseInput) -> URL {
    func file(_ input: CaseInput, _ suffix: String = "", in folder: URL) -> URL {
      let ending = input.channelFiles.first.map(VolumeFile.resultEnding)
      return folder.appendingPathComponent(
        input.id + suffix + (ending ?? VolumeFile.standardEnding))
    }
    guard let output else {
      if paths.count == 1, paths[0].isFolder {
        let name = paths[0].standardizedFileURL.lastPathComponent
        let folder = currentFolder.appendingPathComponent("\(name)_seg")
        return { file($0, in: folder) }
      }
      return { file($0, "_seg", in: currentFolder) }
    }
    let isImage = VolumeFile.ending(of: output.lastPathComponent) != nil
    guard !output.isFolder, isImage || HDF5Dataset.isName(output.lastPathComponent) else {
      return { file($0, in: output) }
    }
    try VolumeFile.requireWritable(output)
    guard cases.count == 1 else {
      throw InferenceError(
        .usage, "is one file, but there are \(cases.count) cases; name a folder",
        source: output.path)
    }
    return { _ in output }
  }

  private static func probabilitiesFile(beside labels: URL) -> URL {
    let stem = VolumeFile.stem(of: labels.lastPathComponent)
    return labels.deletingLastPathComponent().appendingPathComponent(
      "\(stem)_probabilities\(VolumeFile.resultEnding(for: labels))")
  }

  private func refuseReplacingInputs() throws(InferenceError) {
    var inputs: [FileIdentity: URL] = [:]
    for file in items.flatMap(\.input.channelFiles) {
      for part in VolumeFile.filesRead(file) {
        if let identity = FileIdentity(part) { inputs[identity] = file }
      }
    }
    for file in items.flatMap({ [$0.labels] + ($0.probabilities.map { [$0] } ?? []) }) {
      for part in VolumeFile.filesWritten(file) {
        guard let identity = FileIdentity(part), let input = inputs[identity] else { continue }
        throw InferenceError(
          .usage, "the result would replace the image \(input.path); choose another --output",
          source: file.path)
      }
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
