import Augmentation
import Foundation
import TestSupport
import Testing
import Volumes

struct IntensityTransformTests {
  static let extent = AugmentationTests.extent
  static let image = AugmentationTests.volume().image

  private func moments(_ values: [Float]) -> (mean: Double, deviation: Double) {
    let mean = values.reduce(0) { $0 + Double($1) } / Double(values.count)
    let squares = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    return (mean, (squares / Double(values.count)).squareRoot())
  }

  private func applied(
    _ transform: IntensityTransform, to values: [Float] = image, _ extent: Extent = extent
  ) -> [Float] {
    var result = values
    do {
      try result.withUnsafeMutableBufferPointer { try transform.apply(to: $0, extent: extent) }
    } catch {
      Issue.record(error)
    }
    return result
  }

  @Test func noiseHasTheAskedForDeviation() {
    let extent = Extent(40, 50, 50)
    let zeros = [Float](repeating: 0, count: extent.count)
    let noise = applied(.noise(deviation: 0.3, seed: 11), to: zeros, extent)
    let (mean, deviation) = moments(noise)
    #expect(abs(mean) < 0.005 && abs(deviation - 0.3) < 0.005)
    let beyond = noise.count { abs($0) > 0.6 }
    // 4.55 % of a normal distribution lie beyond two deviations.
    #expect(abs(Double(beyond) / Double(extent.count) - 0.0455) < 0.003)
    for lag in [1, 50, 2500] {
      let products = (lag..<noise.count).map { noise[$0] * noise[$0 - lag] }
      #expect(abs(moments(products).mean) < 0.001)
    }
    #expect(noise != applied(.noise(deviation: 0.3, seed: 12), to: zeros, extent))
  }

  @Test func brightnessMultiplies() {
    #expect(applied(.brightness(factor: 1.5)) == Self.image.map { $0 * 1.5 })
  }

  @Test func contrastSpreadsAboutTheMeanWithinTheRange() throws {
    let mean = Float(moments(Self.image).mean)
    let low = try #require(Self.image.min())
    let high = try #require(Self.image.max())
    for factor in [0.8, 1, 1.5] as [Float] {
      let expected = Self.image.map { min(high, max(low, ($0 - mean) * factor + mean)) }
      let result = applied(.contrast(factor: factor))
      #expect(zip(result, expected).allSatisfy { abs($0 - $1) < 1e-5 })
    }
  }

  @Test(arguments: [0.7, 1.0, 1.4], [false, true])
  func gammaIsThePowerWithMeanAndDeviationKept(exponent: Double, inverted: Bool) throws {
    let sign = inverted ? -1.0 : 1.0
    let source = Self.image.map { sign * Double($0) }
    let low = try #require(source.min())
    let range = try #require(source.max()) - low
    let powers = source.map { pow(($0 - low) / range, exponent) * range + low }
    let (before, after) = (moments(source.map(Float.init)), moments(powers.map(Float.init)))
    let result = applied(.gamma(exponent: Float(exponent), inverted: inverted))
    for (value, power) in zip(result, powers) {
      let expected = (power - after.mean) * before.deviation / after.deviation + before.mean
      #expect(abs(Double(value) - sign * expected) < 1e-4 * range)
    }
    let (own, kept) = (moments(Self.image), moments(result))
    #expect(abs(own.mean - kept.mean) < 1e-4 && abs(own.deviation - kept.deviation) < 1e-4)
  }

  @Test func blurEqualsScipy() throws {
    struct Blur: Decodable {
      var shape: [Int]
      var sigma: [Double]
      var source: [Float]
      var blurred: [Float]
    }
    let blur = try JSONDecoder().decode(
      Blur.self, from: Data(contentsOf: SharedData.fixture("Preprocessing/blur.json")))
    let extent = Extent(blur.shape[0], blur.shape[1], blur.shape[2])
    let result = applied(.blur(sigma: blur.sigma), to: blur.source, extent)
    #expect(zip(result, blur.blurred).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(applied(.blur(sigma: [0, 0, 0]), to: blur.source, extent) == blur.source)
  }

  @Test func blurKeepsTheMeanOfWhatLiesInside() {
    let extent = Extent(20, 20, 20)
    var impulse = [Float](repeating: 0, count: extent.count)
    impulse[extent.offset(10, 9, 11)] = 8
    let result = applied(.blur(sigma: [1, 0.7, 1]), to: impulse, extent)
    #expect(abs(result.reduce(0, +) - 8) < 1e-4)
  }

  @Test func lowResolutionKeepsConstantsAndLosesDetail() {
    let constant = [Float](repeating: 3, count: Self.extent.count)
    let still = applied(.lowResolution(factor: [0.5, 0.6, 0.7]), to: constant)
    #expect(still.allSatisfy { abs($0 - 3) < 1e-5 })
    let checkers = (0..<Self.extent.count).map { Float($0 % 2) }
    let result = applied(.lowResolution(factor: [1, 1, 0.5]), to: checkers)
    #expect(result.allSatisfy { $0 == result[0] })
    #expect(applied(.lowResolution(factor: [1, 1, 1])) == Self.image)
  }

  @Test func biasFieldIsAPositiveSmoothFactorAboveTheDarkest() {
    let extent = Extent(16, 16, 16)
    var ones = [Float](repeating: 1, count: extent.count)
    ones[0] = 0
    let even = applied(.biasField(nodes: [Float](repeating: 0.5, count: 27)), to: ones, extent)
    #expect(even[0] == 0 && even.dropFirst().allSatisfy { abs($0 - exp(0.5)) < 1e-4 })
    var generator = SeededGenerator(seed: 1)
    let nodes = (0..<27).map { _ in Float(generator.normal() * 0.3) }
    let field = applied(.biasField(nodes: nodes), to: ones, extent).dropFirst()
    #expect(field.allSatisfy { $0 > 0 } && moments(Array(field)).deviation > 0.05)
    let steps = field.indices.filter { $0 % 16 > 1 }.map { abs(field[$0] - field[$0 - 1]) }
    #expect((steps.max() ?? 1) < 0.2)
    // The opposite field undoes it.
    let back = applied(
      .biasField(nodes: nodes.map { -$0 }), to: applied(.biasField(nodes: nodes), to: ones, extent),
      extent)
    #expect(zip(back, ones).allSatisfy { abs($0 - $1) < 1e-4 })
    let still = applied(.biasField(nodes: [Float](repeating: 0, count: 27)))
    let unchanged = zip(still, Self.image).allSatisfy { abs($0 - $1) < 1e-5 }
    #expect(unchanged)
  }

  @Test(arguments: [0, 1, 2])
  func ghostsAreShiftedCopies(_ axis: Int) {
    let result = applied(.ghosting(axis: axis, copies: 2, strength: 0.25))
    let length = Self.extent[axis]
    let inner = ((axis + 1)..<3).reduce(1) { $0 * Self.extent[$1] }
    for index in result.indices {
      let position = index / inner % length
      let other = index + ((position + length / 2) % length - position) * inner
      let expected = (Self.image[index] + 0.25 * Self.image[other]) / 1.25
      #expect(abs(result[index] - expected) < 1e-5)
    }
    #expect(abs(moments(result).mean - moments(Self.image).mean) < 1e-5)
  }

  @Test func spikesAddOneWave() {
    let result = applied(.spike(frequency: [0, 2, 3], strength: 0.4))
    let wave = zip(result, Self.image).map { $0 - $1 }
    let deviation = moments(Self.image).deviation
    let (mean, own) = moments(wave)
    // Whole periods: mean 0 and amplitude / sqrt(2).
    #expect(abs(mean) < 1e-5 && abs(own - 0.4 * deviation / 2.0.squareRoot()) < 1e-4)
    for y in 0..<14 {
      for x in 0..<10 {
        let angle = 2 * Double.pi * (2 * Double(y) / 14 + 3 * Double(x) / 10)
        let expected = 0.4 * deviation * cos(angle)
        #expect(abs(Double(wave[Self.extent.offset(4, y, x)]) - expected) < 1e-4)
      }
    }
  }

  @Test func cutOutFillsItsBoxAlone() {
    let result = applied(.cutOut(origin: [0.5, 0, 0], size: [0.5, 0.5, 0.5]))
    let mean = Float(moments(Self.image).mean)
    for z in 0..<12 {
      for y in 0..<14 {
        for x in 0..<10 {
          let offset = Self.extent.offset(z, y, x)
          let expected = z >= 6 && y < 7 && x < 5 ? mean : Self.image[offset]
          #expect(abs(result[offset] - expected) < 1e-5)
        }
      }
    }
  }

  @Test func spikesHaveTheirEnergyAtOneFrequency() {
    let extent = Extent(1, 16, 20)
    var generator = SeededGenerator(seed: 4)
    let image = (0..<extent.count).map { _ in Float(generator.normal()) }
    let deviation = moments(image).deviation
    let changed = applied(.spike(frequency: [0, 3, -5], strength: 0.5), to: image, extent)
    for fy in 0..<16 {
      for fx in 0..<20 {
        var (real, imaginary) = (0.0, 0.0)
        for y in 0..<16 {
          for x in 0..<20 {
            let angle = 2 * Double.pi * (Double(fy * y) / 16 + Double(fx * x) / 20)
            let value = Double(changed[y * 20 + x] - image[y * 20 + x])
            real += value * cos(angle)
            imaginary += value * sin(angle)
          }
        }
        let isSpike = (fy, fx) == (3, 15) || (fy, fx) == (13, 5)
        let magnitude = (real * real + imaginary * imaginary).squareRoot() / 320
        #expect(abs(magnitude - (isSpike ? 0.25 * deviation : 0)) < 1e-4)
      }
    }
  }

  @Test(arguments: [2, 3, 4])
  func ghostsOfAnImpulseComeInEqualSteps(_ copies: Int) {
    let extent = Extent(2, 24, 3)
    var impulse = [Float](repeating: 0, count: extent.count)
    impulse[extent.offset(1, 5, 2)] = 1
    let result = applied(.ghosting(axis: 1, copies: copies, strength: 0.3), to: impulse, extent)
    let total = 1 + 0.3 * Float(copies - 1)
    for y in 0..<24 {
      let isGhost = (y - 5 + 24) % (24 / copies) == 0
      let expected = y == 5 ? 1 / total : isGhost ? 0.3 / total : 0
      #expect(abs(result[extent.offset(1, y, 2)] - expected) < 1e-6)
    }
    #expect(abs(result.reduce(0, +) - 1) < 1e-5)
  }

  @Test func changesWithoutStrengthChangeNothing() {
    let still: [IntensityTransform] = [
      .noise(deviation: 0, seed: 1), .blur(sigma: [0, 0, 0]), .brightness(factor: 1),
      .contrast(factor: 1), .lowResolution(factor: [1, 1, 1]),
      .gamma(exponent: 1, inverted: false), .gamma(exponent: 1, inverted: true),
      .ghosting(axis: 1, copies: 3, strength: 0), .spike(frequency: [1, 2, 3], strength: 0),
      .cutOut(origin: [0.2, 0.2, 0.2], size: [0, 0, 0]),
    ]
    for transform in still {
      #expect(
        zip(applied(transform), Self.image).allSatisfy { abs($0 - $1) < 1e-4 }, "\(transform)")
    }
  }

  @Test func blurLeavesConstantsInEveryExtent() {
    for extent in [Extent(5, 6, 7), Extent(1, 9, 4), Extent(3, 1, 2), Extent(1, 1, 30)] {
      let constant = [Float](repeating: 2.5, count: extent.count)
      let result = applied(.blur(sigma: [1.4, 2, 0.7]), to: constant, extent)
      #expect(result.allSatisfy { abs($0 - 2.5) < 1e-5 })
    }
  }

  @Test func cutOutCutsSlicesToo() {
    let extent = Extent(1, 10, 10)
    let ramp = (0..<100).map { Float($0) }
    let result = applied(.cutOut(origin: [0, 0.2, 0.3], size: [0.2, 0.3, 0.4]), to: ramp, extent)
    #expect(zip(result, ramp).count { $0 != $1 } == 12)
  }
}
