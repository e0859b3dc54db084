import CEvaluation
import Volumes

/// The distances from every point of one mask's surface to the nearest point of another's, with the
/// weight of each point.
struct SurfaceDistances {
  /// The weight of points at distance 0: mm² of surface, or voxels.
  var shared: Double
  /// How many points lie at distance 0.
  var sharedCount: Int
  /// Distances above 0 in mm, in no order.
  var distances: [Double]
  /// The weight of each point in `distances`.
  var weights: [Double]
  /// How many points at distance 0 have which weight, for exact sums.
  var sharedWeights: [(weight: Double, count: Int)]

  /// Measures from the surface of `from` to that of `to`.
  /// - Parameter weights: The weight of each code of a point.
  init(
    masks: MaskPair, from: UInt8, to: UInt8, definition: SurfaceDefinition, weights table: [Double],
    spacing: Spacing
  ) throws(EvaluationError) {
    let isArea = definition == .area
    let size = masks.box.extent.axes
    let grid = [
      size[0] + (isArea && !masks.isPlanar ? 1 : 0), size[1] + (isArea ? 1 : 0),
      size[2] + (isArea ? 1 : 0),
    ]
    let count = grid.reduce(1, *)
    let sites = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: count)
    let queries = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: count)
    defer {
      sites.deallocate()
      queries.deallocate()
    }
    var counts = [Int64](repeating: 0, count: 256)
    let found = Int(
      seg_surface(
        masks.bytes.baseAddress, size.map(Int32.init), masks.isPlanar ? 1 : 0, isArea ? 1 : 0, from,
        to, sites.baseAddress, queries.baseAddress, &counts))
    sharedWeights = counts.enumerated().filter { $0.element > 0 }
      .map { (table[$0.offset], Int($0.element)) }
    shared = sharedWeights.reduce(0) { $0 + $1.weight * Double($1.count) }
    sharedCount = sharedWeights.reduce(0) { $0 + $1.count }
    distances = []
    weights = []
    guard found > 0 else { return }

    let codes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: found)
    defer { codes.deallocate() }
    var problem = seg_distance_problem()
    problem.size = (Int32(grid[0]), Int32(grid[1]), Int32(grid[2]))
    problem.spacing = (spacing.depth, spacing.height, spacing.width)
    problem.sites = UnsafePointer(sites.baseAddress)
    problem.queries = queries.baseAddress
    var measured: Int64 = 0
    distances = [Double](unsafeUninitializedCapacity: found) { buffer, filled in
      measured = seg_distance_transform(
        &problem, buffer.baseAddress, codes.baseAddress, nil)
      filled = max(0, Int(measured))
    }
    guard measured >= 0 else { throw .outOfMemory }
    weights = codes.map { table[Int($0)] }
  }
}
