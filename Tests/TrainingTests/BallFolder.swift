import Foundation
import VolumeFiles
import Volumes

/// A folder with generated cases: a ball of label 1 with a small one of label 2 in it, brighter than the rest.
enum BallFolder {
  static let extent = Extent(14, 18, 16)

  static func make(_ folder: URL, cases: Int, spacing: Spacing = Spacing(1, 1, 1)) throws
    -> DatasetFolder
  {
    let images = folder.appendingPathComponent("images")
    let labels = folder.appendingPathComponent("labels")
    for url in [images, labels] {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }
    let geometry = Geometry(extent: extent, spacing: spacing)
    for index in 0..<cases {
      var generator = SeededGenerator(seed: 8, stream: [index])
      let center = (0..<3).map { _ in generator.uniform(in: 5...9) }
      var voxels: [Float] = []
      var classes: [UInt16] = []
      for z in 0..<extent.depth {
        for y in 0..<extent.height {
          for x in 0..<extent.width {
            let square = zip([z, y, x], center).reduce(0.0) {
              $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1)
            }
            classes.append(square < 2 && index % 2 == 0 ? 2 : square < 20 ? 1 : 0)
            voxels.append(Float((square < 20 ? 3 : 1) + 0.5 * generator.normal()))
          }
        }
      }
      try VolumeFile.writeImage(
        Volume(geometry: geometry, channels: 1, voxels: voxels), like: nil,
        to: images.appendingPathComponent("ball_\(index).nii.gz"))
      try VolumeFile.write(
        LabelMap(geometry: geometry, voxels: classes), like: nil,
        to: labels.appendingPathComponent("ball_\(index).nii.gz"))
    }
    return try DatasetFolder(images: images, labels: labels)
  }
}
