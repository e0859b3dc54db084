import Evaluation

/// What a label's predictions measure over all cases, where there is no reference to compare with.
struct PredictedVolumes {
  var label: String
  var name: String
  /// The cases that hold it.
  var count: Int
  /// In ml, over the cases that hold it; `nil` where none does.
  var median: Double?
  var range: ClosedRange<Double>?
}

extension ReportContent {
  /// One for each label, in the order of the summary.
  var predictedVolumes: [PredictedVolumes] {
    labels.map { label in
      let volumes = cases.compactMap { entry in
        entry.labels.first { $0.label == label.label }?.predictionInMillilitres
      }.filter { $0 > 0 }.sorted()
      let middle = volumes.count / 2
      var result = PredictedVolumes(label: label.label, name: label.name, count: volumes.count)
      if let least = volumes.first, let most = volumes.last {
        result.range = least...most
        result.median =
          volumes.count % 2 == 1 ? volumes[middle] : (volumes[middle - 1] + volumes[middle]) / 2
      }
      return result
    }
  }

  /// Columns for ``predictedVolumes``.
  var predictedVolumesTitles: [String] {
    ["Label", "Cases with it", "Median (ml)", "Range (ml)"]
      + (configuration.volumeRanges.isEmpty ? [] : ["In training data (ml)"])
  }

  func cells(of item: PredictedVolumes) -> [String] {
    let range =
      item.range.map { "\(Numbers.volume($0.lowerBound)) to \(Numbers.volume($0.upperBound))" }
    return [
      item.name, "\(item.count) of \(cases.count)", Numbers.volume(item.median),
      range ?? Numbers.undefined,
    ] + (configuration.volumeRanges.isEmpty ? [] : [referenceRangeText(of: item.label)])
  }
}
