import ComputeEngine
import ComputeGraph
import OneDNNBackend
import Testing

struct FormatTests {
  private static let shape = Shape(batch: 2, channels: 3, depth: 2, height: 4, width: 6)

  /// A plan of what a layer makes of an image.
  private static func plan(
    _ precision: Precision = .float32, _ layer: (Tensor) -> Tensor
  ) throws -> (plan: OneDNNPlan, image: Graph.Value) {
    let builder = GraphBuilder()
    let image = builder.input("image", shape)
    let output = layer(image)
    let plan = try OneDNN().compile(
      builder.graph, outputs: [output.value], precision: precision, threads: 2)
    return (try #require(plan as? OneDNNPlan), image.value)
  }

  @Test func imagesStayInCOrderWhereEveryReaderTakesThemSo() throws {
    let convolution = Convolution(channels: 4, kernel: Window(3, 3, 3))
    let (plain, image) = try Self.plan { $0.convolution(convolution) }
    #expect(plain.byteCount(of: image) == Self.shape.count * 4)
    let (blocked, other) = try Self.plan { $0.convolution(convolution).concatenated(with: $0) }
    #expect(blocked.byteCount(of: other) == Self.shape.with(channels: 16).count * 4)
  }

  @Test(
    .enabled(
      if: OneDNN().fastestPrecision == .bfloat16, "this processor does not multiply bfloat16"))
  func formatsFollowFromWhoMakesAMapAlone() throws {
    let builder = GraphBuilder()
    let image = builder.input("image", Self.shape)
    let precise = builder.scope("a") {
      image.convolution(Convolution(channels: 16, kernel: .one, keepsFullPrecision: true))
    }
    let rounded = precise.leakyReLU()
    let plan = try #require(
      try OneDNN().compile(
        builder.graph, outputs: [rounded.value], precision: .bfloat16, threads: 2)
        as? OneDNNPlan)
    let count = Self.shape.with(channels: 16).count
    #expect(plan.byteCount(of: precise.value) == count * 4)
    #expect(plan.byteCount(of: rounded.value) == count * 2)
  }

  /// Logits in the plan's precision are converted for the loss.
  @Test(
    .enabled(
      if: OneDNN().fastestPrecision == .bfloat16, "this processor does not multiply bfloat16"))
  func lossesTakeLogitsOfLowerPrecision() throws {
    func loss(_ keepsFullPrecision: Bool) throws -> Float {
      let builder = GraphBuilder()
      let image = builder.input("image", Self.shape)
      let labels = builder.labels("labels", Self.shape)
      let logits = image.convolution(
        Convolution(channels: 4, kernel: .one, keepsFullPrecision: keepsFullPrecision))
      let loss = logits.loss(.diceCrossEntropy, labels: labels)
      let executor = try OneDNN().compile(
        builder.graph, outputs: [loss.value], precision: .bfloat16, threads: 2
      ).makeExecutor()
      try executor.setParameters { parameter in
        (0..<parameter.count).map { Float($0 % 5) / 4 - 0.5 }
      }
      let voxels = (0..<Self.shape.count).map { Float($0 % 7) / 3 - 1 }
      voxels.withUnsafeBufferPointer { executor.setInput(image.value, $0) }
      let classes = (0..<(Self.shape.batch * Self.shape.voxels)).map { UInt8($0 % 4) }
      classes.withUnsafeBufferPointer { executor.setLabels(labels.value, $0) }
      try executor.run()
      return executor.scalar(loss.value)
    }
    let (exact, rounded) = (try loss(true), try loss(false))
    #expect(exact.isFinite && exact != 0)
    #expect(abs(exact - rounded) < 1e-2 * abs(exact))
  }
}
