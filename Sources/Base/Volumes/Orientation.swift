/// Which way each voxel axis points in the patient: the nearest of R/L, A/P and S/I for i, j and k.
///
/// Source: nibabel's `aff2axcodes` (largest component first, each world axis used once). Components that differ by no more than what
/// storing an affine loses count as equal; of these the voxel axis goes to the world axis of its own place, i to R/L, j to A/P, k to S/I.
public struct Orientation: Hashable, Sendable {
  /// For voxel axis i, j, k: the world axis (0 = right, 1 = anterior, 2 = superior) it is nearest to.
  public var worldAxis: [Int]
  /// For voxel axis i, j, k: true where the index grows against that world axis (to L, P or I).
  public var isFlipped: [Bool]

  public init(worldAxis: [Int], isFlipped: [Bool]) {
    precondition(worldAxis.sorted() == [0, 1, 2] && isFlipped.count == 3)
    self.worldAxis = worldAxis
    self.isFlipped = isFlipped
  }

  /// The canonical orientation: i to the right, j to the front, k to the head.
  public static let ras = Orientation(worldAxis: [0, 1, 2], isFlipped: [false, false, false])

  /// Direction cosines closer than this are equal: single precision and quaternions lose up to about 1e-6.
  private static let tolerance = 1e-4

  /// The orientation nearest to an affine's axes.
  public init(of affine: Affine) {
    var cosines = [[Double]](repeating: [0, 0, 0], count: 3)
    for axis in 0..<3 {
      let column = affine.column(axis)
      let length = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for world in 0..<3 { cosines[axis][world] = length > 0 ? column[world] / length : 0 }
    }
    var worldAxis = [-1, -1, -1]
    var isFlipped = [false, false, false]
    var freeAxes: Set<Int> = [0, 1, 2]
    var freeWorlds: Set<Int> = [0, 1, 2]
    while !freeAxes.isEmpty {
      let pairs = freeAxes.sorted().flatMap { axis in
        freeWorlds.sorted().map { (axis: axis, world: $0) }
      }
      let largest = pairs.reduce(0) { max($0, abs(cosines[$1.axis][$1.world])) }
      let equal = pairs.filter { abs(cosines[$0.axis][$0.world]) >= largest - Self.tolerance }
      guard let best = equal.first(where: { $0.axis == $0.world }) ?? equal.first else { break }
      worldAxis[best.axis] = best.world
      isFlipped[best.axis] = cosines[best.axis][best.world] < 0
      freeAxes.remove(best.axis)
      freeWorlds.remove(best.world)
    }
    self.init(worldAxis: worldAxis, isFlipped: isFlipped)
  }

  /// The three letters for i, j and k that each index grows towards, such as "RAS" or "LPS".
  public var code: String {
    let positive: [Character] = ["R", "A", "S"]
    let negative: [Character] = ["L", "P", "I"]
    return String((0..<3).map { isFlipped[$0] ? negative[worldAxis[$0]] : positive[worldAxis[$0]] })
  }
}
