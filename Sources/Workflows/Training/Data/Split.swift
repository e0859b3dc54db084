/// Which cases train and which validate.
public struct Split: Hashable, Sendable, Codable {
  public var training: [String]
  public var validation: [String]

  public init(training: [String], validation: [String]) {
    self.training = training
    self.validation = validation
  }

  /// The validation cases that do not train: none where a training uses all cases, or there is only one.
  public var heldOut: [String] {
    let training = Set(training)
    return validation.filter { !training.contains($0) }
  }

  /// Folds in which every combination of labels is spread evenly, for data sets where some labels are rare.
  ///
  /// Cases are shuffled as in ``folds(of:count:)``, put in order of the labels that they have, rarest combination first, and dealt out one after another.
  public static func stratifiedFolds(
    of cases: [String], presentClasses: [String: [Int]], count: Int = 5
  ) -> [Split] {
    let names = cases.sorted()
    let folds = min(count, names.count)
    guard folds > 1 else { return [Split(training: names, validation: names)] }
    var generator = MersenneTwister(seed: 12345)
    let shuffled = generator.permutation(names.count).map { names[$0] }
    let groups = Dictionary(grouping: shuffled) { presentClasses[$0] ?? [] }
    let order = groups.sorted {
      ($0.value.count, $0.key.map(String.init).joined(separator: ","))
        < ($1.value.count, $1.key.map(String.init).joined(separator: ","))
    }.flatMap(\.value)
    return (0..<folds).map { fold in
      let held = Set(stride(from: fold, to: order.count, by: folds).map { order[$0] })
      return Split(
        training: names.filter { !held.contains($0) },
        validation: names.filter { held.contains($0) })
    }
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
