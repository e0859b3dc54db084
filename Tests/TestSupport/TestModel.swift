import ComputeGraph
package import Labels
package import ModelFiles
package import Networks
package import Preprocessing
package import Volumes

/// Small models for tests, with weights drawn from a seed.
package enum TestModel {
  package static let labels = LabelScheme(entries: [
    .init(name: "background", value: 0), .init(name: "core", value: 5),
    .init(name: "rim", value: 100), .init(name: "shell", value: 300),
  ])

  package static let network = NetworkConfiguration(
    kind: .residualUNet, dimensions: 3, inputChannels: 1, classes: 4, features: [4, 8],
    kernels: [[3, 3, 3], [3, 3, 3]], strides: [[1, 1, 1], [2, 2, 2]], encoderBlocks: [1, 1],
    decoderConvolutions: [1])

  package static var description: ModelDescription {
    ModelDescription(
      network: network, patch: Extent(8, 8, 8),
      preprocessing: preprocessing(spacing: Spacing(1, 1, 1)),
      labels: labels, channels: ["T1"], mirroringAxes: [0, 1, 2])
  }

  package static func preprocessing(spacing: Spacing) -> PreprocessingConfiguration {
    PreprocessingConfiguration(targetSpacing: spacing, normalizations: [.zScore(masked: false)])
  }

  /// Convolutions with weights drawn from a seed, whose heads add up to zero so that no class wins everywhere.
  package static func model(_ description: ModelDescription = description, seed: UInt64 = 1)
    -> Model
  {
    var generator = SeededGenerator(seed: seed)
    var model = Model(description: description, weights: [:], source: "test-\(seed)")
    for parameter in description.network.parameters {
      var values = [Float](
        repeating: parameter.name.hasSuffix("norm.weight") ? 1 : 0, count: parameter.count)
      if parameter.shape.count > 1 {
        for index in values.indices { values[index] = Float(generator.uniform(in: -0.5...0.5)) }
      }
      if parameter.name.contains("seg_layers") {
        let inputs = parameter.shape.count > 1 ? parameter.shape[1] : 1
        for start in stride(from: 0, to: values.count, by: inputs) {
          let mean = values[start..<start + inputs].reduce(0, +) / Float(inputs)
          for index in start..<start + inputs { values[index] -= mean }
        }
      }
      model.weights[parameter.name] = Safetensors.Tensor(shape: parameter.shape, values: values)
    }
    return model
  }
}
