import Volumes

/// The area of the surface that separates the inner from the outer corners of a cell of 2 x 2 x 2
/// voxel centres.
///
/// A cell's code has bit 4z + 2y + x set where the voxel at that offset is inside. The surface cuts
/// every edge between an inner and an outer corner half way. Groups of inner corners that share
/// edges are cut off one by one; more than four inner corners are treated as the outer ones would
/// be. There are then six shapes of a group, up to the symmetries of the cube: all but the path of
/// four corners are made of plane polygons, so that no choice of triangles is left; the path is cut
/// into four.
///
/// Source: Lorensen and Cline 1987, "Marching cubes"; the areas equal those of the package
/// surface-distance for every code and spacing.
enum SurfaceElements {
  /// The area in mm² of each of the 256 codes.
  static func areas(spacing: Spacing) -> [Double] {
    let scale = [
      spacing.height * spacing.width, spacing.depth * spacing.width, spacing.depth * spacing.height,
    ]
    return normals.map { polygons in
      polygons.reduce(0) { sum, normal in
        let square = (0..<3).reduce(0) {
          $0 + (normal[$1] * scale[$1]) * (normal[$1] * scale[$1])
        }
        return sum + square.squareRoot()
      }
    }
  }

  /// The length in mm of each of the 16 codes of a plane cell of 2 x 2 pixels, bit 2y + x (marching
  /// squares).
  static func lengths(spacing: Spacing) -> [Double] {
    let diagonal =
      0.5
      * (spacing.height * spacing.height + spacing.width * spacing.width).squareRoot()
    return (0..<16).map { code in
      switch code {
      case 0, 15: 0
      case 0b0011, 0b1100: spacing.width
      case 0b0101, 0b1010: spacing.height
      case 0b0110, 0b1001: 2 * diagonal
      default: diagonal
      }
    }
  }

  /// For each code the polygons' normals (z, y, x), as long as the polygon's area at unit spacing.
  private static let normals: [[[Double]]] = {
    var shapes: [Int: [[Double]]] = [:]
    for shape in shapesOfGroups {
      for symmetry in symmetries {
        let corners = shape.corners.map { symmetry[$0] }
        let polygons = shape.polygons.map { $0.map { ($0.map { symmetry[$0] }) } }
        shapes[code(of: corners)] = polygons.map { normal(of: $0) }
      }
    }
    return (0..<256).map { code in
      let inside = (0..<8).filter { code >> $0 & 1 == 1 }
      let minority = inside.count <= 4 ? inside : (0..<8).filter { code >> $0 & 1 == 0 }
      return groups(of: minority).flatMap { shapes[Self.code(of: $0)] ?? [] }
    }
  }()

  private struct Shape {
    var corners: [Int]
    /// Each polygon is a list of cut edges, each edge its two corners.
    var polygons: [[[Int]]]
  }

  private static let shapesOfGroups = [
    Shape(corners: [0], polygons: [[[0, 1], [0, 2], [0, 4]]]),
    Shape(corners: [0, 1], polygons: [[[0, 2], [0, 4], [1, 5], [1, 3]]]),
    Shape(
      corners: [0, 1, 2],
      polygons: [[[0, 4], [1, 5], [2, 6]], [[1, 5], [1, 3], [2, 3], [2, 6]]]),
    Shape(corners: [0, 1, 2, 3], polygons: [[[0, 4], [1, 5], [3, 7], [2, 6]]]),
    Shape(
      corners: [0, 1, 2, 4],
      polygons: [[[1, 3], [2, 3], [2, 6], [4, 6], [4, 5], [1, 5]]]),
    Shape(
      corners: [0, 1, 3, 7],
      polygons: [
        [[0, 2], [2, 3], [6, 7]], [[0, 2], [6, 7], [5, 7]],
        [[0, 2], [5, 7], [0, 4]], [[5, 7], [1, 5], [0, 4]],
      ]),
  ]

  /// The 48 ways to map the corners of the cube onto themselves.
  private static let symmetries: [[Int]] = {
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
    return orders.flatMap { order in
      (0..<8).map { flips in
        (0..<8).map { corner in
          let permuted = (0..<3).reduce(0) { $0 | (corner >> order[$1] & 1) << $1 }
          return permuted ^ flips
        }
      }
    }
  }()

  private static func code(of corners: [Int]) -> Int { corners.reduce(0) { $0 | 1 << $1 } }

  /// Splits corners into groups that are connected by edges of the cube.
  private static func groups(of corners: [Int]) -> [[Int]] {
    var rest = Set(corners)
    var groups: [[Int]] = []
    while let start = rest.min() {
      var group = [start]
      rest.remove(start)
      var next = 0
      while next < group.count {
        for axis in 0..<3 where rest.remove(group[next] ^ 1 << axis) != nil {
          group.append(group[next] ^ 1 << axis)
        }
        next += 1
      }
      groups.append(group)
    }
    return groups
  }

  /// The normal (z, y, x) of a polygon between the middles of cut edges, by Newell's sum.
  private static func normal(of polygon: [[Int]]) -> [Double] {
    let points = polygon.map { edge in
      (0..<3).map { axis in
        edge.reduce(0) { $0 + Double($1 >> (2 - axis) & 1) } / 2
      }
    }
    var sum = [0.0, 0.0, 0.0]
    for (index, a) in points.enumerated() {
      let b = points[(index + 1) % points.count]
      for axis in 0..<3 {
        let (u, v) = ((axis + 1) % 3, (axis + 2) % 3)
        sum[axis] += (a[u] * b[v] - a[v] * b[u]) / 2
      }
    }
    return sum
  }
}
