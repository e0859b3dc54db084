import Planning

/// How the time of a training is divided between its steps and what follows the last of them.
///
/// The time runs from the start of the program's work to its end. It is a value without a clock: whoever asks says what time it is, in
/// seconds since that start.
package struct TimeBudget: Hashable, Sendable {
  /// Seconds that everything may take.
  package let limitSeconds: Double
  /// Seconds of steps and validation before the training was resumed.
  package let earlierSeconds: Double
  /// Seconds that passed before the first step.
  package let preparationSeconds: Double
  /// Seconds that are kept for the end: the last validation, the full volumes of the held-out cases, saving.
  package private(set) var reserveSeconds: Double
  /// Seconds that validations have taken.
  package private(set) var validationSeconds = 0.0
  /// The part of the time since the first step that validations may take.
  package let largestValidationShare: Double
  private let heldOutCases: Int
  private let finalValidations: Double

  /// Makes a budget at the time of the first step.
  ///
  /// - Parameters:
  ///   - heldOutCases: Cases that are predicted whole at the end.
  ///   - finalValidations: How many times as much as a validation the network computes for these.
  package init(
    limitSeconds: Double, earlierSeconds: Double, preparationSeconds: Double, heldOutCases: Int,
    finalValidations: Double,
    largestValidationShare: Double = PlanningConstants.Budget.largestValidationShare
  ) {
    self.limitSeconds = limitSeconds
    self.earlierSeconds = earlierSeconds
    self.preparationSeconds = preparationSeconds
    self.heldOutCases = heldOutCases
    self.finalValidations = finalValidations
    self.largestValidationShare = largestValidationShare
    reserveSeconds =
      PlanningConstants.Budget.savingSeconds
      + PlanningConstants.Budget.assumedSecondsPerHeldOutCase * Double(heldOutCases)
  }

  /// How much of the time for steps has passed: 1 when the end must begin.
  package func progress(elapsedSeconds: Double) -> Double {
    (elapsedSeconds - preparationSeconds + earlierSeconds)
      / max(1, limitSeconds - preparationSeconds - reserveSeconds)
  }

  /// Learns from a validation how long the end takes; the reserve never shrinks.
  package mutating func recordValidation(seconds: Double) {
    validationSeconds += seconds
    reserveSeconds = max(
      reserveSeconds,
      PlanningConstants.Budget.savingSeconds
        + PlanningConstants.Budget.secondsPerHeldOutFile * Double(heldOutCases)
        + seconds * (1 + PlanningConstants.Budget.wholeVolumeCost * finalValidations))
  }

  /// Whether there is time for a validation now; an epoch ends when there is.
  package func permitsValidation(elapsedSeconds: Double) -> Bool {
    validationSeconds <= largestValidationShare * (elapsedSeconds - preparationSeconds)
  }
}
