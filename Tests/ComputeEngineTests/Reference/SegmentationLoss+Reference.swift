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
        let own = term.reference(i, sum, g)
        value += Double(term.weight) * own / Double(groups.count * classes.count)
      }
    }
    return value
  }

  /// The derivatives of the loss by the logits.
  func referenceGradient(_ z: [Double], _ y: [Int], batch n: Int, classes k: Int) -> [Double] {
    let v = z.count / (n * k)
    var p = z
    for item in 0..<(n * v) {
      let places = (0..<k).map { (item / v * k + $0) * v + item % v }
      let sum = places.reduce(0.0) { $0 + exp(z[$1]) }
      for place in places { p[place] = exp(z[place]) / sum }
    }
    // By the probabilities first.
    var byProbability = regionDerivatives(p, y, batch: n, classes: k)
    var result = [Double](repeating: 0, count: z.count)
    for item in 0..<(n * v) {
      let places = (0..<k).map { (item / v * k + $0) * v + item % v }
      let label = y[item]
      if let term = voxel {
        let factor =
          Double(term.weight) / Double(n * v)
          * (term.classWeights.isEmpty ? 1 : Double(term.classWeights[label]))
        let smoothing = Double(term.labelSmoothing)
        for (c, place) in places.enumerated() {
          let q = p[place]
          if term.gamma > 0 {
            guard c == label else { continue }
            let gamma = Double(term.gamma)
            byProbability[place] +=
              factor * (gamma * pow(1 - q, gamma - 1) * log(q) - pow(1 - q, gamma) / q)
          } else {
            let target = (c == label ? 1 - smoothing : 0) + smoothing / Double(k)
            byProbability[place] -= factor * target / q
          }
        }
      }
      let mean = places.reduce(0.0) { $0 + byProbability[$1] * p[$1] }
      for place in places { result[place] = p[place] * (byProbability[place] - mean) }
    }
    return result
  }

  /// The derivatives of the region term by the probabilities.
  private func regionDerivatives(_ p: [Double], _ y: [Int], batch n: Int, classes k: Int)
    -> [Double]
  {
    var result = [Double](repeating: 0, count: p.count)
    guard let term = region else { return result }
    let v = p.count / (n * k)
    let groups = term.isOverBatch ? [Array(0..<n)] : (0..<n).map { [$0] }
    let classes = (term.includesBackground ? 0 : 1)..<k
    let share = Double(term.weight) / Double(groups.count * classes.count)
    for samples in groups {
      for c in classes {
        let items = samples.flatMap { sample in (0..<v).map { (sample, $0) } }
        func place(_ item: (Int, Int)) -> Int { (item.0 * k + c) * v + item.1 }
        func isHit(_ item: (Int, Int)) -> Bool { y[item.0 * v + item.1] == c }
        let intersection = items.filter(isHit).reduce(0) { $0 + p[place($1)] }
        let target = Double(items.filter(isHit).count)
        let prediction = items.reduce(0) {
          $0 + (term.kind == .squaredDice ? p[place($1)] * p[place($1)] : p[place($1)])
        }
        let step = 1e-5
        let byIntersection =
          (term.reference(intersection + step, prediction, target)
            - term.reference(intersection - step, prediction, target)) / (2 * step)
        let byPrediction =
          (term.reference(intersection, prediction + step, target)
            - term.reference(intersection, prediction - step, target)) / (2 * step)
        for item in items {
          let inner = term.kind == .squaredDice ? 2 * p[place(item)] : 1
          result[place(item)] =
            share * ((isHit(item) ? byIntersection : 0) + byPrediction * inner)
        }
      }
    }
    return result
  }
}

extension SegmentationLoss.RegionTerm {
  /// The term of one class from its sums.
  fileprivate func reference(_ i: Double, _ sum: Double, _ g: Double) -> Double {
    let s = Double(smooth)
    let (a, b) = (Double(alpha), Double(beta))
    let tversky = (i + s) / (i + a * (sum - i) + b * (g - i) + s)
    let dice = (2 * i + s) / (sum + g + s)
    return switch kind {
    case .dice, .squaredDice: -dice
    case .logDice: -log(dice)
    case .jaccard: -(i + s) / (sum + g - i + s)
    case .tversky: -tversky
    case .focalTversky: pow(1 - tversky, Double(focus))
    }
  }
}
