import Foundation
import Inference
import Labels
import ModelFiles
import Preprocessing
import TestSupport
import Testing
import Volumes

/// Predictions bit for bit as an implementation that held whole volumes in memory made them.
///
/// Recorded where the kernels multiply and add in one rounding.
@Suite(.enabled(if: kernelsFuseMultiplyAdd, "recorded with fused multiply-add"))
struct RecordedPredictionsTests {
  struct Case: Sendable, CustomStringConvertible {
    var name: String
    var extent: Extent
    var affine: Affine
    var models: [ModelDescription]
    var mirroring = false
    var hasEmptyBorder = false
    /// Of labels, probabilities and confidence.
    var hashes: [String]

    var description: String { name }
  }

  @Test(arguments: cases)
  func isTheRecordedOne(_ entry: Case) throws {
    let predictor = try Predictor(
      models: entry.models.map { Model(description: $0, weights: [:], source: "model") },
      mirroring: entry.mirroring, threads: 2
    ) { model, batch in
      GradientNetwork(batch: batch, patch: model.description.patch)
    }
    predictor.measuresConfidence = true
    let image = Self.image(entry)
    let prediction = try predictor.predict(image, source: "a.nii", probabilities: true)
    let probabilities = try #require(prediction.probabilities)
    let confidence = try #require(prediction.confidence)
    #expect(
      [
        Self.hash(prediction.labels.voxels.map(UInt64.init)),
        Self.hash(probabilities.voxels.map { UInt64($0.bitPattern) }),
        Self.hash([confidence.bitPattern]),
      ] == entry.hashes)
    let alone = try predictor.predict(image, source: "a.nii")
    #expect(alone.labels.voxels == prediction.labels.voxels && alone.probabilities == nil)
    #expect(alone.confidence == confidence)
  }

  private static func image(_ entry: Case) -> Volume {
    var generator = SeededGenerator(seed: 7)
    let extent = entry.extent
    var voxels = (0..<extent.count).map { _ in Float(generator.uniform(in: 0.1...1)) }
    if entry.hasEmptyBorder {
      for z in 0..<extent.depth {
        for y in 0..<extent.height {
          for x in 0..<extent.width where z < 2 || y < 3 || x + 1 == extent.width {
            voxels[extent.offset(z, y, x)] = 0
          }
        }
      }
    }
    return Volume(
      geometry: Geometry(extent: extent, affine: entry.affine), channels: 1, voxels: voxels)
  }

  /// FNV-1a, 64 bits, a word at a time.
  private static func hash(_ words: [UInt64]) -> String {
    let hash = words.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ $1) &* 0x0000_0100_0000_01b3
    }
    return String(hash, radix: 16)
  }

  private static func model(
    _ spacing: Spacing = Spacing(1, 1, 1), patch: Extent = Extent(8, 8, 8),
    restored: ModelDescription.Restored = .probabilities, tolerance: Double = 0
  ) -> ModelDescription {
    var description = TestModel.description
    description.preprocessing = TestModel.preprocessing(spacing: spacing)
    description.preprocessing.spacingTolerance = tolerance
    description.patch = patch
    description.restored = restored
    return description
  }

  /// Axes stored as (A, S, R), two of them reversed, turned by 17° about z, then 11° about x; spacings 1.1, 2.4 and 0.9 mm.
  private static let turned: Affine = {
    let (c, s) = (0.9563047559630355, 0.2923717047227367)
    let (d, t) = (0.9816271834476640, 0.1908089953765448)
    let rotation = [[c, -s, 0], [d * s, d * c, -t], [t * s, t * c, d]]
    return Affine(
      rows: zip(rotation, [-12.0, 30, 5]).flatMap { row, origin in
        [-1.1 * row[1], -2.4 * row[2], 0.9 * row[0], origin]
      })
  }()

  private static let cases = [
    Case(
      name: "own grid", extent: Extent(20, 13, 17), affine: .identity, models: [model()],
      hashes: ["96ae9ddec7df128b", "8a5c5368405cd689", "87faedba1378f974"]),
    Case(
      name: "finer than the model", extent: Extent(20, 18, 22),
      affine: Affine(spacing: Spacing(0.6, 0.7, 0.8)), models: [model()],
      hashes: ["d61ac1201ce0737e", "e3efbe834a9fdc5b", "4f45f1bb131fec04"]),
    Case(
      name: "coarser than the model", extent: Extent(8, 9, 7),
      affine: Affine(spacing: Spacing(2.3, 1.9, 1.4)), models: [model()],
      hashes: ["34acf292070dd071", "76e8c57bc5ed6bf7", "8f42b0510b1ef599"]),
    Case(
      name: "finer and coarser, logits", extent: Extent(12, 10, 19),
      affine: Affine(spacing: Spacing(2, 0.7, 1.3)), models: [model(restored: .logits)],
      hashes: ["72a2934930cdbf79", "f1741e5efb20bbee", "72139408045a4be2"]),
    Case(
      name: "thick slices", extent: Extent(7, 16, 15),
      affine: Affine(spacing: Spacing(5, 0.8, 1.2)),
      models: [model(Spacing(2, 1, 1))],
      hashes: ["6294216b1baeda39", "2b57205ecd19acf0", "de88a4fe51b2916f"]),
    Case(
      name: "thick along width", extent: Extent(16, 15, 6),
      affine: Affine(spacing: Spacing(0.9, 1.1, 4.2)), models: [model()],
      hashes: ["1c46854262adf963", "674837e172861233", "6e5c9a7bf39d6bc4"]),
    Case(
      name: "mirrored", extent: Extent(11, 17, 9), affine: Affine(spacing: Spacing(1.2, 0.9, 1)),
      models: [model()], mirroring: true,
      hashes: ["df4632b055a9c653", "335e34c9758abb32", "d8f58ff3c2cff9b"]),
    Case(
      name: "turned and cropped", extent: Extent(14, 12, 16), affine: turned, models: [model()],
      hasEmptyBorder: true, hashes: ["6434980498033683", "3297be7727545123", "c38b6013cc25c252"]),
    Case(
      name: "turned, cropped, logits, mirrored", extent: Extent(14, 12, 16), affine: turned,
      models: [model(Spacing(1.7, 1.7, 1.7), restored: .logits)], mirroring: true,
      hasEmptyBorder: true, hashes: ["968a26188eb95850", "5a07b9a96c741417", "55868103048cba3e"]),
    Case(
      name: "smaller than a patch", extent: Extent(5, 6, 4), affine: .identity,
      models: [model(Spacing(1.3, 1, 1), patch: Extent(12, 12, 12))],
      hashes: ["eb90f5cec82069c1", "3f0d5736b0bcea30", "f031020da518b8d4"]),
    Case(
      name: "two-dimensional", extent: Extent(9, 20, 22),
      affine: Affine(spacing: Spacing(3, 0.9, 0.9)),
      models: [model(Spacing(3.6, 1, 1), patch: Extent(1, 16, 16))],
      hashes: ["1a4466662f3f5bd1", "d7c51638c363a154", "bafbd22ad3c914c6"]),
    Case(
      name: "near the model's spacing", extent: Extent(17, 12, 13),
      affine: Affine(spacing: Spacing(1.08, 0.93, 1.4)), models: [model(tolerance: 0.1)],
      hashes: ["f5b6cba8c050e97e", "aa58839f767d8c1", "b611ece06f7f8d93"]),
    Case(
      name: "two models", extent: Extent(15, 14, 13), affine: turned,
      models: [model(), model()], mirroring: true, hasEmptyBorder: true,
      hashes: ["61f41fd43ed8ecf3", "175d0525371c8f00", "7ddbdca8e3321157"]),
    Case(
      name: "models of two patches", extent: Extent(15, 14, 13), affine: .identity,
      models: [model(), model(patch: Extent(6, 10, 4)), model()],
      hashes: ["d605aec8b0795305", "d0e50a072ff0a413", "9ce1c1bcdcf673e7"]),
    Case(
      name: "models of two spacings", extent: Extent(14, 12, 16), affine: turned,
      models: [model(), model(Spacing(1.4, 1.9, 1.6), restored: .logits)],
      hasEmptyBorder: true, hashes: ["343a8c9d0b80163", "5141337ac4e6719f", "76430eb9e6b55940"]),
  ]
}

private let kernelsFuseMultiplyAdd =
  (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.contains(" fma ") == true
  && ProcessInfo.processInfo.environment["SEG_KERNELS"] != "default"
