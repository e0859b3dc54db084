/// The outlines of the labels of a slice: closed lines through the middles of the voxel edges that
/// separate a label from others.
///
/// Positions are in half voxels from the slice's upper left corner, x to the right, y down.
/// Straight runs have no points within.
public struct Contour: Sendable, Hashable {
  public struct Point: Sendable, Hashable {
    public var x: Int
    public var y: Int

    public init(x: Int, y: Int) {
      self.x = x
      self.y = y
    }
  }

  public var loops: [[Point]] = []

  public var isEmpty: Bool { loops.isEmpty }

  /// Traces every label of a slice; 0 is background.
  public init(labels: [UInt16], width: Int, height: Int) {
    var boxes: [UInt16: (x: ClosedRange<Int>, y: ClosedRange<Int>)] = [:]
    for y in 0..<height {
      for x in 0..<width where labels[y * width + x] != 0 {
        let box = boxes[labels[y * width + x]] ?? (x...x, y...y)
        boxes[labels[y * width + x]] = (
          min(x, box.x.lowerBound)...max(x, box.x.upperBound), box.y.lowerBound...y
        )
      }
    }
    for (label, box) in boxes.sorted(by: { $0.key < $1.key }) {
      trace(box.x, box.y) { x, y in
        box.x.contains(x) && box.y.contains(y) && labels[y * width + x] == label
      }
    }
  }

  /// Directions: 0 right, 1 down, 2 left, 3 up; the mask lies to the right of the way.
  private static let dx = [1, 0, -1, 0]
  private static let dy = [0, 1, 0, -1]

  private mutating func trace(
    _ columns: ClosedRange<Int>, _ rows: ClosedRange<Int>, isInside: (Int, Int) -> Bool
  ) {
    let stride = columns.count + 1
    var exits = [UInt8](repeating: 0, count: stride * (rows.count + 1))
    for y in rows {
      for x in columns where isInside(x, y) {
        let corner = (y - rows.lowerBound) * stride + x - columns.lowerBound
        if !isInside(x, y - 1) { exits[corner] |= 1 }
        if !isInside(x + 1, y) { exits[corner + 1] |= 2 }
        if !isInside(x, y + 1) { exits[corner + stride + 1] |= 4 }
        if !isInside(x - 1, y) { exits[corner + stride] |= 8 }
      }
    }
    for start in exits.indices {
      while exits[start] != 0 {
        var loop: [Point] = []
        var place = start
        var direction = exits[start].trailingZeroBitCount
        repeat {
          // Of two ways at a corner that labels share diagonally, turn right: the mask's own corner.
          for turn in [1, 0, 3] where exits[place] & (1 << UInt8((direction + turn) % 4)) != 0 {
            direction = (direction + turn) % 4
            break
          }
          exits[place] &= ~(1 << UInt8(direction))
          let x = place % stride + columns.lowerBound
          let y = place / stride + rows.lowerBound
          loop.append(Point(x: 2 * x + Self.dx[direction], y: 2 * y + Self.dy[direction]))
          place += Self.dx[direction] + Self.dy[direction] * stride
        } while place != start
        loops.append(Self.withoutStraightPoints(loop))
      }
    }
  }

  private static func withoutStraightPoints(_ loop: [Point]) -> [Point] {
    guard loop.count > 4 else { return loop }
    return loop.indices.filter { index in
      let previous = loop[(index + loop.count - 1) % loop.count]
      let next = loop[(index + 1) % loop.count]
      let point = loop[index]
      return (point.x - previous.x) * (next.y - point.y)
        != (point.y - previous.y) * (next.x - point.x)
    }.map { loop[$0] }
  }

  /// The lines as the path data of an SVG, in half voxels.
  public var pathData: String {
    var text = ""
    for loop in loops {
      guard var last = loop.first else { continue }
      text += "M\(last.x) \(last.y)l"
      for (number, point) in loop.dropFirst().enumerated() {
        let (dx, dy) = (point.x - last.x, point.y - last.y)
        if number > 0 && dx >= 0 { text += " " }
        text += "\(dx)" + (dy >= 0 ? " " : "") + "\(dy)"
        last = point
      }
      text += "z"
    }
    return text
  }
}
