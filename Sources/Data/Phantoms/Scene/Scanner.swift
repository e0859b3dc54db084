import CPhantoms
import Volumes

/// Where the grid lies in the body and how the image is received.
struct Scanner {
  var geometry: Geometry
  /// The body's pose: its axes in the world.
  var pose = Rotation.identity
  /// The world position of the scene's origin.
  var position = Point.zero
  /// Sample points lie no further apart than this, in mm, and at most four along a voxel's edge.
  var finestDetail: Double
  var channels = 1
  var seed: UInt64
  var isMagnitude: Bool
  var noise: [Double]
  /// Weights of the noise's grain at distance 0, 1 and 2 voxels.
  var grain: [Double] = [1, 0, 0]
  var noiseCentre = Point.zero
  var noiseRadius = 1.0
  var bias: [seg_phantom_run] = []
  var values: ClosedRange<Double>

  /// Paints and scans a scene.
  func scan<Kind: Tissue>(_ scene: Scene<Kind>, threads: Int) -> (image: Volume, labels: LabelMap) {
    var scan = kernelScan()
    let count = geometry.extent.count
    let perThread = Int(seg_phantom_scratch(&scan))
    var labels: [UInt16] = []
    let image = [Float](unsafeUninitializedCapacity: count * channels) { image, imageCount in
      labels = [UInt16](unsafeUninitializedCapacity: count) { labels, labelCount in
        withUnsafeTemporaryAllocation(of: Float.self, capacity: perThread * threads) { scratch in
          scene.withKernelScene { scene in
            seg_phantom_make(
              &scene, &scan, image.baseAddress, labels.baseAddress, scratch.baseAddress,
              Int32(threads))
          }
        }
        labelCount = count
      }
      imageCount = count * channels
    }
    return (
      Volume(geometry: geometry, channels: channels, voxels: image),
      LabelMap(geometry: geometry, voxels: labels)
    )
  }

  private func kernelScan() -> seg_phantom_scan {
    func inBody(_ p: Point) -> Point { pose.applyInverse(p) }
    func step(_ axis: Int) -> Point {
      let column = geometry.affine.column(axis)
      return inBody(Point(column[0], column[1], column[2]))
    }
    let first = geometry.affine.apply(0, 0, 0)
    let spacing = geometry.spacing
    let samples = spacing.axes.map { min(4, max(1, Int(($0 / finestDetail).rounded(.up)))) }
    let edge = zip(spacing.axes, samples).reduce(0) { $0 + $1.0 / Double($1.1) } / 3
    var scan = seg_phantom_scan()
    scan.depth = Int32(geometry.extent.depth)
    scan.height = Int32(geometry.extent.height)
    scan.width = Int32(geometry.extent.width)
    scan.channels = Int32(channels)
    scan.samples_z = Int32(samples[0])
    scan.samples_y = Int32(samples[1])
    scan.samples_x = Int32(samples[2])
    scan.origin = inBody(Point(first.x, first.y, first.z) - position).vector
    scan.step_z = step(2).vector
    scan.step_y = step(1).vector
    scan.step_x = step(0).vector
    scan.edge = Float(edge)
    scan.seed = UInt32(truncatingIfNeeded: seed ^ seed >> 32)
    scan.is_magnitude = isMagnitude ? 1 : 0
    scan.noise = (Float(noise[0]), Float(noise.count > 1 ? noise[1] : 0))
    scan.filter = (Float(grain[0]), Float(grain[1]), Float(grain[2]))
    scan.noise_centre = noiseCentre.vector
    scan.noise_radius = Float(noiseRadius)
    if let first = bias.first { scan.bias = (first, bias.count > 1 ? bias[1] : first) }
    scan.floor = Float(values.lowerBound)
    scan.ceiling = Float(values.upperBound)
    return scan
  }

  /// A grid of the given voxels centred at a world position.
  static func geometry(
    extent: Extent, spacing: Spacing, centre: Point, axes: Rotation
  ) -> Geometry {
    let steps = [axes.x * spacing.width, axes.y * spacing.height, axes.z * spacing.depth]
    var origin = centre
    for (step, size) in zip(steps, [extent.width, extent.height, extent.depth]) {
      origin -= step * (Double(size - 1) / 2)
    }
    let rows = (0..<3).flatMap { row in steps.map { $0[row] } + [origin[row]] }
    return Geometry(extent: extent, affine: Affine(rows: rows))
  }
}
