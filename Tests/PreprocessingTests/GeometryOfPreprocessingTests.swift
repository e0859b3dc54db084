import Preprocessing
import Testing
import Volumes

/// Where prepared voxels lie, and what comes back from them.
struct GeometryOfPreprocessingTests {
  /// Oblique, anisotropic, stored with axes out of order.
  static let affine = Affine(rows: [
    0.1, -0.96, 0.3, 12, 1.44, 0.07, -0.2, -30, 0.12, 0.2, 2.3, 5,
  ])

  private func ramp(_ geometry: Geometry) -> [Float] {
    let extent = geometry.extent
    return (0..<extent.count).map { index in
      let (k, rest) = index.quotientAndRemainder(dividingBy: extent.height * extent.width)
      let (j, i) = rest.quotientAndRemainder(dividingBy: extent.width)
      let place = geometry.affine.apply(Double(i), Double(j), Double(k))
      return Float(500 + 2 * place.x - 3 * place.y + 1.5 * place.z)
    }
  }

  /// A linear field stays linear under linear and cubic interpolation, so every prepared voxel must hold the field at the place
  /// that the prepared geometry gives it.
  @Test(arguments: [Interpolation.linear, .cubic])
  func preparedGeometryIsWhereTheVoxelsAre(_ interpolation: Interpolation) throws {
    let geometry = Geometry(extent: Extent(24, 30, 28), affine: Self.affine)
    var voxels = ramp(geometry)
    for index in voxels.indices where index / (30 * 28) < 3 || index % 28 > 25 { voxels[index] = 0 }
    let prepared = try Preprocessor(
      PreprocessingConfiguration(
        targetSpacing: Spacing(1.7, 1.1, 1.2), normalizations: [.none],
        imageInterpolation: interpolation)
    ).apply(Volume(geometry: geometry, channels: 1, voxels: voxels), labels: nil).image
    let expected = ramp(prepared.geometry)
    let extent = prepared.extent
    // The borders repeat their edge, which bends the field; the spline carries that a few voxels inwards.
    let margin = interpolation == .cubic ? 10 : 2
    var compared = 0
    var largest: Float = 0
    for z in margin..<(extent.depth - margin) {
      for y in margin..<(extent.height - margin) {
        for x in margin..<(extent.width - margin) {
          let offset = extent.offset(z, y, x)
          largest = max(largest, abs(prepared.voxels[offset] - expected[offset]))
          compared += 1
        }
      }
    }
    #expect(compared > 500)
    #expect(largest < 5e-3)
  }

  @Test func restoredLabelsAreTheLargestOfRestoredProbabilities() throws {
    let extent = Extent(9, 14, 12)
    let geometry = Geometry(extent: extent, affine: Self.affine)
    var generator = SeededGenerator(seed: 21)
    var voxels = (0..<extent.count).map { _ in Float(generator.uniform() + 1) }
    for index in voxels.indices where index % 12 < 2 { voxels[index] = 0 }
    let prepared = try Preprocessor(
      PreprocessingConfiguration(targetSpacing: Spacing(1.6, 1.9, 1.4), normalizations: [.none])
    ).apply(Volume(geometry: geometry, channels: 1, voxels: voxels), labels: nil)
    let count = prepared.image.voxels.count
    let scores = Volume(
      geometry: prepared.image.geometry, channels: 4,
      voxels: (0..<(4 * count)).map { _ in Float(generator.uniform()) })
    let restored = try prepared.history.restoreProbabilities(scores)
    let labels = try prepared.history.restoreLabels(probabilities: scores)
    let largest = (0..<extent.count).map { voxel -> UInt16 in
      var best = 0
      for channel in 1..<4
      where restored.voxels[channel * extent.count + voxel]
        > restored.voxels[best * extent.count + voxel]
      { best = channel }
      return UInt16(best)
    }
    #expect(labels.voxels == largest)
    #expect(labels.geometry == geometry && restored.geometry == geometry)
    #expect(labels.voxels.indices.allSatisfy { $0 % 12 >= 2 || labels.voxels[$0] == 0 })
    #expect(Set(labels.voxels) == [0, 1, 2, 3])
  }
}
