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

  @Test func stratifiedFoldsHaveRareLabelsEvenly() {
    let names = (0..<23).map { "case_\($0)" }
    // Label 2 in five cases, one for each fold, label 3 in ten.
    var present: [String: [Int]] = [:]
    for (index, name) in names.enumerated() {
      present[name] = index < 5 ? [1, 2] : index < 15 ? [1, 3] : [1]
    }
    let folds = Split.stratifiedFolds(of: names, presentClasses: present)
    #expect(folds.count == 5)
    for fold in folds {
      #expect(fold.validation.count { present[$0] == [1, 2] } == 1)
      #expect(fold.validation.count { present[$0] == [1, 3] } == 2)
      #expect((fold.training + fold.validation).sorted() == names.sorted())
    }
    #expect(folds.flatMap(\.validation).sorted() == names.sorted())
    #expect(folds == Split.stratifiedFolds(of: names.reversed(), presentClasses: present))
  }

  @Test func fewCasesMakeFewerFolds() {
    #expect(Split.folds(of: ["a", "b", "c"]).count == 3)
    #expect(Split.folds(of: ["a"]) == [Split(training: ["a"], validation: ["a"])])
  }
}
