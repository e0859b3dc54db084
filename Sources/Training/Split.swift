/// Which cases train and which validate.
public struct Split: Hashable, Sendable, Codable {
  public var training: [String]
  public var validation: [String]

  public init(training: [String], validation: [String]) {
    self.training = training
    self.validation = validation
  }

  /// The folds of a cross-validation over the sorted names, as nnU-Net makes them: scikit-learn's `KFold(shuffle: true, random_state: 12345)`.
  ///
  /// - Parameter count: At most as many folds as cases are made.
  public static func folds(of cases: [String], count: Int = 5) -> [Split] {
    let names = cases.sorted()
    let folds = min(count, names.count)
    guard folds > 1 else { return [Split(training: names, validation: names)] }
    var generator = MersenneTwister(seed: 12345)
    let order = generator.permutation(names.count)
    var start = 0
    return (0..<folds).map { fold in
      let size = names.count / folds + (fold < names.count % folds ? 1 : 0)
      let held = Set(order[start..<(start + size)])
      start += size
      return Split(
        training: names.indices.filter { !held.contains($0) }.map { names[$0] },
        validation: names.indices.filter { held.contains($0) }.map { names[$0] })
    }
  }
}
