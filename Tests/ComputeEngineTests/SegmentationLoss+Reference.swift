import ComputeGraph
import Foundation

extension SegmentationLoss {
  /// The loss of logits [N, K, V] against class indices [N, V], in plain loops.
  func reference(_ z: [Double], _ y: [Int], batch n: Int, classes k: Int) -> Double {
    let v = z.count / (n * k)
    var p = z
    var value = 0.0
    for sample in 0..<n {
      for voxel in 0..<v {
        func at(_ c: Int) -> Int { (sample * k + c) * v + voxel }
        let sum = (0..<k).reduce(0.0) { $0 + exp(z[at($1)]) }
        for c in 0..<k { p[at(c)] = exp(z[at(c)]) / sum }
        guard let term = self.voxel else { continue }
        let label = y[sample * v + voxel]
        let smoothing = Double(term.labelSmoothing)
        var own = 0.0
        if term.gamma > 0 {
          own = -pow(1 - p[at(label)], Double(term.gamma)) * log(p[at(label)])
        } else {
          for c in 0..<k {
            let target = (c == label ? 1 - smoothing : 0) + smoothing / Double(k)
            own -= target * log(p[at(c)])
          }
        }
        if !term.classWeights.isEmpty { own *= Double(term.classWeights[label]) }
        value += Double(term.weight) * own / Double(n * v)
      }
    }
    guard let term = region else { return value }
    let groups = term.isOverBatch ? [Array(0..<n)] : (0..<n).map { [$0] }
    let classes = (term.includesBackground ? 0 : 1)..<k
    for samples in groups {
      for c in classes {
        var (i, sum, g) = (0.0, 0.0, 0.0)
        for sample in samples {
          for voxel in 0..<v {
            let q = p[(sample * k + c) * v + voxel]
            let hit = y[sample * v + voxel] == c ? 1.0 : 0.0
            i += q * hit
            sum += term.kind == .squaredDice ? q * q : q
            g += hit
          }
        }
        let s = Double(term.smooth)
        let (a, b) = (Double(term.alpha), Double(term.beta))
        let tversky = (i + s) / (i + a * (sum - i) + b * (g - i) + s)
        let dice = (2 * i + s) / (sum + g + s)
        let own: Double =
          switch term.kind {
          case .dice, .squaredDice: -dice
          case .logDice: -log(dice)
          case .jaccard: -(i + s) / (sum + g - i + s)
          case .tversky: -tversky
          case .focalTversky: pow(1 - tversky, Double(term.focus))
          }
        value += Double(term.weight) * own / Double(groups.count * classes.count)
      }
    }
    return value
  }
}
