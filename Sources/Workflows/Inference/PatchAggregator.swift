import CInference
import Labels
package import Volumes

/// Adds up the logits of overlapping patches, weighted by their place in the patch, and hands on their weighted mean.
///
/// Only as many planes are held as patches still to come can touch: those of one patch where they come in the order of ``PatchGrid``.
package struct PatchAggregator {
  package let grid: PatchGrid
  package let classes: Int
  /// Whether patches come in any order, so that nothing is handed on before all were added.
  package let holdsAll: Bool
  /// How many planes are held.
  private let depth: Int
  private let threads: Int
  private let weights: [Float]
  private var sums: [Float]
  private var weightSums: [Float]
  /// The first plane that is held.
  private var first = 0

  /// - Parameter threads: How many of the engine's threads to use.
  package init(grid: PatchGrid, classes: Int, holdsAll: Bool, threads: Int) {
    self.grid = grid
    self.classes = classes
    self.holdsAll = holdsAll
    self.threads = threads
    depth = Self.depth(grid.extent, patch: grid.patch, holdsAll: holdsAll)
    weights = WindowWeight.gaussian(grid.patch)
    let voxels = depth * grid.extent.height * grid.extent.width
    sums = [Float](repeating: 0, count: classes * voxels)
    weightSums = [Float](repeating: 0, count: voxels)
  }

  private static func depth(_ extent: Extent, patch: Extent, holdsAll: Bool) -> Int {
    holdsAll ? extent.depth : min(patch.depth, extent.depth)
  }

  /// The bytes that one takes.
  package static func byteCount(_ extent: Extent, patch: Extent, classes: Int, holdsAll: Bool)
    -> Double
  {
    Double(depth(extent, patch: patch, holdsAll: holdsAll)) * Double(extent.height)
      * Double(extent.width) * Double(classes + 1) * 4
  }

  /// Adds one prediction of a patch.
  /// - Parameters:
  ///   - logits: classes x patch, C order.
  ///   - mirroring: The axes along which the patch was reversed, and its logits are.
  /// - Precondition: `logits` has as many elements as classes times voxels of the patch; the patch's planes are held.
  package mutating func add(
    _ logits: UnsafeBufferPointer<Float>, at start: VoxelIndex, mirroring: Mirroring = .none
  ) {
    precondition(logits.count == classes * grid.patch.count)
    let end = min(start.z + grid.patch.depth, grid.extent.depth)
    precondition(
      max(0, start.z) >= first && end <= first + depth,
      "planes \(start.z)..<\(end) of a patch are not among the \(depth) from \(first) on")
    var place = start
    place.z -= first
    var window = seg_window(
      volume: Extent(depth, grid.extent.height, grid.extent.width), patch: grid.patch,
      start: place, channels: classes, mirroring: mirroring)
    sums.withUnsafeMutableBufferPointer { sums in
      weightSums.withUnsafeMutableBufferPointer { weightSums in
        seg_window_accumulate(
          &window, logits.baseAddress, weights, sums.baseAddress, weightSums.baseAddress,
          Int32(threads))
      }
    }
  }

  /// Hands on the planes before `end`, which no patch touches that is still to come.
  package mutating func finish(before end: Int, into sink: inout some LogitsSink) throws {
    let area = grid.extent.height * grid.extent.width
    let step = LogitsSlab.planes(ofValues: classes * area)
    for plane in stride(from: first, to: end, by: step) {
      try sink.receive(average(plane..<min(end, plane + step), area))
    }
    if end > first, end < grid.extent.depth { shift(by: end - first, area) }
    first = max(first, end)
  }

  private func average(_ planes: Range<Int>, _ area: Int) -> LogitsSlab {
    let (start, voxels) = ((planes.lowerBound - first) * area, planes.count * area)
    let values = [Float](unsafeUninitializedCapacity: classes * voxels) { result, count in
      sums.withUnsafeBufferPointer { sums in
        weightSums.withUnsafeBufferPointer { weightSums in
          seg_window_average(
            sums.baseAddress?.advanced(by: start), weightSums.baseAddress?.advanced(by: start),
            result.baseAddress, Int64(classes), Int64(depth * area), Int64(voxels), Int32(threads))
        }
      }
      count = classes * voxels
    }
    return LogitsSlab(
      planes: planes, height: grid.extent.height, width: grid.extent.width, channels: classes,
      values: values)
  }

  /// Moves the planes that stay to the front and makes room for those that come.
  private mutating func shift(by planes: Int, _ area: Int) {
    let (moved, kept) = (min(planes, depth) * area, max(0, depth - planes) * area)
    func shift(_ values: UnsafeMutablePointer<Float>) {
      values.update(from: values + moved, count: kept)
      (values + kept).update(repeating: 0, count: moved)
    }
    sums.withUnsafeMutableBufferPointer { sums in
      guard let start = sums.baseAddress else { return }
      for label in 0..<classes { shift(start + label * depth * area) }
    }
    weightSums.withUnsafeMutableBufferPointer { if let start = $0.baseAddress { shift(start) } }
  }
}
