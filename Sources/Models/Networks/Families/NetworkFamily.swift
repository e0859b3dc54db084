package import ComputeGraph

/// A family of networks: one definition that builds each of them from its configuration.
///
/// A new one is a type in this folder, a case of ``NetworkConfiguration/Kind``, whose name stands in files, and a line in
/// ``NetworkConfiguration/Kind/family``.
package protocol NetworkFamily: Hashable, Sendable {
  /// Whether training may leave out residual branches for single samples: ``DropPath``.
  static var hasResidualBranches: Bool { get }

  /// What is wrong with a configuration of this family, in words, or `nil` where it can be built.
  ///
  /// Dimensions, input channels and classes have been checked before.
  static func problem(_ configuration: NetworkConfiguration) -> String?

  /// At how many resolutions a network has logits.
  static func resolutions(_ configuration: NetworkConfiguration) -> Int

  /// - Parameter dropPath: The largest rate of ``DropPath``, that of the last residual branch; 0 where the family has none.
  init(_ configuration: NetworkConfiguration, dropPath: Float)

  /// Records the network.
  ///
  /// Shape: [N, C, D, H, W] → logits [N, K, D/sᵢ, H/sᵢ, W/sᵢ] at every resolution, full resolution first.
  func callAsFunction(_ image: Tensor) -> [Tensor]
}

extension NetworkConfiguration.Kind {
  /// The definition behind the name.
  package var family: any NetworkFamily.Type {
    switch self {
    case .residualUNet: ResidualUNet.self
    case .plainUNet: PlainUNet.self
    }
  }
}
