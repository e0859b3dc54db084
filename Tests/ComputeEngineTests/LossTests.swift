import ComputeEngine
import ComputeGraph
import Foundation
import OneDNNBackend
import Testing

/// Losses against a plain implementation in Double, gradients against its central differences.
@Suite(.serialized)
struct LossTests {
  static let shape = Shape(batch: 2, channels: 3, depth: 3, height: 4, width: 5)
  static let classes = 4

  static let losses: [SegmentationLoss] = {
    var losses: [SegmentationLoss] = [
      .diceCrossEntropy,
      SegmentationLoss(voxel: .init(), region: nil),
      SegmentationLoss(voxel: .init(weight: 0.7, gamma: 2), region: nil),
      SegmentationLoss(voxel: .init(labelSmoothing: 0.1), region: nil),
      SegmentationLoss(voxel: .init(classWeights: [0.5, 1, 3, 0]), region: nil),
      SegmentationLoss(voxel: .init(gamma: 2, classWeights: [0.5, 1, 3, 2]), region: nil),
      SegmentationLoss(
        voxel: .init(labelSmoothing: 0.1, classWeights: [0.5, 1, 3, 2]), region: nil),
    ]
    for kind in SegmentationLoss.RegionTerm.Kind.allCases {
      losses.append(SegmentationLoss(voxel: nil, region: .init(kind: kind)))
    }
    losses.append(
      SegmentationLoss(
        voxel: nil, region: .init(weight: 0.5, smooth: 1, includesBackground: true)))
    losses.append(SegmentationLoss(voxel: .init(), region: .init(isOverBatch: true)))
    return losses
  }()

  @Test(arguments: losses.indices)
  func valueAndGradient(_ index: Int) throws {
    let loss = Self.losses[index]
    let (shape, classes) = (Self.shape, Self.classes)
    let builder = GraphBuilder()
    let image = builder.input("image", shape)
    let labels = builder.labels("labels", shape)
    let logits = image.convolution(
      Convolution(channels: classes, kernel: .one, keepsFullPrecision: true))
    let value = Tensor.weightedSum([logits.loss(loss, labels: labels)], weights: [1])
    var graph = builder.graph
    let gradients = graph.gradients(of: value.value)
    let plan = try OneDNN().compile(
      graph, outputs: [value.value, logits.value], gradients: gradients, precision: .float32,
      threads: 2)
    let executor = try plan.makeExecutor()

    func pseudoRandom(_ i: Int) -> Float { Float(sin(Double(i) * 12.9898) * 1.7) }
    let x = (0..<shape.count).map { pseudoRandom($0) }
    // Class 3 does not occur in the second sample.
    let y = (0..<(shape.batch * shape.voxels)).map {
      $0 * 7 % 11 % ($0 < shape.voxels ? classes : classes - 1)
    }
    let weight = (0..<(classes * shape.channels)).map { pseudoRandom($0 + 999) * 0.5 }
    let bias = (0..<classes).map { pseudoRandom($0 + 555) * 0.3 }
    try executor.setParameters { $0.name == "weight" ? weight : bias }
    x.withUnsafeBufferPointer { executor.setInput(image.value, $0) }
    y.map { UInt8($0) }.withUnsafeBufferPointer { executor.setLabels(labels.value, $0) }
    try executor.run()

    let v = shape.voxels
    var z = [Double](repeating: 0, count: shape.batch * classes * v)
    for n in 0..<shape.batch {
      for k in 0..<classes {
        for voxel in 0..<v {
          z[(n * classes + k) * v + voxel] =
            Double(bias[k])
            + (0..<shape.channels).reduce(0.0) {
              $0 + Double(weight[k * shape.channels + $1])
                * Double(x[(n * shape.channels + $1) * v + voxel])
            }
        }
      }
    }
    let expected = loss.reference(z, y, batch: shape.batch, classes: classes)
    #expect(abs(Double(executor.scalar(value.value)) - expected) < 2e-5 * max(1, abs(expected)))

    var dWeight = [Double](repeating: 0, count: weight.count)
    var dBias = [Double](repeating: 0, count: bias.count)
    for index in z.indices {
      let step = 1e-5
      var moved = z
      moved[index] += step
      let up = loss.reference(moved, y, batch: shape.batch, classes: classes)
      moved[index] -= 2 * step
      let down = loss.reference(moved, y, batch: shape.batch, classes: classes)
      let slope = (up - down) / (2 * step)
      let (n, k, voxel) = (index / (classes * v), index / v % classes, index % v)
      dBias[k] += slope
      for c in 0..<shape.channels {
        dWeight[k * shape.channels + c] += slope * Double(x[(n * shape.channels + c) * v + voxel])
      }
    }
    let actual = try executor.gradients()
    for (name, wanted) in [("weight", dWeight), ("bias", dBias)] {
      let got = try #require(actual[name]).map(Double.init)
      let largest = wanted.map(abs).max() ?? 0
      let difference = zip(got, wanted).map { abs($0 - $1) }.max() ?? .infinity
      #expect(difference < 1e-4 * largest + 1e-7, "\(name): \(difference) of \(largest)")
    }
  }

  @Test func uniformLogitsCostTheLogarithmOfTheClasses() throws {
    let shape = Shape(batch: 1, channels: 5, depth: 1, height: 2, width: 3)
    let builder = GraphBuilder()
    let image = builder.input("image", shape)
    let labels = builder.labels("labels", shape)
    let logits = image.convolution(
      Convolution(channels: 5, kernel: .one, keepsFullPrecision: true))
    let loss = logits.loss(SegmentationLoss(voxel: .init(), region: nil), labels: labels)
    let executor = try OneDNN().compile(
      builder.graph, outputs: [loss.value], precision: .float32, threads: 1
    ).makeExecutor()
    try executor.setParameters { [Float](repeating: 0, count: $0.count) }
    [Float](repeating: 1, count: shape.count).withUnsafeBufferPointer {
      executor.setInput(image.value, $0)
    }
    [UInt8](repeating: 2, count: 6).withUnsafeBufferPointer { executor.setLabels(labels.value, $0) }
    try executor.run()
    #expect(abs(executor.scalar(loss.value) - Float(log(5.0))) < 1e-6)
  }
}
