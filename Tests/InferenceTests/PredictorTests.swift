import ComputeEngine
import Files
import Foundation
import Inference
import Labels
import ModelFiles
import OneDNNBackend
import TestSupport
import Testing
import VolumeFiles
import Volumes

@Suite struct PredictorTests {
  private let network: Predictor.NetworkFactory = { model, batch in
    GradientNetwork(batch: batch, patch: model.description.patch)
  }

  private func image(
    _ extent: Extent, affine: Affine = .identity, channels: Int = 1, seed: UInt64 = 1
  ) -> Volume {
    var generator = SeededGenerator(seed: seed)
    return Volume(
      geometry: Geometry(extent: extent, affine: affine), channels: channels,
      voxels: (0..<channels * extent.count).map { _ in Float(generator.uniform(in: 0...1)) })
  }

  @Test func refusesAnotherNumberOfChannels() throws {
    let predictor = try Predictor(models: [TestModel.model()], threads: 1, makeNetwork: network)
    let error = #expect(throws: InferenceError.self) {
      try predictor.predict(image(Extent(4, 4, 4), channels: 2), source: "a.nii")
    }
    #expect(error?.description == "a.nii: has 2 channels, but the model needs 1 channel: T1")
    #expect(error?.kind == .badData)
  }

  @Test func refusesAShearedGridWithItsAngle() throws {
    let predictor = try Predictor(models: [TestModel.model()], threads: 1, makeNetwork: network)
    let sheared = Affine(rows: [1, 0.1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0])
    let error = #expect(throws: VolumeFileError.self) {
      try predictor.predict(image(Extent(4, 4, 4), affine: sheared), source: "a.nii")
    }
    #expect(error?.description.contains("5.71°") == true)
    #expect(error?.kind == .badData)
  }

  @Test func refusesModelsOfDifferentTasks() throws {
    var other = TestModel.description
    other.channels = ["T2"]
    #expect(throws: InferenceError.self) {
      try Predictor(
        models: [TestModel.model(), TestModel.model(other)], threads: 1, makeNetwork: network)
    }
  }

  @Test func reportsAResultThatIsNotFinite() throws {
    let predictor = try Predictor(models: [TestModel.model()], threads: 1) { model, _ in
      PointwiseNetwork(
        coefficients: [[0, 0], [0, 0], [0, 0], [.infinity, 0]], patch: model.description.patch)
    }
    #expect(throws: InferenceError.self) {
      try predictor.predict(image(Extent(4, 4, 4)), source: "a.nii")
    }
  }

  @Test func refusesAnImageThatCannotFitMemory() throws {
    let predictor = try Predictor(models: [TestModel.model()], threads: 1, makeNetwork: network)
    let wide = Affine(spacing: Spacing(1e6, 1e6, 1e6))
    let error = #expect(throws: InferenceError.self) {
      try predictor.predict(image(Extent(4, 4, 4), affine: wide), source: "a.nii")
    }
    #expect(error?.message.contains("GB of memory") == true)
  }

  @Test(arguments: [Spacing(1, 1, 1), Spacing(2, 0.7, 1.3)])
  func logitsMayBeResampledInPlaceOfProbabilities(spacing: Spacing) throws {
    var description = TestModel.description
    description.restored = .logits
    let image = image(Extent(12, 10, 9), affine: Affine(spacing: spacing))
    let (probable, logical) = try (
      Predictor(models: [TestModel.model()], threads: 1, makeNetwork: network)
        .predict(image, source: "a.nii", probabilities: true),
      Predictor(models: [TestModel.model(description)], threads: 1, makeNetwork: network)
        .predict(image, source: "a.nii", probabilities: true)
    )
    #expect(probable.probabilities?.voxels == logical.probabilities?.voxels)
    // Without resampling both say the same; otherwise logits far from zero weigh more than their probabilities.
    let isResampled = spacing != Spacing(1, 1, 1)
    #expect((probable.labels.voxels != logical.labels.voxels) == isResampled)
  }

  @Test func labelsHaveTheValuesOfFilesAndProbabilitiesSumToOne() throws {
    let predictor = try Predictor(models: [TestModel.model()], threads: 2, makeNetwork: network)
    let image = image(Extent(12, 10, 9))
    let prediction = try predictor.predict(image, source: "a.nii", probabilities: true)
    #expect(Set(prediction.labels.voxels) == [0, 5, 100, 300])
    #expect(prediction.labels.geometry == image.geometry)
    let probabilities = try #require(prediction.probabilities)
    #expect(probabilities.channels == 4 && probabilities.geometry == image.geometry)
    let count = image.extent.count
    for voxel in 0..<count {
      let values = (0..<4).map { probabilities.voxels[$0 * count + voxel] }
      #expect(abs(values.reduce(0, +) - 1) < 1e-5)
      let best = try #require(values.indices.max { values[$0] < values[$1] })
      #expect(prediction.labels.voxels[voxel] == TestModel.labels.entries[best].value)
    }
    #expect(prediction.confidence == nil)
    predictor.measuresConfidence = true
    let confidence = try #require(try predictor.predict(image, source: "a.nii").confidence)
    let means = (1...3).map { label in
      let values = prediction.labels.voxels.indices
        .filter { prediction.labels.voxels[$0] == TestModel.labels.entries[label].value }
        .map { Double(probabilities.voxels[label * count + $0]) }
      return values.reduce(0, +) / Double(values.count)
    }
    #expect(abs(confidence - means.reduce(0, +) / 3) < 1e-6)

    let volumes = prediction.volumes(TestModel.labels)
    #expect(volumes.map(\.label.name) == ["core", "rim", "shell"])
    let cores = prediction.labels.voxels.count { $0 == 5 }
    #expect(abs(volumes[0].millilitres - Double(cores) / 1000) < 1e-9)
  }

  @Test func theOrderOfCasesDoesNotMatter() throws {
    // A network that shows how many patches it takes at once.
    let showing: Predictor.NetworkFactory = { model, batch in
      PointwiseNetwork(
        coefficients: [[0, 0], [Float(batch) / 64, 1], [0, 0], [0, 0]], batch: batch,
        patch: model.description.patch)
    }
    let images = [Extent(8, 8, 8), Extent(20, 8, 8), Extent(8, 8, 11)].map { image($0) }
    func predictions(_ order: [Int]) throws -> [Int: [Float]] {
      let predictor = try Predictor(
        models: [TestModel.model()], threads: 1, makeNetwork: showing)
      return try Dictionary(
        uniqueKeysWithValues: order.map { index in
          let prediction = try predictor.predict(
            images[index], source: "\(index).nii", probabilities: true)
          return (index, try #require(prediction.probabilities).voxels)
        })
    }
    let alone = try images.indices.map { try predictions([$0])[$0] }
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
      let found = try predictions(order)
      let same = images.indices.map { found[$0] == alone[$0] }
      #expect(same == [true, true, true], "\(order)")
    }
  }

  /// The image stored with other voxel axes: the same patient, the same place.
  private func stored(_ image: Volume, _ permutation: [Int], _ flips: [Bool]) -> Volume {
    // New axis n of (x, y, z) is old axis permutation[n], reversed where flips[n].
    let old = [image.extent.width, image.extent.height, image.extent.depth]
    let size = permutation.map { old[$0] }
    var rows = [Double](repeating: 0, count: 12)
    for row in 0..<3 {
      rows[row * 4 + 3] = image.geometry.affine[row, 3]
      for (axis, source) in permutation.enumerated() {
        let step = image.geometry.affine[row, source]
        rows[row * 4 + axis] = flips[axis] ? -step : step
        if flips[axis] { rows[row * 4 + 3] += step * Double(size[axis] - 1) }
      }
    }
    let extent = Extent(size[2], size[1], size[0])
    var voxels: [Float] = []
    voxels.reserveCapacity(extent.count)
    for z in 0..<size[2] {
      for y in 0..<size[1] {
        for x in 0..<size[0] {
          var place = [0, 0, 0]
          for (axis, position) in [x, y, z].enumerated() {
            place[permutation[axis]] = flips[axis] ? size[axis] - 1 - position : position
          }
          voxels.append(image.voxels[image.extent.offset(place[2], place[1], place[0])])
        }
      }
    }
    return Volume(
      geometry: Geometry(extent: extent, affine: Affine(rows: rows)), channels: 1, voxels: voxels)
  }

  private static let oblique: Affine = {
    // 17° about z, then 11° about x, with anisotropic spacing.
    let (c, s) = (0.9563047559630355, 0.2923717047227367)
    let (d, t) = (0.9816271834476640, 0.1908089953765448)
    let rotation = [[c, -s, 0], [d * s, d * c, -t], [t * s, t * c, d]]
    let spacing = [0.9, 1.1, 2.5]
    let origin = [-30.0, 12.5, 7]
    return Affine(
      rows: (0..<3).flatMap { row in
        (0..<3).map { rotation[row][$0] * spacing[$0] } + [origin[row]]
      })
  }()

  /// Something that depends on directions: differences along the axes by hand, or a U-Net on the engine.
  enum Direction: CaseIterable {
    case differences, network
  }

  @Test(
    arguments: [
      Affine(spacing: Spacing(1, 1, 1)), Affine(spacing: Spacing(2.5, 1.1, 0.9)), oblique,
    ], Direction.allCases)
  func theOrderOfAxesInTheFileDoesNotMatter(affine: Affine, direction: Direction) throws {
    let predictor = try Predictor(models: [TestModel.model()], threads: 2) { model, batch in
      switch direction {
      case .differences: GradientNetwork(batch: batch, patch: model.description.patch)
      case .network:
        try EnginePatchNetwork(
          configuration: model.description.network, weights: model.weights,
          patch: model.description.patch, batch: batch, backend: OneDNN(), precision: .float32,
          threads: 2)
      }
    }
    let image = image(Extent(6, 11, 9), affine: affine)
    let expected = try predictor.predict(image, source: "a.nii").labels
    #expect(Set(expected.voxels).count > 2)
    let reference = Volume(
      geometry: expected.geometry, channels: 1, voxels: expected.voxels.map(Float.init))
    for permutation in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
      for mask in 0..<8 {
        let flips = (0..<3).map { mask & (1 << $0) != 0 }
        let turned = stored(image, permutation, flips)
        let labels = try predictor.predict(turned, source: "a.nii").labels
        #expect(labels.geometry == turned.geometry)
        let wanted = stored(reference, permutation, flips).voxels.map { UInt16($0) }
        #expect(labels.voxels == wanted, "\(permutation) \(flips)")
      }
    }
  }

  @Test func averagesModelsOfDifferentPreprocessingByProbability() throws {
    var coarse = TestModel.description
    coarse.preprocessing = TestModel.preprocessing(spacing: Spacing(1, 1, 2))
    let image = image(Extent(8, 9, 10))
    let models = [TestModel.model(), TestModel.model(coarse)]
    let single = try models.map {
      try Predictor(models: [$0], threads: 1, makeNetwork: network)
        .predict(image, source: "a.nii", probabilities: true).probabilities
    }
    let first = try #require(single[0])
    let second = try #require(single[1])
    let both = try Predictor(models: models, threads: 1, makeNetwork: network)
      .predict(image, source: "a.nii", probabilities: true)
    let mean = try #require(both.probabilities)
    let largest = mean.voxels.indices.map {
      abs(mean.voxels[$0] - (first.voxels[$0] + second.voxels[$0]) / 2)
    }.max()
    #expect(try #require(largest) < 1e-5)
    let count = image.extent.count
    for voxel in 0..<count {
      let values = (0..<4).map { mean.voxels[$0 * count + voxel] }
      let chosen = try #require(TestModel.labels.classIndex(ofValue: both.labels.voxels[voxel]))
      #expect(values[chosen] == values.max())
    }
  }
}
