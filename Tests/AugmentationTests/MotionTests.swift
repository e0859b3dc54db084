import Augmentation
import Foundation
import Testing
import Volumes

struct MotionTests {
  private static let extents = [Extent(12, 14, 10), Extent(1, 16, 15), Extent(9, 1, 12)]

  private func image(_ extent: Extent) -> [Float] {
    var generator = SeededGenerator(seed: 3)
    return (0..<extent.count).map { _ in Float(generator.normal() + 2) }
  }

  private func applied(_ motion: Motion, to image: [Float], _ extent: Extent) -> [Float] {
    var result = image
    do {
      try result.withUnsafeMutableBufferPointer {
        try IntensityTransform.motion(motion).apply(to: $0, extent: extent)
      }
    } catch {
      Issue.record(error)
    }
    return result
  }

  private func motion(axis: Int, degrees: Double, shift: Double) -> Motion {
    var first = Motion.Move(start: 0, end: 0.3)
    first.rotation = [degrees * .pi / 180, -degrees * .pi / 180, degrees * .pi / 360]
    first.shift = [shift, -shift, shift / 2]
    var last = Motion.Move(start: 0.6, end: 1)
    last.rotation = [-degrees * .pi / 180, 0, 0]
    last.shift = [0, shift, shift]
    return Motion(phaseAxis: axis, moves: [first, last])
  }

  @Test(arguments: extents, [0, 1, 2])
  func constantsAndTheMeanStayAndNoMoveChangesNothing(_ extent: Extent, _ axis: Int) {
    let strong = motion(axis: axis, degrees: 10, shift: 3)
    let constant = [Float](repeating: 2.5, count: extent.count)
    #expect(applied(strong, to: constant, extent) == constant)
    let image = image(extent)
    let changed = applied(strong, to: image, extent)
    func mean(_ values: [Float]) -> Double {
      values.reduce(0) { $0 + Double($1) } / Double(values.count)
    }
    #expect(abs(mean(changed) - mean(image)) < 1e-5)
    #expect(extent[axis] == 1 || changed != image)
    #expect(applied(motion(axis: axis, degrees: 0, shift: 0), to: image, extent) == image)
    #expect(applied(Motion(phaseAxis: axis, moves: []), to: image, extent) == image)
    #expect(applied(strong, to: image, extent) == changed)
  }

  /// A shift by whole voxels of a periodic image multiplies the lines of k-space that saw it, and no others.
  @Test func theLinesOfAMoveSeeTheMovedImageAndTheOthersDoNot() {
    let extent = Extent(1, 16, 12)
    let image = image(extent)
    var move = Motion.Move(start: 0, end: 0.25)
    move.shift = [0, 0, 2]
    let changed = applied(Motion(phaseAxis: 1, moves: [move]), to: image, extent)
    let moved = (0..<extent.count).map { (offset: Int) -> Float in
      let row = offset / 12 * 12
      return image[row + min(11, offset - row + 2)]
    }
    for x in 0..<12 {
      for line in 0..<16 {
        func spectrum(_ values: [Float]) -> (Double, Double) {
          var (real, imaginary) = (0.0, 0.0)
          for y in 0..<16 {
            let angle = -2 * Double.pi * Double((line - 8) * y) / 16
            let value = Double(values[y * 12 + x])
            real += value * cos(angle)
            imaginary += value * sin(angle)
          }
          return (real, imaginary)
        }
        let (own, other, result) = (spectrum(image), spectrum(moved), spectrum(changed))
        // The real part has half of each line and half of its mirror image: lines 0 to 3 moved, 13 to 15 their mirrors.
        let part: Double = line == 0 ? 1 : (line < 4 || line > 12) ? 0.5 : 0
        let real: Double = own.0 + part * (other.0 - own.0)
        let imaginary: Double = own.1 + part * (other.1 - own.1)
        #expect(abs(result.0 - real) < 1e-4)
        #expect(abs(result.1 - imaginary) < 1e-4)
      }
    }
  }

  @Test(arguments: [Extent(16, 18, 12), Extent(1, 32, 24), Extent(4, 40, 40)])
  func drawsStayInTheirRangesAndInThePlane(_ patch: Extent) {
    var configuration = AugmentationConfiguration.none
    configuration.motionProbability = 1
    configuration.motionDegrees = 8
    configuration.motionShift = 2
    let augmenter = Augmenter(configuration, patch: patch)
    var generator = SeededGenerator(seed: 5)
    var (degrees, shift, moves) = (0.0, 0.0, 0)
    for _ in 0..<300 {
      let channels = augmenter.intensityTransforms(channels: 2, using: &generator)
      #expect(channels.count == 2 && channels[0] != channels[1])
      for transform in channels.joined() {
        guard case .motion(let motion) = transform else {
          Issue.record("\(transform)")
          continue
        }
        #expect(motion.phaseAxis != augmenter.normal && motion.moves.count <= 3)
        moves += motion.moves.count
        for move in motion.moves {
          #expect(move.end <= 0.5 || move.start > 0.5)
          for axis in 0..<3 {
            degrees = max(degrees, abs(move.rotation[axis]) * 180 / .pi)
            shift = max(shift, abs(move.shift[axis]))
            if let normal = augmenter.normal {
              #expect(move.shift[normal] == 0 && (axis == normal || move.rotation[axis] == 0))
            }
          }
        }
      }
    }
    #expect(moves > 600 && degrees > 7.5 && degrees <= 8 && shift > 1.9 && shift <= 2)
  }

  /// With probability 0 nothing is drawn for it: patches are those of before.
  @Test func withoutItPatchesAreTheSame() {
    var with = AugmentationConfiguration.nnUNet
    with.motionDegrees = 9
    var (a, b) = (SeededGenerator(seed: 1), SeededGenerator(seed: 1))
    for _ in 0..<50 {
      #expect(
        Augmenter(.nnUNet, patch: Extent(8, 8, 8)).draw(channels: 1, using: &a)
          == Augmenter(with, patch: Extent(8, 8, 8)).draw(channels: 1, using: &b))
    }
    #expect(with.parts.allSatisfy { $0.name != "motion" })
    with.motionProbability = 0.1
    #expect(with.parts.contains { $0.name == "motion" })
  }
}
