import CAugmentation
import Foundation
import Preprocessing
public import Volumes

/// A change of one channel's intensities, its parameters already drawn.
///
/// Labels are out of its reach.
public enum IntensityTransform: Hashable, Sendable, Codable {
  /// Adds noise of the normal distribution.
  case noise(deviation: Float, seed: UInt64)
  /// Gaussian blur; sigma in voxels for (z, y, x), 0 for none.
  case blur(sigma: [Double])
  /// Multiplies.
  case brightness(factor: Float)
  /// Spreads about the mean, cut to the range there was.
  case contrast(factor: Float)
  /// Resolution lost by a factor per axis (z, y, x): nearest down, linear up.
  case lowResolution(factor: [Double])
  /// x^gamma on the range of the patch, mean and standard deviation kept; of the negative image where inverted.
  case gamma(exponent: Float, inverted: Bool)
  /// Multiplies what lies above the least intensity by a smooth field exp(f), f cubic between values on 3 x 3 x 3 nodes, say.
  case biasField(nodes: [Float])
  /// Adds weakened copies shifted along an axis, as motion between phase encodings does.
  case ghosting(axis: Int, copies: Int, strength: Float)
  /// Mixes parts of k-space that were taken in different places: see ``Motion``.
  case motion(Motion)
  /// Adds a wave along (z, y, x), as a spike in k-space does; frequency in periods over the patch, strength in standard deviations.
  case spike(frequency: [Double], strength: Float)
  /// Sets a box (origin and size as parts of the patch) to the channel's mean.
  case cutOut(origin: [Double], size: [Double])

  /// Applies it to one channel of a patch, [z, y, x].
  ///
  /// - Throws: ``PreprocessingError`` where memory is short.
  public func apply(to voxels: UnsafeMutableBufferPointer<Float>, extent: Extent) throws {
    precondition(voxels.count == extent.count)
    guard let start = voxels.baseAddress else { return }
    let count = Int64(voxels.count)
    switch self {
    case .noise(let deviation, let seed): seg_add_noise(start, count, deviation, seed)
    case .blur(let sigma): Self.blur(start, extent, sigma)
    case .brightness(let factor): voxels.rescale(factor: factor)
    case .contrast(let factor):
      let before = voxels.statistics
      let mean = Float(before.mean)
      voxels.rescale(center: mean, factor: factor, offset: mean)
      voxels.clamp(Float(before.least), Float(before.greatest))
    case .lowResolution(let factor): try Self.lowerResolution(voxels, extent, factor)
    case .gamma(let exponent, let inverted):
      if inverted { voxels.rescale(factor: -1) }
      let before = voxels.statistics
      seg_gamma(
        start, count, Float(before.least), Float(max(before.greatest - before.least, 1e-7)),
        exponent)
      let after = voxels.statistics
      voxels.rescale(
        center: Float(after.mean),
        factor: Float(before.standardDeviation / max(after.standardDeviation, 1e-7)),
        offset: Float(before.mean))
      if inverted { voxels.rescale(factor: -1) }
    case .biasField(let nodes):
      try Self.multiplyField(start, extent, nodes, lowest: Float(voxels.statistics.least))
    case .ghosting(let axis, let copies, let strength):
      Self.addGhosts(voxels, extent, axis, copies, strength)
    case .motion(let motion): motion.apply(to: voxels, extent: extent)
    case .spike(let frequency, let strength):
      let deviation = Float(voxels.statistics.standardDeviation)
      Self.addWave(start, extent, frequency, strength * deviation)
    case .cutOut(let origin, let size):
      Self.fill(voxels, extent, origin, size, Float(voxels.statistics.mean))
    }
  }

  private static func blur(
    _ start: UnsafeMutablePointer<Float>, _ extent: Extent, _ sigma: [Double]
  ) {
    var scratch = [Float](repeating: 0, count: extent.count)
    for axis in 0..<3 where sigma[axis] > 0 && extent[axis] > 1 {
      let radius = max(1, Int((sigma[axis] * 4 + 0.5).rounded(.down)))
      let raw = (-radius...radius).map {
        exp(-0.5 * Double($0 * $0) / (sigma[axis] * sigma[axis]))
      }
      let sum = raw.reduce(0, +)
      let outer = (0..<axis).reduce(1) { $0 * extent[$1] }
      let inner = ((axis + 1)..<3).reduce(1) { $0 * extent[$1] }
      seg_smooth_axis(
        start, Int64(outer), Int64(extent[axis]), Int64(inner), raw.map { Float($0 / sum) },
        Int64(radius), &scratch)
    }
  }

  private static func lowerResolution(
    _ voxels: UnsafeMutableBufferPointer<Float>, _ extent: Extent, _ factor: [Double]
  ) throws {
    func size(_ axis: Int) -> Int {
      max(1, Int((Double(extent[axis]) * factor[axis]).rounded()))
    }
    let small = Extent(size(0), size(1), size(2))
    let down = try Resampler(from: extent, to: small).resample(
      Array(voxels), .nearest, limits: false, threads: 1)
    let up = try Resampler(from: small, to: extent).resample(
      down, .linear, limits: false, threads: 1)
    _ = voxels.update(from: up)
  }

  private static func multiplyField(
    _ start: UnsafeMutablePointer<Float>, _ extent: Extent, _ nodes: [Float], lowest: Float
  ) throws {
    let edge = Int(cbrt(Double(nodes.count)).rounded())
    guard edge >= 2, edge * edge * edge == nodes.count else { return }
    let field = try Resampler(from: Extent(edge, edge, edge), to: extent).resample(
      nodes, .cubic, limits: false, threads: 1)
    seg_multiply_exp(start, field, Int64(field.count), lowest)
  }

  private static func addGhosts(
    _ voxels: UnsafeMutableBufferPointer<Float>, _ extent: Extent, _ axis: Int, _ copies: Int,
    _ strength: Float
  ) {
    guard (0..<3).contains(axis), copies > 1, let start = voxels.baseAddress else { return }
    let length = extent[axis]
    let inner = ((axis + 1)..<3).reduce(1) { $0 * extent[$1] }
    Array(voxels).withUnsafeBufferPointer { source in
      guard let source = source.baseAddress else { return }
      for copy in 1..<copies {
        seg_add_shifted(
          start, source, Int64(extent.count / (length * inner)), Int64(length * inner),
          Int64(copy * length / copies * inner), strength)
      }
    }
    voxels.rescale(factor: 1 / (1 + strength * Float(copies - 1)))
  }

  private static func addWave(
    _ start: UnsafeMutablePointer<Float>, _ extent: Extent, _ frequency: [Double],
    _ amplitude: Float
  ) {
    func angle(_ axis: Int, _ index: Int) -> Double {
      2 * Double.pi * frequency[axis] * Double(index) / Double(extent[axis])
    }
    // cos(a + b) = cos a cos b - sin a sin b: two rows of values serve them all.
    let cosines = (0..<extent.width).map { Float(cos(angle(2, $0))) }
    let sines = (0..<extent.width).map { Float(sin(angle(2, $0))) }
    for z in 0..<extent.depth {
      for y in 0..<extent.height {
        let phase = angle(0, z) + angle(1, y)
        seg_add_two(
          start + extent.offset(z, y, 0), Int64(extent.width), cosines,
          amplitude * Float(cos(phase)), sines, -amplitude * Float(sin(phase)))
      }
    }
  }

  private static func fill(
    _ voxels: UnsafeMutableBufferPointer<Float>, _ extent: Extent, _ origin: [Double],
    _ size: [Double], _ value: Float
  ) {
    func range(_ axis: Int) -> Range<Int> {
      let low = min(extent[axis], max(0, Int(origin[axis] * Double(extent[axis]))))
      let edge = size[axis] > 0 ? max(1, Int(size[axis] * Double(extent[axis]))) : 0
      return low..<min(extent[axis], low + edge)
    }
    for z in range(0) {
      for y in range(1) {
        for x in range(2) { voxels[extent.offset(z, y, x)] = value }
      }
    }
  }
}
