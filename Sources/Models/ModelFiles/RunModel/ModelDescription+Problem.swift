import Labels
import Networks
import Preprocessing
import Volumes

extension ModelDescription {
  /// What does not fit together in the description, in words, or `nil` where it can be used.
  public var problem: String? {
    if let problem = network.problem { return problem }
    if !isWithinLimits { return "the network is larger than any that can be built" }
    if network.dimensions == 2 && patch.depth != 1 {
      return "a two-dimensional network needs patches of depth 1, not \(patch)"
    }
    let divisor = network.dimensions == 2 ? [1] + network.divisor : network.divisor
    let axes = zip(patch.axes, divisor)
    if axes.contains(where: { $0 % $1 != 0 }) {
      return "the patch \(patch) is not a multiple of the network's strides"
    }
    if channels.count != network.inputChannels {
      return "\(channels.count) channels are named, but the network has \(network.inputChannels)"
    }
    if preprocessing.normalizations.count != channels.count {
      return
        "\(preprocessing.normalizations.count) normalizations do not suit \(channels.count) channels"
    }
    if preprocessing.targetSpacing.axes.contains(where: { !(1e-3...1e3).contains($0) }) {
      return "the target spacing must be between 0.001 and 1000 mm"
    }
    if !PreprocessingConfiguration.spacingTolerances.contains(preprocessing.spacingTolerance) {
      return "the spacing tolerance must be from 0 to 0.5"
    }
    if labels.count != network.classes {
      return "\(labels.count) labels are named, but the network has \(network.classes) classes"
    }
    if labels.entries.first?.value != 0 || Set(labels.entries.map(\.value)).count != labels.count {
      return "label values must differ, and the first be 0 for background"
    }
    if mirroringAxes.contains(where: { !(0..<3).contains($0) }) {
      return "mirroring axes must be 0 (depth), 1 (height) or 2 (width)"
    }
    return nil
  }

  /// Sizes up to which products of them cannot overflow.
  private var isWithinLimits: Bool {
    network.features.count <= 12 && network.inputChannels <= 1 << 16
      && network.features.allSatisfy { $0 <= 1 << 16 }
      && (network.kernels + network.strides).joined().allSatisfy { $0 <= 16 }
      && (network.encoderBlocks + network.decoderConvolutions).allSatisfy { $0 <= 1 << 10 }
      && patch.axes.allSatisfy { $0 >= 1 && $0 <= 1 << 12 } && patch.count <= 1 << 28
  }
}
