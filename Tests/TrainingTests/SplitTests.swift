import Testing
import Training

struct SplitTests {
  /// numpy 2.4: RandomState(12345).shuffle over 12 indices, cut as scikit-learn's KFold(5) does.
  @Test func foldsEqualThoseOfNnUNet() {
    let names = (0..<12).map { $0 < 10 ? "case_0\($0)" : "case_\($0)" }
    let expected = [[0, 3, 8], [7, 10, 11], [6, 9], [1, 4], [2, 5]]
    let folds = Split.folds(of: names.reversed())
    #expect(folds.map(\.validation) == expected.map { $0.map { names[$0] } })
    for fold in folds {
      #expect((fold.training + fold.validation).sorted() == names)
    }
  }

  @Test func fewCasesMakeFewerFolds() {
    #expect(Split.folds(of: ["a", "b", "c"]).count == 3)
    #expect(Split.folds(of: ["a"]) == [Split(training: ["a"], validation: ["a"])])
  }
}
