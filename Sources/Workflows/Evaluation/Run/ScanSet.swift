import Foundation
import VolumeFiles
import Volumes

/// Scans by the names of their cases, to show behind labels.
struct ScanSet: Sendable {
  private var inputs: [String: CaseInput] = [:]

  init() {}

  /// - Throws: `VolumeFileError` where the folder holds no scan or cannot be listed.
  init(_ folder: URL) throws {
    for input in try CaseInput.find(in: [folder]) { inputs[input.id] = input }
  }

  mutating func add(_ input: CaseInput, of id: String) { inputs[id] = input }

  /// Calls the first scan by another name.
  mutating func rename(to id: String) { inputs = inputs.first.map { [id: $0.value] } ?? [:] }

  /// The scan of a case with its files, or `nil` where there is none on the labels' grid: a missing
  /// picture is no reason to stop.
  func scan(of id: String, on geometry: Geometry) -> (image: Volume, files: [URL])? {
    guard let input = inputs[id], let image = try? input.readImage().image,
      image.extent == geometry.extent
    else { return nil }
    return (image, input.channelFiles)
  }
}
