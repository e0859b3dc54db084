public import Volumes

/// Everything that is done to one training patch, drawn already: applied again it gives the same patch.
public struct PatchAugmentation: Hashable, Sendable, Codable {
  public var spatial: PatchTransform
  /// One list for each channel.
  public var intensity: [[IntensityTransform]]

  public init(spatial: PatchTransform, intensity: [[IntensityTransform]]) {
    self.spatial = spatial
    self.intensity = intensity
  }

  /// Takes a patch out of a volume and changes it.
  ///
  /// Parameters are those of ``PatchTransform/sample(from:spacing:center:patch:)``.
  /// - Throws: ``PreprocessingError`` where memory is short.
  public func sample(from source: PatchSource, spacing: Spacing, center: VoxelIndex, patch: Extent)
    throws -> TrainingSample
  {
    var sample = spatial.sample(from: source, spacing: spacing, center: center, patch: patch)
    for (channel, transforms) in intensity.prefix(source.channels).enumerated() {
      try sample.image.withUnsafeMutableBufferPointer { voxels in
        let part = UnsafeMutableBufferPointer(
          rebasing: voxels[(channel * patch.count)..<((channel + 1) * patch.count)])
        for transform in transforms { try transform.apply(to: part, extent: patch) }
      }
    }
    return sample
  }

  /// What is done, in a few words each: how the patch lies, then the changes of one channel.
  public func summary(ofChannel channel: Int) -> [String] {
    spatial.summary + (intensity.indices.contains(channel) ? intensity[channel].map(\.summary) : [])
  }
}

extension PatchTransform {
  fileprivate var summary: [String] {
    var words: [String] = []
    if rotation.contains(where: { $0 != 0 }) {
      let angles = rotation.filter { $0 != 0 }.map { rounded($0 * 180 / .pi, digits: 0) }
      words.append("rotated \(angles.joined(separator: ", "))°")
    }
    if let factor = scale.first(where: { $0 != 1 }) {
      words.append("scaled \(rounded(factor, digits: 2))")
    }
    if displacements != nil { words.append("deformed") }
    let axes = zip(["z", "y", "x"], mirror).filter(\.1).map(\.0)
    if !axes.isEmpty { words.append("mirrored \(axes.joined(separator: ", "))") }
    return words
  }
}

extension IntensityTransform {
  fileprivate var summary: String {
    func number(_ value: Float) -> String { rounded(Double(value), digits: 2) }
    return switch self {
    case .noise(let deviation, _): "noise \(number(deviation))"
    case .blur(let sigma): "blur \(rounded(sigma.max() ?? 0, digits: 2))"
    case .brightness(let factor): "brightness \(number(factor))"
    case .contrast(let factor): "contrast \(number(factor))"
    case .lowResolution(let factor): "resolution \(rounded(factor.min() ?? 1, digits: 2))"
    case .gamma(let exponent, false): "gamma \(number(exponent))"
    case .gamma(let exponent, true): "inverted gamma \(number(exponent))"
    case .biasField: "bias field"
    case .ghosting(_, let copies, let strength): "\(copies - 1) ghosts \(number(strength))"
    case .motion(let motion): "motion in \(motion.moves.count + 1) parts"
    case .spike(_, let strength): "spike \(number(strength))"
    case .cutOut: "cut-out"
    }
  }
}

private func rounded(_ value: Double, digits: Int) -> String {
  if digits == 0 { return "\(Int(value.rounded()))" }
  return "\((value * 100).rounded() / 100)"
}
