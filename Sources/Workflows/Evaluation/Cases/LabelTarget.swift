/// One row of a case's scores: a label, or a group of labels measured as one.
struct LabelTarget: Hashable {
  /// The key in `summary.json`.
  var key: String
  var name: String
  var isGroup: Bool
  var labels: Set<Int>

  /// The labels that occur, and those that have a name, in order of their value; then the groups.
  static func targets(occurring: [Int], settings: EvaluationSettings) -> [LabelTarget] {
    let labels = Set(occurring).union(settings.labelNames.keys).subtracting([0]).sorted()
    return labels.map {
      LabelTarget(
        key: String($0), name: settings.labelNames[$0] ?? "label \($0)", isGroup: false,
        labels: [$0])
    }
      + settings.groups.map {
        LabelTarget(key: $0.name, name: $0.name, isGroup: true, labels: Set($0.labels))
      }
  }

  /// 65536 flags of the labels, for kernels; `nil` where there is one label alone.
  var members: [UInt8]? {
    guard labels.count != 1 else { return nil }
    var flags = [UInt8](repeating: 0, count: 65536)
    for label in labels where (1...65535).contains(label) { flags[label] = 1 }
    return flags
  }
}
