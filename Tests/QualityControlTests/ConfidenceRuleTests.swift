import QualityControl
import Testing

@Suite struct ConfidenceRuleTests {
  @Test func theLeastConfidentHeldOutCaseIsTheMeasure() throws {
    // 0.8 lacks 0.2, and a quarter more is 0.25.
    let heldOut = [0.9, 0.8, 0.85]
    #expect(ConfidenceRule.flag(of: 0.76, heldOut: heldOut) == nil)
    let flag = try #require(ConfidenceRule.flag(of: 0.74, heldOut: heldOut))
    #expect(flag.rule == .lowConfidence && flag.label == nil)
    #expect(
      flag.reason
        == "the model gives the labels that it marked a mean probability of 0.74; in the cases held out from its training at least 0.8"
    )
    #expect(ConfidenceRule.flag(of: 0.5, heldOut: [0.4]) == nil)
  }

  @Test func withoutHeldOutCasesOnlyGrossFailuresAreInDoubt() throws {
    #expect(ConfidenceRule.flag(of: 0.7, heldOut: []) == nil)
    let flag = try #require(ConfidenceRule.flag(of: 0.69, heldOut: []))
    #expect(flag.reason.hasSuffix("a mean probability of 0.69, less than 0.7"))
  }
}
