import Foundation
import VolumeFiles
import Volumes

/// Generated balls of another brightness than their surroundings, labelled 5: real files.
enum BallDataset {
  /// A folder `images` and a folder `labels` of volumes of 16 x 18 x 20 voxels.
  static func write(to folder: URL, cases: Int = 6) throws {
    for name in ["images", "labels"] {
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
    }
    let extent = Extent(16, 18, 20)
    let geometry = Geometry(extent: extent, spacing: Spacing(1, 1, 1))
    for index in 0..<cases {
      var generator = SeededGenerator(seed: 8, stream: [index])
      let center = (0..<3).map { _ in generator.uniform(in: 6...10) }
      let radius = generator.uniform(in: 3...5)
      var image: [Float] = []
      var labels: [UInt16] = []
      for z in 0..<extent.depth {
        for y in 0..<extent.height {
          for x in 0..<extent.width {
            let square = zip([z, y, x], center).reduce(0.0) {
              $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1)
            }
            let inside = square < radius * radius
            labels.append(inside ? 5 : 0)
            image.append(Float((inside ? 3 : 1) + 0.5 * generator.normal()))
          }
        }
      }
      try VolumeFile.writeImage(
        Volume(geometry: geometry, channels: 1, voxels: image), like: nil,
        to: folder.appendingPathComponent("images/case_\(index).nii.gz"))
      try VolumeFile.write(
        LabelMap(geometry: geometry, voxels: labels), like: nil,
        to: folder.appendingPathComponent("labels/case_\(index).nii.gz"))
    }
  }

  /// A network and training so small that a step takes milliseconds.
  static let pipeline = """
    network: {features: [8, 16], encoder_blocks: [1], patch: [16, 16, 16]}
    training: {batch: 2, steps_per_epoch: 5, average_decay: 0.9, learning_rate: 0.005, checkpoint_seconds: 0.2, validation_cases: 1}
    """
}
