import Pipelines
import Planning
import Testing

struct NetworkTimeTests {
  private func channels(_ time: ReferenceSeconds, networks: Int) -> Int {
    PipelineConfiguration().suited(
      to: DatasetTraits(caseCount: 60, labelNames: ["lesion"]),
      networkTime: time.shared(by: networks)
    ).network.firstFeatures
  }

  /// Forty minutes of one core are twenty of two, which three networks share; those of five folds are eight each.
  @Test(arguments: [(0.5, nil, 16), (1, 5, 16), (1, 1, 32), (0.3, 1, 32)] as [(Double, Int?, Int)])
  func theWidthFollowsFromTheTimeOfEachNetwork(_ speed: Double, _ folds: Int?, _ width: Int) {
    let time = ReferenceSeconds(clockSeconds: 2400, relativeSpeed: speed)
    #expect(channels(time, networks: folds ?? EnsemblePlan.networkCount(in: time)) == width)
  }

  @Test func severalNetworksShareLongTimesAlone() {
    #expect(EnsemblePlan.networkCount(in: nil) == 1)
    #expect(EnsemblePlan.networkCount(in: ReferenceSeconds(539.99)) == 1)
    #expect(EnsemblePlan.networkCount(in: PlanningConstants.Time.ensemble) == 3)
    #expect(EnsemblePlan.networkCount(in: ReferenceSeconds(.infinity)) == 3)
  }

  @Test func sidesAreWordsOfALabel() {
    func namesSides(_ names: String...) -> Bool {
      DatasetTraits(caseCount: 1, labelNames: names).namesSides
    }
    #expect(namesSides("background", "Right kidney") && namesSides("lh.cortex"))
    #expect(!namesSides("background", "anterior", "lobe", "rhinal cortex"))
  }
}
