/// How much of a training is done: by steps, by the clock, or as it was once recorded.
struct TrainingProgress {
  private enum Measure {
    case steps(Int)
    case time(TimeBudget)
    case recorded([Double])
  }

  private var measure: Measure

  /// Makes the progress of a length.
  ///
  /// - Parameter budget: Made where the length is a time, with its limit in seconds.
  init(_ length: TrainingOptions.Length, stepsPerEpoch: Int, budget: (Double) -> TimeBudget) {
    measure =
      switch length {
      case .epochs(let epochs): .steps(max(1, epochs * stepsPerEpoch))
      case .seconds(let limit): .time(budget(limit))
      case .recorded(let values): .recorded(values)
      }
  }

  /// How much is done before a step, 0 to 1 and beyond.
  func fraction(step: Int, elapsedSeconds: Double) -> Double {
    switch measure {
    case .steps(let steps): Double(step) / Double(steps)
    case .time(let budget): budget.progress(elapsedSeconds: elapsedSeconds)
    case .recorded(let values): step < values.count ? values[step] : 1
    }
  }

  /// Takes a validation's time into account.
  mutating func recordValidation(seconds: Double) {
    guard case .time(var budget) = measure else { return }
    budget.recordValidation(seconds: seconds)
    measure = .time(budget)
  }

  /// Whether there is time for a validation now.
  func permitsValidation(elapsedSeconds: Double) -> Bool {
    guard case .time(let budget) = measure else { return true }
    return budget.permitsValidation(elapsedSeconds: elapsedSeconds)
  }
}
