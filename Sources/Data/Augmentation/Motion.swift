import CAugmentation
import Foundation
import Volumes

/// Motion of the patient while an MR image is taken: k-space is filled line by line along one axis, and some of its lines see the patient
/// turned and shifted.
///
/// The lines around the middle of k-space, where the mean is, see the patient at rest; the mean stays to the bit of rounding, and
/// a constant image as it is. The result is the real part of the mixed image, to which the magnitude comes near where it is positive.
/// Source: Shaw et al. 2019, "MRI k-space motion artefact augmentation"; `RandomMotion` of TorchIO.
public struct Motion: Hashable, Sendable, Codable {
  /// Where the patient is while some lines are taken.
  public struct Move: Hashable, Sendable, Codable {
    /// The lines, as parts of all: 0 the first, 1 after the last, 0.5 the middle of k-space.
    public var start: Double
    public var end: Double
    /// About the axes z, y, x through the patch's middle, in radians.
    public var rotation: [Double] = [0, 0, 0]
    /// Along z, y, x in voxels.
    public var shift: [Double] = [0, 0, 0]

    public init(start: Double, end: Double) {
      self.start = start
      self.end = end
    }
  }

  /// The axis along which lines of k-space follow each other (0 depth, 1 height, 2 width).
  public var phaseAxis: Int
  public var moves: [Move]

  public init(phaseAxis: Int, moves: [Move]) {
    self.phaseAxis = phaseAxis
    self.moves = moves
  }

  /// Applies it to one channel, [z, y, x].
  func apply(to voxels: UnsafeMutableBufferPointer<Float>, extent: Extent) {
    guard (0..<3).contains(phaseAxis), let start = voxels.baseAddress else { return }
    let length = extent[phaseAxis]
    let inner = ((phaseAxis + 1)..<3).reduce(1) { $0 * extent[$1] }
    let outer = extent.count / max(1, length * inner)
    let source = Array(voxels)
    var difference = [Float](repeating: 0, count: extent.count)
    let sizes = [Int64(extent.depth), Int64(extent.height), Int64(extent.width)]
    for move in moves {
      // image + lines of (moved image - image): nothing happens without a move.
      seg_moved_difference(source, sizes, Self.matrix(move, extent), &difference)
      seg_add_circular(
        start, difference, Int64(outer), Int64(length), Int64(inner),
        Self.filter(move, length: length))
    }
  }

  /// Rows of the map from voxels to those they see, (z, y, x).
  private static func matrix(_ move: Move, _ extent: Extent) -> [Double] {
    let linear = PatchTransform.rotationMatrix(move.rotation)
    let middle = (0..<3).map { Double(extent[$0] - 1) / 2 }
    return (0..<3).flatMap { row in
      let moved = (0..<3).reduce(0) { $0 + linear[row][$1] * middle[$1] }
      return linear[row] + [middle[row] - moved + move.shift[row]]
    }
  }

  /// The circular filter that lets the lines of a move through, but never the middle one; twice in a row for any offset.
  private static func filter(_ move: Move, length: Int) -> [Float] {
    let lines = (0..<length).filter {
      let place = Double($0) / Double(length)
      return $0 != length / 2 && place >= move.start && place < move.end
    }
    let once = (0..<length).map { offset in
      let sum = lines.reduce(0) {
        // Whole turns left out first: exact for long axes.
        $0 + cos(2 * .pi * Double(($1 - length / 2) * offset % length) / Double(length))
      }
      return Float(sum / Double(length))
    }
    return once + once
  }
}
