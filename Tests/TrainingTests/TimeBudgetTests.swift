import Testing
import Training

/// Time limits with clocks that are numbers.
struct TimeBudgetTests {
  private func budget(
    limit: Double = 300, earlier: Double = 0, preparation: Double = 20, cases: Int = 16,
    finalValidations: Double = 3.2, share: Double = 1
  ) -> TimeBudget {
    TimeBudget(
      limitSeconds: limit, earlierSeconds: earlier, preparationSeconds: preparation,
      heldOutCases: cases, finalValidations: finalValidations, largestValidationShare: share)
  }

  @Test func stepsFillWhatPreparationAndEndLeave() {
    let budget = budget()
    #expect(budget.reserveSeconds == 2 + 0.1 * 16)
    #expect(budget.progress(elapsedSeconds: 20) == 0)
    #expect(abs(budget.progress(elapsedSeconds: 20 + 276.4 / 2) - 0.5) < 1e-12)
    #expect(abs(budget.progress(elapsedSeconds: 300 - 3.6) - 1) < 1e-12)
    #expect(budget.progress(elapsedSeconds: 300) > 1)
  }

  @Test func validationsTellHowLongTheEndTakes() {
    var budget = budget()
    budget.recordValidation(seconds: 2)
    // Saving, the files of 16 cases, one more validation, and 3.2 times a validation of whole volumes.
    let expected = 2 + 0.05 * 16 + 2 * (1 + 1.25 * 3.2)
    #expect(budget.reserveSeconds == expected && budget.validationSeconds == 2)
    #expect(budget.progress(elapsedSeconds: 300 - expected + 0.001) > 1)
    // A faster one later does not make the end shorter.
    budget.recordValidation(seconds: 0.1)
    #expect(budget.reserveSeconds == expected && budget.validationSeconds == 2.1)
    budget.recordValidation(seconds: 4)
    #expect(budget.reserveSeconds > expected)
  }

  @Test func whatWasTrainedBeforeCounts() {
    let resumed = budget(limit: 600, earlier: 300, preparation: 10)
    #expect(resumed.progress(elapsedSeconds: 10) == 300 / (600 - 10 - 3.6))
    // The same limit again: only the preparation of the new start is left, so nothing is to be done.
    #expect(budget(limit: 300, earlier: 290, preparation: 20).progress(elapsedSeconds: 20) > 1)
  }

  /// As a training goes: steps of a third of a second, a validation after every 40 of them.
  @Test(arguments: [30.0, 60, 300, 1800])
  func aSimulatedTrainingEndsInTime(_ limit: Double) {
    var budget = budget(limit: limit, preparation: 6, cases: 16, finalValidations: 3.2)
    var (clock, steps) = (6.0, 0)
    var progress = budget.progress(elapsedSeconds: clock)
    while progress < 1 {
      clock += 1.0 / 3
      steps += 1
      let next = budget.progress(elapsedSeconds: clock)
      #expect(next > progress || steps % 40 == 1)
      progress = next
      if steps % 40 == 0 || progress >= 1 {
        clock += 1
        budget.recordValidation(seconds: 1)
      }
    }
    // Full volumes, each with its files.
    clock += 1.25 * 3.2 * 1 + 0.05 * 16
    #expect(clock <= limit + 1 && clock > limit - 14, "\(clock) of \(limit)")
  }

  @Test func limitsThatAreTooShortLeaveOneSecondOfProgress() {
    let budget = budget(limit: 5, preparation: 20)
    #expect(budget.progress(elapsedSeconds: 20) == 0)
    #expect(budget.progress(elapsedSeconds: 21) == 1)
  }

  @Test func validationMayBeLimitedToAPartOfTheTime() {
    var free = budget()
    var limited = budget(share: 0.1)
    #expect(free.permitsValidation(elapsedSeconds: 20))
    #expect(limited.permitsValidation(elapsedSeconds: 20))
    free.recordValidation(seconds: 5)
    limited.recordValidation(seconds: 5)
    #expect(free.permitsValidation(elapsedSeconds: 25))
    #expect(!limited.permitsValidation(elapsedSeconds: 69))
    #expect(limited.permitsValidation(elapsedSeconds: 70))
  }
}
