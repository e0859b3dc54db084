import ArgumentParser
import Files
import Foundation
import VolumeFiles

/// `seg info`: says what files hold.
struct InfoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract:
      "Says what is in \(VolumeFile.formatNames) files, HDF5 data sets and data set folders.",
    discussion: """
      With --json one path gives an object, several give an array. A file that cannot be read is reported, \
      and the others go on; the exit status is then that of the first such file.
      """)

  @Argument(help: ArgumentHelp("What to look at.", valueName: "file"))
  var files: [String]

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    var reports: [FileReport] = []
    var failure: (any UserFacingError)?
    for path in files {
      do {
        let found = try FileReport.all(of: URL(fileURLWithPath: path))
        if !json {
          for report in found {
            if !reports.isEmpty { print() }
            report.show()
            reports.append(report)
          }
        } else {
          reports += found
        }
      } catch let error as any UserFacingError {
        Failure.report(error.description)
        failure = failure ?? error
      }
    }
    if json { try printJSON(reports) }
    if let failure { throw ExitCode(failure.kind.exitStatus) }
  }

  private func printJSON(_ reports: [FileReport]) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    let data =
      if files.count == 1, reports.count == 1 { try encoder.encode(reports[0]) } else {
        try encoder.encode(reports)
      }
    print(String(decoding: data, as: UTF8.self))
  }
}

/// What is said about one path.
private enum FileReport: Encodable {
  case volume(VolumeSummary)
  case dataset(DatasetSummary)

  static func all(of url: URL) throws -> [FileReport] {
    if url.isFolder {
      let holdsDataset = ["dataset.json", "imagesTr", "images"].contains {
        FileManager.default.fileExists(atPath: url.appendingPathComponent($0).path)
      }
      if holdsDataset { return [.dataset(try DatasetSummary(of: DatasetFolder(url)))] }
      return try CaseInput.find(in: [url]).flatMap(\.channelFiles)
        .map { .volume(try VolumeSummary(of: $0)) }
    }
    if HDF5Dataset.isName(url.lastPathComponent) {
      return [.dataset(try DatasetSummary(of: HDF5Dataset(url)))]
    }
    return [.volume(try VolumeSummary(of: url))]
  }

  func show() {
    switch self {
    case .volume(let summary): InfoText.show(summary)
    case .dataset(let summary): InfoText.show(summary)
    }
  }

  func encode(to encoder: any Encoder) throws {
    switch self {
    case .volume(let summary): try summary.encode(to: encoder)
    case .dataset(let summary): try summary.encode(to: encoder)
    }
  }
}
