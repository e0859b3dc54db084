extension SurfaceDistances {
  /// The weight of the whole surface.
  var total: Double { weights.reduce(shared, +) }

  /// How many points the surface has.
  var count: Int { sharedCount + distances.count }

  /// The weighted mean of the distances in mm.
  var mean: Double {
    var sum = 0.0
    for (distance, weight) in zip(distances, weights) { sum += distance * weight }
    return sum / total
  }

  /// The largest distance in mm.
  var maximum: Double { distances.max() ?? 0 }

  /// The weight of the surface that lies within a distance in mm of the other.
  ///
  /// Border voxels are compared in single precision, as MONAI does: 3 * 0.4 is then within 1.2.
  func weight(within tolerance: Double, definition: SurfaceDefinition) -> Double {
    guard tolerance >= 0 else { return 0 }
    var sum = shared
    for (distance, weight) in zip(distances, weights)
    where definition == .area ? distance <= tolerance : Float(distance) <= Float(tolerance) {
      sum += weight
    }
    return sum
  }

  /// Adds the weights to the bins of a histogram.
  func add(to histogram: inout [Double]) {
    histogram[0] += shared
    for (distance, weight) in zip(distances, weights) {
      histogram[SurfaceDistanceHistogram.bin(of: distance)] += weight
    }
  }

  /// The distance in mm below which a share of the surface lies.
  ///
  /// - `area`: the smallest distance up to which the weights make up the share, without
  ///   interpolation.
  /// - `border`: linear between the order statistics next to share * (count - 1), as PyTorch has it:
  ///   of shares and distances in single precision, the position between them in double.
  func percentile(_ share: Double, definition: SurfaceDefinition) -> Double {
    switch definition {
    case .area: weightedPercentile(share)
    case .border: interpolatedPercentile(Float(share))
    }
  }

  private func interpolatedPercentile(_ share: Float) -> Double {
    guard count > 0 else { return 0 }
    let rank = Double(share) * Double(count - 1)
    let below = min(Int(rank), count - 1)
    let fraction = Float(rank - Double(below))
    let above = min(Int(rank.rounded(.up)), count - 1)
    let sorted = distances.sorted()
    func value(_ index: Int) -> Float {
      index < sharedCount ? 0 : Float(sorted[index - sharedCount])
    }
    let (a, b) = (value(below), value(above))
    return Double(fraction < 0.5 ? a + fraction * (b - a) : b - (b - a) * (1 - fraction))
  }

  private func weightedPercentile(_ share: Double) -> Double {
    let total = self.total
    let target = share * total
    let doubt = total * 1e-10
    if abs(shared - target) < doubt { return sortedPercentile(share) }
    if shared > target || distances.isEmpty { return 0 }

    // A coarse histogram finds the bin, so that only its few distances need sorting.
    let binCount = 1024
    let scale = Double(binCount - 1) / maximum
    var bins = [Double](repeating: 0, count: binCount)
    for (distance, weight) in zip(distances, weights) { bins[Int(distance * scale)] += weight }
    var sum = shared
    var chosen = 0
    while chosen < binCount - 1, sum + bins[chosen] < target - doubt {
      sum += bins[chosen]
      chosen += 1
    }
    let candidates = zip(distances, weights).filter { Int($0.0 * scale) == chosen }
      .sorted { $0.0 < $1.0 }
    for (distance, weight) in candidates {
      sum += weight
      if abs(sum - target) < doubt { return sortedPercentile(share) }
      if sum > target { return distance }
    }
    return sortedPercentile(share)
  }

  /// The same by sorting everything and by NumPy's order of additions, which decides where the
  /// share falls between two points.
  private func sortedPercentile(_ share: Double) -> Double {
    var points = zip(distances, weights).map { (distance: $0.0, weight: $0.1) }
    for (weight, count) in sharedWeights {
      points.append(contentsOf: repeatElement((distance: 0, weight: weight), count: count))
    }
    points.sort { ($0.distance, $0.weight) < ($1.distance, $1.weight) }
    let total = Self.pairwiseSum(points.map(\.weight)[...])
    var sum = 0.0
    for (distance, weight) in points {
      sum += weight
      if sum / total >= share { return distance }
    }
    return points.last?.distance ?? 0
  }

  /// The sum in the order in which NumPy adds, so that it rounds alike.
  static func pairwiseSum(_ values: ArraySlice<Double>) -> Double {
    let count = values.count
    let start = values.startIndex
    if count < 8 { return values.reduce(0, +) }
    if count <= 128 {
      var lanes = Array(values[start..<start + 8])
      var index = start + 8
      while index + 8 <= values.endIndex {
        for lane in 0..<8 { lanes[lane] += values[index + lane] }
        index += 8
      }
      let sum =
        ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3]))
        + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]))
      return values[index...].reduce(sum, +)
    }
    var half = count / 2
    half -= half % 8
    return pairwiseSum(values[..<(start + half)]) + pairwiseSum(values[(start + half)...])
  }
}
