import Files
import Foundation
import Volumes

extension NRRDFormat {
  func write(
    _ image: ImageToWrite, _ voxels: UnsafeRawBufferPointer, to url: URL
  ) throws {
    let isSegmentation = ending(of: url.lastPathComponent)?.text == Self.segmentationEnding
    guard let voxelFile = voxelFile(of: url) else {
      try AtomicFile.write(to: url) { temporary in
        let writer = try ByteWriter(temporary, named: url)
        try writer.write(header(of: image, namesSegments: isSegmentation, dataFile: nil) + "\n")
        _ = try writer.write([voxels], compression: .gzip)
      }
      return
    }
    try AtomicFile.write(to: voxelFile) { temporary in
      _ = try ByteWriter(temporary, named: voxelFile).write([voxels], compression: .gzip)
    }
    do {
      try AtomicFile.write(
        header(of: image, namesSegments: false, dataFile: voxelFile.lastPathComponent), to: url)
    } catch {
      try? FileManager.default.removeItem(at: voxelFile)
      throw error
    }
  }

  /// The header without the empty line that ends it.
  private func header(
    of image: ImageToWrite, namesSegments: Bool, dataFile: String?
  ) -> String {
    let geometry = image.geometry
    let channels = image.channels ?? 1
    let isPlanar = image.isPlanar && channels == 1
    let axes = WorldAxes(of: geometry, isPlanar: isPlanar)
    var sizes = Array(geometry.extent.axes.reversed().prefix(axes.steps.count))
    var directions = axes.steps.map(Self.vector)
    var kinds = sizes.map { _ in "domain" }
    if channels > 1 {
      sizes.append(channels)
      directions.append("none")
      kinds.append("list")
    }
    var lines = [
      "NRRD0004", "type: \(image.type.nrrdName ?? "")", "dimension: \(sizes.count)",
      isPlanar ? "space dimension: 2" : "space: left-posterior-superior",
      "sizes: \(sizes.map(String.init).joined(separator: " "))",
      "space directions: \(directions.joined(separator: " "))",
      "kinds: \(kinds.joined(separator: " "))", "endian: little", "encoding: gzip",
      "space origin: \(Self.vector(axes.origin))",
    ]
    if namesSegments, let labels = image.labels {
      lines += NRRDSegments.lines(labels, extent: geometry.extent)
    }
    if let dataFile { lines.append("data file: \(dataFile)") }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func vector(_ numbers: [Double]) -> String {
    "(\(numbers.map { "\($0 == 0 ? 0 : $0)" }.joined(separator: ",")))"
  }
}
