import ComputeEngine
import ComputeGraph
import Foundation
import ModelFiles
import Networks
import OneDNNBackend
import TestSupport
import Testing

/// U-Nets against vectors that PyTorch and dynamic_network_architectures wrote: outputs, loss and every gradient.
@Suite(.serialized)
struct ReferenceNetworkTests {
  struct Reference: Decodable {
    var network: String
    var dims: Int
    var input_channels: Int
    var classes: Int
    var features_per_stage: [Int]
    var kernel_sizes: [[Int]]
    var strides: [[Int]]
    var n_blocks_per_stage: [Int]
    var n_conv_per_stage_decoder: [Int]
    var deep_supervision_weights: [Float]

    var configuration: NetworkConfiguration {
      NetworkConfiguration(
        kind: network == "PlainConvUNet" ? .plainUNet : .residualUNet, dimensions: dims,
        inputChannels: input_channels, classes: classes, features: features_per_stage,
        kernels: kernel_sizes, strides: strides, encoderBlocks: n_blocks_per_stage,
        decoderConvolutions: n_conv_per_stage_decoder)
    }
  }

  static let names = [
    "resunet3d", "resunet3d-wide", "resunet3d-anisotropic", "resunet2d", "plainunet3d",
  ]

  @Test(
    .enabled(if: SharedData.url("reference/index.json") != nil), arguments: names,
    [Precision.float32, .bfloat16])
  func sharedVectors(_ name: String, _ precision: Precision) throws {
    try precision.requireProcessor()
    let index = try #require(SharedData.url("reference/index.json"))
    let file = try #require(SharedData.url("reference/\(name).safetensors"))
    try check(name, index: index, file: file, precision: precision)
  }

  @Test(arguments: names)
  func committedVectors(_ name: String) throws {
    try check(
      name, index: SharedData.fixture("ComputeEngine/index.json"),
      file: SharedData.fixture("ComputeEngine/\(name).safetensors"), precision: .float32)
  }

  private func check(_ name: String, index: URL, file: URL, precision: Precision) throws {
    let entries = try #require(
      JSONSerialization.jsonObject(with: Data(contentsOf: index)) as? [String: Any])
    let reference = try JSONDecoder().decode(
      Reference.self, from: JSONSerialization.data(withJSONObject: try #require(entries[name])))
    let vectors = try Safetensors.read(file).tensors
    func floats(_ key: String) throws -> [Float] { try #require(vectors[key]).floats() }

    let x = try #require(vectors["x"]).shape
    let input = Shape(
      batch: x[0], channels: x[1], depth: x.count == 5 ? x[2] : 1, height: x[x.count - 2],
      width: x[x.count - 1])
    let training = TrainingGraph(
      reference.configuration, input: input, loss: .diceCrossEntropy,
      weights: reference.deep_supervision_weights)
    let plan = try OneDNN().compile(
      training.graph, outputs: [training.loss] + training.logits, gradients: training.gradients,
      precision: precision, threads: 2)
    let executor = try plan.makeExecutor()
    try executor.setParameters { try floats("w." + $0.name) }
    try floats("x").withUnsafeBufferPointer { executor.setInput(training.image, $0) }
    let y = try [UInt8](#require(vectors["y"]).data)
    for value in training.labels {
      guard case .labels(let shape) = training.graph.type(of: value) else { continue }
      LabelPyramid.downsample(y, from: input, to: shape).withUnsafeBufferPointer {
        executor.setLabels(value, $0)
      }
    }
    try executor.run()

    let forward: Float = precision == .float32 ? 1e-4 : 2e-2
    for (level, value) in training.logits.enumerated() {
      let expected = try floats("out.\(level)")
      let actual = executor.values(of: value, in: training.graph)
      #expect(actual.count == expected.count)
      let largest = expected.map(abs).max() ?? 0
      let difference = zip(actual, expected).map { abs($0 - $1) }.max() ?? .infinity
      #expect(difference <= forward * largest, "out.\(level): \(difference / largest)")
    }
    let loss = try floats("loss")[0]
    #expect(abs(executor.scalar(training.loss) - loss) <= (precision == .float32 ? 1e-4 : 1e-2))
    guard precision == .float32 else { return }
    for (name, gradient) in try executor.gradients() {
      let expected = try floats("g." + name)
      let difference = zip(gradient, expected).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      let size = expected.reduce(0) { $0 + $1 * $1 }
      // Gradients that cancel out (of biases before a normalisation) are noise in both.
      #expect(
        difference.squareRoot() <= 1e-3 * size.squareRoot() + 1e-6,
        "\(name): \((difference / size).squareRoot())")
    }
  }
}
