import Files
import Foundation
import Volumes

extension MetaImageFormat {
  func write(
    _ image: ImageToWrite, _ voxels: UnsafeRawBufferPointer, to url: URL
  ) throws {
    guard let voxelFile = voxelFile(of: url) else {
      try AtomicFile.write(to: url) { temporary in
        let writer = try ByteWriter(temporary, named: url)
        let header = header(of: image, dataFile: "LOCAL")
        try writer.write(header.text)
        let size = try writer.write([voxels], compression: .zlib)
        try writer.replace(at: header.sizeOffset, with: "\(size)")
      }
      return
    }
    var size = 0
    try AtomicFile.write(to: voxelFile) { temporary in
      size = try ByteWriter(temporary, named: voxelFile).write([voxels], compression: .zlib)
    }
    do {
      try AtomicFile.write(to: url) { temporary in
        let writer = try ByteWriter(temporary, named: url)
        let header = header(of: image, dataFile: voxelFile.lastPathComponent)
        try writer.write(header.text)
        try writer.replace(at: header.sizeOffset, with: "\(size)")
      }
    } catch {
      try? FileManager.default.removeItem(at: voxelFile)
      throw error
    }
  }

  /// The header, with room for the size of the compressed voxels at an offset: readers want it before them.
  private func header(
    of image: ImageToWrite, dataFile: String
  ) -> (text: String, sizeOffset: Int) {
    let geometry = image.geometry
    let isPlanar = image.isPlanar && (image.channels ?? 1) == 1
    let axes = WorldAxes(of: geometry, isPlanar: isPlanar)
    let spacing = Array(geometry.spacing.axes.reversed().prefix(axes.steps.count))
    var directions = zip(axes.steps, spacing).map { step, length in step.map { $0 / length } }
    var (sizes, spacings, origin) = (
      geometry.extent.axes.reversed().map { $0 }, spacing, axes.origin
    )
    sizes = Array(sizes.prefix(axes.steps.count))
    if let channels = image.channels, channels > 1 {
      directions = directions.map { $0 + [0] } + [[0, 0, 0, 1]]
      (sizes, spacings, origin) = (sizes + [channels], spacings + [1], origin + [0])
    }
    func list(_ numbers: [Double]) -> String {
      numbers.map { "\($0 == 0 ? 0 : $0)" }.joined(separator: " ")
    }
    let start = """
      ObjectType = Image
      NDims = \(sizes.count)
      BinaryData = True
      BinaryDataByteOrderMSB = False
      CompressedData = True
      CompressedDataSize =
      """
    let rest = """

      TransformMatrix = \(list(directions.flatMap { $0 }))
      Offset = \(list(origin))
      CenterOfRotation = \(list(origin.map { _ in 0 }))
      ElementSpacing = \(list(spacings))
      DimSize = \(sizes.map(String.init).joined(separator: " "))
      ElementType = \(image.type.metaImageName ?? "")
      ElementDataFile = \(dataFile)

      """
    return (start + String(repeating: " ", count: 20) + rest, start.utf8.count + 1)
  }
}
