import Foundation

/// How the learning rate goes over a training, as a function of how much of it is done.
///
/// That part is counted in steps or in time: a training with a time limit ends at the last rate, however many steps there were.
package struct Schedule: Hashable, Sendable {
  package enum Shape: Hashable, Sendable {
    /// rate · (1 − t)^power. Source: Chen et al. 2017, arXiv:1606.00915, as in nnU-Net.
    case poly(power: Double)
    /// Half a cosine. Source: Loshchilov and Hutter 2017, arXiv:1608.03983.
    case cosine
    /// Half cosines one after another, the first lasting `first` of the training, each further one `growth` times as long.
    case cosineRestarts(first: Double, growth: Double)
    /// Up over the first 30 % by half a cosine, then down. Source: Smith and Topin 2019, arXiv:1708.07120.
    case oneCycle
    case constant
  }

  package var shape: Shape
  /// The highest rate.
  package var rate: Double
  /// The last rate as a part of the highest.
  package var lastRate: Double
  /// The part of the training in which the rate rises evenly from nothing.
  package var warmUp: Double

  package init(shape: Shape, rate: Double, lastRate: Double = 0, warmUp: Double = 0) {
    self.shape = shape
    self.rate = rate
    self.lastRate = lastRate
    self.warmUp = warmUp
  }

  /// The rate at a point of the training.
  /// - Parameter progress: How much is done, 0 to 1.
  package func rate(at progress: Double) -> Double {
    let t = min(1, max(0, progress))
    if t < warmUp { return rate * max(t, 1e-3 * warmUp) / warmUp }
    let rest = warmUp < 1 ? (t - warmUp) / (1 - warmUp) : 1
    return rate * (lastRate + (1 - lastRate) * height(rest))
  }

  /// The height of the curve, 0 to 1.
  private func height(_ t: Double) -> Double {
    func cosine(_ t: Double) -> Double { (1 + cos(.pi * t)) / 2 }
    switch shape {
    case .poly(let power): return pow(1 - t, power)
    case .cosine: return cosine(t)
    case .cosineRestarts(let first, let growth):
      var start = 0.0
      var length = first
      while start + length < t && length > 0 {
        start += length
        length *= growth
      }
      return length > 0 ? cosine((t - start) / length) : 0
    case .oneCycle: return t < 0.3 ? 0.04 + 0.96 * (1 - cosine(t / 0.3)) : cosine((t - 0.3) / 0.7)
    case .constant: return 1
    }
  }
}
