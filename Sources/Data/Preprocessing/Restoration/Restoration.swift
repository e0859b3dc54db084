import CPreprocessing
package import Labels
package import Volumes

/// Brings logits or probabilities back from the network's grid to the grid of the input, plane by plane.
///
/// A restored plane lies between two planes of the network's grid at most, so only those are held that planes still to come need. The
/// result is that of ``Resampler`` for whole volumes, to the bit: axes are resampled in the same order, linearly or by the nearest voxel.
package struct Restoration: Sendable {
  private let resampler: Resampler
  private let threads: Int
  /// Of each channel, the planes that are held, in one array; axes that come before depth are resampled already.
  private var held: [[Float]]
  /// The planes of the network's grid that are held.
  private var planes = 0..<0
  /// How many planes were handed on.
  private var finished = 0

  /// - Parameters:
  ///   - channels: How many channels slabs have.
  ///   - threads: How many of the engine's threads to use.
  package init(_ history: PreprocessingHistory, channels: Int, threads: Int) {
    resampler = history.restorer
    held = [[Float]](repeating: [], count: channels)
    self.threads = threads
  }

  /// Takes the next planes and hands on those that can be restored now.
  /// - Throws: What the sink throws; ``PreprocessingError`` where memory is short.
  /// - Precondition: The slab follows the one before, and lies on the prepared grid.
  package mutating func receive(
    _ slab: LogitsSlab, into sink: inout some RestoredScoresSink
  ) throws {
    precondition(
      slab.planes.lowerBound == planes.upperBound && slab.channels == held.count
        && slab.height == resampler.from.height && slab.width == resampler.from.width,
      "a slab of planes \(slab.planes) does not follow plane \(planes.upperBound)")
    let flat = resampler.inPlane(slab.planes.count, beforeDepth: true)
    for channel in held.indices {
      let values = slab.withChannel(channel, Array.init)
      held[channel] += try flat.resample(values, .linear, limits: false, threads: threads)
    }
    planes = planes.lowerBound..<slab.planes.upperBound
    try finish(into: &sink)
  }

  /// The bytes that one takes at most, with what it hands on.
  package static func byteCount(prepared: Extent, original: Extent, channels: Int) -> Double {
    let area = Double(prepared.height) * Double(prepared.width)
    let restoredArea = Double(original.height) * Double(original.width)
    return LogitsSlab.byteCount(ofPlane: Double(channels) * area)
      + 8 * Double(channels) * max(area, restoredArea) + LogitsSlab.byteCount(ofPlane: restoredArea)
  }

  private mutating func finish(into sink: inout some RestoredScoresSink) throws {
    let step = LogitsSlab.planes(ofValues: resampler.to.height * resampler.to.width)
    while true {
      var blends: [PlaneBlend] = []
      while blends.count < step, finished + blends.count < resampler.to.depth {
        let blend = resampler.planeBlend(finished + blends.count)
        guard blend.high < planes.upperBound else { break }
        blends.append(blend)
      }
      guard !blends.isEmpty else { return }
      let last = resampler.inPlane(blends.count, beforeDepth: false)
      for channel in held.indices {
        let values = try last.resample(
          blended(channel, blends), .linear, limits: false, threads: threads)
        try sink.receive(
          RestoredScores(
            channel: channel, planes: finished..<(finished + blends.count), values: values))
      }
      finished += blends.count
      drop()
    }
  }

  private func blended(_ channel: Int, _ blends: [PlaneBlend]) -> [Float] {
    let area = self.area
    let first = planes.lowerBound
    guard blends.contains(where: { $0.part != nil }) else {
      return blends.flatMap {
        held[channel][(($0.low - first) * area)..<(($0.low - first + 1) * area)]
      }
    }
    let pairs = blends.map {
      seg_plane_pair(low: Int64($0.low - first), high: Int64($0.high - first), part: $0.part ?? 0)
    }
    return [Float](unsafeUninitializedCapacity: blends.count * area) { result, count in
      held[channel].withUnsafeBufferPointer {
        seg_blend_planes(
          $0.baseAddress, pairs, result.baseAddress, Int64(area), Int64(pairs.count),
          Int32(threads))
      }
      count = blends.count * area
    }
  }

  /// The voxels of a plane that is held.
  private var area: Int {
    let extent = resampler.inPlane(1, beforeDepth: true).to
    return extent.height * extent.width
  }

  /// Frees the planes that no later plane needs.
  private mutating func drop() {
    let needed =
      finished < resampler.to.depth ? resampler.planeBlend(finished).low : planes.upperBound
    let end = min(needed, planes.upperBound)
    guard end > planes.lowerBound else { return }
    let count = (end - planes.lowerBound) * area
    for channel in held.indices { held[channel].removeFirst(count) }
    planes = end..<planes.upperBound
  }
}
