/// How much the loss of each decoder resolution counts.
public enum DeepSupervision {
  /// 1, 1/2, 1/4, ...
  ///
  /// with the coarsest 0, normalised to sum 1; full resolution first.
  ///
  /// Source: nnU-Net v2, `_build_loss`.
  public static func weights(resolutions: Int) -> [Float] {
    guard resolutions > 1 else { return [1] }
    var weights = (0..<resolutions).map { Float(1) / Float(1 << $0) }
    weights[resolutions - 1] = 0
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }
}
