/// The rule ``QualityRule/volumeOutsideRange``: a predicted volume unlike those that the references
/// have.
enum VolumeRange {
  static let leastReferences = 5
  static let margin = 0.25

  /// Adds flags to cases whose volumes lie outside the range of all references, widened by
  /// ``margin`` of its ends.
  static func flag(_ cases: inout [CaseScore]) {
    var volumes: [String: [Double]] = [:]
    for label in cases.lazy.flatMap(\.labels) {
      if let volume = label.referenceInMillilitres, volume > 0 {
        volumes[label.label, default: []].append(volume)
      }
    }
    for index in cases.indices {
      for label in cases[index].labels where label.counts.prediction > 0 && !label.isGroup {
        guard let range = volumes[label.label], range.count >= leastReferences,
          let least = range.min(), let most = range.max()
        else { continue }
        let volume = label.predictionInMillilitres
        guard volume < least * (1 - margin) || volume > most * (1 + margin) else { continue }
        cases[index].flags.append(
          QualityFlag(
            rule: .volumeOutsideRange, label: label.label,
            reason:
              "\(label.name) of \(Wording.millilitres(volume)) is outside what the references span (\(Wording.millilitres(least)) to \(Wording.millilitres(most)))"
          ))
      }
    }
  }
}
