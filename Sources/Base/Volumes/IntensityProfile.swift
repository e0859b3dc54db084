/// Where the intensities of one channel lie in what is labelled, and in the whole image.
public struct IntensityProfile: Sendable, Hashable, Codable {
  /// The median in the foreground.
  public var median: Double
  /// From the 5th to the 95th percentile in the foreground.
  public var spread: Double
  /// Of the voxels that are not 0.
  public var imageMean: Double
  /// The standard deviation of the voxels that are not 0.
  public var imageDeviation: Double

  /// Measures a channel, on evenly spread voxels where there are many.
  ///
  /// Returns `nil` where nothing is labelled.
  /// - Parameters:
  ///   - voxels: Finite.
  ///   - labels: As many; 0 is background.
  public init?(_ voxels: ArraySlice<Float>, labels: [UInt16]) {
    precondition(voxels.count == labels.count)
    let foreground = labels.reduce(0) { $0 + ($1 == 0 ? 0 : 1) }
    guard foreground > 0 else { return nil }
    let step = max(1, foreground / 20_000)
    var sample: [Float] = []
    var seen = 0
    for (value, label) in zip(voxels, labels) where label != 0 {
      if seen % step == 0 { sample.append(value) }
      seen += 1
    }
    sample.sort()
    func percentile(_ share: Double) -> Double {
      Double(sample[Int((share * Double(sample.count - 1)).rounded())])
    }
    median = percentile(0.5)
    spread = percentile(0.95) - percentile(0.05)

    var (count, sum, squares) = (0.0, 0.0, 0.0)
    let stride = max(1, voxels.count / 500_000)
    for index in Swift.stride(from: voxels.startIndex, to: voxels.endIndex, by: stride) {
      let value = Double(voxels[index])
      guard value != 0 else { continue }
      count += 1
      sum += value
      squares += value * value
    }
    imageMean = count > 0 ? sum / count : 0
    imageDeviation =
      count > 0 ? max(0, squares / count - imageMean * imageMean).squareRoot() : 0
  }

  /// The same in standard deviations of the image from its mean, as networks see scans of arbitrary
  /// units.
  package var relative: (median: Double, spread: Double) {
    let unit = max(imageDeviation, 1e-8)
    return ((median - imageMean) / unit, spread / unit)
  }
}
