import Augmentation
import ComputeEngine
import ComputeGraph
import Foundation
import Networks
import Pipelines
import Training
import Volumes

/// Measures on one core what a training patch costs to augment, beside the engine's step for such a patch.
@main
struct AugmentationBenchmark {
  static let patch = Extent(40, 56, 40)
  static let volume = Extent(64, 80, 64)

  static func main() throws {
    print("milliseconds a patch of \(patch), one core")
    for preset in PipelineConfiguration.AugmentationPreset.allCases {
      let (mean, most) = try time(preset.configuration, repetitions: 400)
      print(line("augmentation \(preset.rawValue)", mean, "95 % within \(format(most))"))
    }
    for (name, configuration) in everything.parts {
      print(line("  \(name) alone", try time(configuration, repetitions: 50).mean))
    }
    for precision in Set([Precision.float32, .fastest]).sorted(by: { $0.rawValue < $1.rawValue }) {
      print(line("training step \(precision.rawValue)", try step(precision)))
    }
  }

  /// nnU-Net's changes and those it does not make.
  private static var everything: AugmentationConfiguration {
    var configuration = AugmentationConfiguration.nnUNet
    configuration.elasticProbability = 0.2
    configuration.elasticDisplacement = 2
    configuration.biasFieldProbability = 0.2
    configuration.ghostingProbability = 0.1
    configuration.motionProbability = 0.1
    configuration.spikeProbability = 0.1
    configuration.cutOutProbability = 0.1
    return configuration
  }

  private static func line(_ name: String, _ milliseconds: Double, _ remark: String = "") -> String
  {
    name.padding(toLength: 36, withPad: " ", startingAt: 0) + format(milliseconds) + "  " + remark
  }

  private static func format(_ milliseconds: Double) -> String {
    String(format: "%7.2f", milliseconds)
  }

  /// Mean and 95th percentile in milliseconds.
  private static func time(_ configuration: AugmentationConfiguration, repetitions: Int) throws -> (
    mean: Double, most: Double
  ) {
    var generator = SeededGenerator(seed: 1)
    let image = (0..<volume.count).map { _ in Float(generator.uniform()) }
    // Two balls, one within the other.
    let labels = (0..<volume.count).map { offset -> UInt8 in
      let (z, y) = (offset / (volume.height * volume.width), offset / volume.width % volume.height)
      let (dz, dy, dx) = (z - 32, y - 40, offset % volume.width - 32)
      let square = dz * dz + dy * dy + dx * dx
      return square < 60 ? 2 : square < 200 ? 1 : 0
    }
    let augmenter = Augmenter(configuration, patch: patch)
    let times = try image.withUnsafeBufferPointer { image in
      try labels.withUnsafeBufferPointer { labels in
        try (0..<repetitions).map { repetition in
          var generator = SeededGenerator(seed: 1, stream: [repetition])
          let start = DispatchTime.now().uptimeNanoseconds
          let sample = try augmenter.draw(channels: 1, using: &generator).sample(
            from: PatchSource(image: image, labels: labels, channels: 1, extent: volume),
            spacing: Spacing(1, 1, 1), center: VoxelIndex(32, 40, 32), patch: patch)
          precondition(sample.image.count == patch.count)
          return Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-6
        }
      }
    }.sorted()
    return (times.reduce(0, +) / Double(times.count), times[times.count * 19 / 20])
  }

  /// Milliseconds a patch of a step with the network that the default pipeline has for such patches, on one thread.
  private static func step(_ precision: Precision) throws -> Double {
    let batch = 4
    let program = try EngineTrainingProgram(
      EngineTrainingProgram.Configuration(
        network: NetworkConfiguration(
          kind: .residualUNet, dimensions: 3, inputChannels: 1, classes: 3,
          features: [16, 32, 64, 128], kernels: [[Int]](repeating: [3, 3, 3], count: 4),
          strides: [[1, 1, 1], [2, 2, 2], [2, 2, 2], [2, 2, 2]], encoderBlocks: [1, 2, 2, 2],
          decoderConvolutions: [1, 1, 1]),
        patch: patch, batch: batch, loss: .diceCrossEntropy,
        optimizer: .adamW(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01),
        gradientClip: 12, averageDecay: 0.995, precision: precision, threads: 1, seed: 1))
    let images = (0..<(batch * patch.count)).map { Float($0 % 17) / 17 }
    let labels = images.map { UInt8($0 > 0.9 ? 2 : $0 > 0.8 ? 1 : 0) }
    var times: [Double] = []
    for _ in 0..<6 {
      let start = DispatchTime.now().uptimeNanoseconds
      _ = try images.withUnsafeBufferPointer { images in
        try labels.withUnsafeBufferPointer {
          try program.step(images: images, labels: $0, learningRate: 1e-3)
        }
      }
      times.append(Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-6 / Double(batch))
    }
    return times.dropFirst().reduce(0, +) / Double(times.count - 1)
  }
}
