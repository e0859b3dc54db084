public import ComputeGraph

/// Stochastic depth: leaves a residual branch out for single samples while training, and makes up for it in the others.
///
/// Shape: unchanged. With rate 0 there is nothing of it in the graph.
/// Source: Huang et al. 2016, arXiv:1603.09382; `DropPath` of timm.
public struct DropPath: Layer {
  /// The probability that a sample goes without the branch: at least 0, below 1.
  public var rate: Float

  public init(rate: Float) { self.rate = rate }

  public func callAsFunction(_ input: Tensor) -> Tensor {
    rate > 0 ? input.droppingSamples(rate: rate) : input
  }

  /// Rates that grow evenly from 0 at the first block to the largest at the last.
  public static func rates(largest: Float, blocks: Int) -> [Float] {
    (0..<blocks).map { blocks > 1 ? largest * Float($0) / Float(blocks - 1) : 0 }
  }
}
