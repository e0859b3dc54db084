import Evaluation
import Foundation
import TestSupport
import Testing
import Volumes

/// What SciPy says, made by `make_statistics.py`.
private struct StatisticsFixture: Decodable {
  struct Wilcoxon: Decodable {
    var name: String
    var differences: [Double]
    var statistic: Double
    var p: Double
  }
  struct Agreement: Decodable {
    var reference: [Double]
    var prediction: [Double]
    var bias: Double
    var std: Double
    var limits: [Double]
    var interval: [Double]
    var pearson: Double
    var ccc: Double
    var icc: Double
  }
  struct Sample: Decodable {
    var values: [Double]
    var mean: Double
    var median: Double
    var std: Double
    var q1: Double
    var q3: Double
    var interval: [Double?]
  }
  var wilcoxon: [Wilcoxon]
  var agreement: [Agreement]
  var distributions: [Sample]

  static func read() throws -> StatisticsFixture {
    try JSONDecoder().decode(
      Self.self, from: Data(contentsOf: SharedData.fixture("Evaluation/statistics.json")))
  }
}

@Suite struct StatisticsTests {
  private let bootstrap = Bootstrap(samples: 20000, generator: SeededGenerator(seed: 5))

  @Test func wilcoxonAgreesWithSciPy() throws {
    let samples = try StatisticsFixture.read().wilcoxon
    #expect(samples.count == 8)
    for sample in samples {
      let test = try #require(WilcoxonSignedRank(differences: sample.differences))
      #expect(isClose(test.statistic, sample.statistic), "\(sample.name)")
      #expect(isClose(test.pValue, sample.p, tolerance: 1e-9), "\(sample.name)")
    }
  }

  @Test func wilcoxonIsUndefinedWithoutDifferences() {
    #expect(WilcoxonSignedRank(differences: []) == nil)
    #expect(WilcoxonSignedRank(differences: [0, 0]) == nil)
  }

  @Test func agreementOfVolumesAgreesWithSciPy() throws {
    let samples = try StatisticsFixture.read().agreement
    #expect(!samples.isEmpty)
    for sample in samples {
      let agreement = try #require(
        VolumeAgreement(reference: sample.reference, prediction: sample.prediction))
      #expect(isClose(agreement.bias, sample.bias))
      #expect(isClose(agreement.standardDeviation, sample.std))
      #expect(isClose(agreement.pearson, sample.pearson))
      #expect(isClose(agreement.concordance, sample.ccc))
      #expect(isClose(agreement.intraclass, sample.icc))
      let limits = try #require(agreement.limitsOfAgreement)
      #expect(limits.count == 2 && sample.limits.count == 2)
      for (value, expected) in zip(limits, sample.limits) {
        #expect(isClose(value, expected))
      }
      let interval = try #require(agreement.biasInterval)
      #expect(isClose(interval[0], sample.interval[0]) && isClose(interval[1], sample.interval[1]))
    }
  }

  @Test func agreementOfOneCaseHasNoSpread() throws {
    let agreement = try #require(VolumeAgreement(reference: [2], prediction: [3]))
    #expect(agreement.bias == 1 && agreement.standardDeviation == nil && agreement.pearson == nil)
    #expect(VolumeAgreement(reference: [], prediction: []) == nil)
  }

  @Test func distributionAgreesWithNumPy() throws {
    let samples = try StatisticsFixture.read().distributions
    #expect(samples.contains { $0.values.count > 2 })
    for sample in samples {
      let distribution = Distribution(of: sample.values, bootstrap: bootstrap)
      #expect(distribution.count == sample.values.count)
      #expect(isClose(distribution.mean, sample.mean))
      #expect(isClose(distribution.median, sample.median))
      #expect(isClose(distribution.standardDeviation, sample.std))
      #expect(isClose(distribution.lowerQuartile, sample.q1))
      #expect(isClose(distribution.upperQuartile, sample.q3))
      #expect(distribution.minimum == sample.values.min())
      #expect(distribution.maximum == sample.values.max())
      // Two bootstraps agree up to their own noise: a fraction of the standard error.
      let interval = try #require(distribution.interval)
      let noise = 0.1 * sample.std / Double(sample.values.count).squareRoot()
      #expect(interval.count == 2 && sample.interval.count == 2)
      for (value, expected) in zip(interval, sample.interval) where sample.values.count > 2 {
        #expect(abs(value - (expected ?? .nan)) < noise)
      }
    }
  }

  @Test func bootstrapDependsOnItsSeedAlone() {
    let values = (1...20).map { Double($0).squareRoot() }
    func interval(_ seed: UInt64) -> [Double]? {
      Bootstrap(samples: 500, generator: SeededGenerator(seed: seed)).intervalOfMean(of: values)
    }
    #expect(interval(5) != nil && interval(5) == interval(5))
    #expect(interval(5) != interval(6))
  }

  @Test func intervalOfEqualValuesIsTheValue() {
    #expect(bootstrap.intervalOfMean(of: [0.5, 0.5, 0.5]) == [0.5, 0.5])
    #expect(bootstrap.intervalOfMean(of: [0.5]) == nil)
  }

  @Test func distributionOfNothingIsUndefined() {
    let distribution = Distribution(of: [], bootstrap: bootstrap)
    #expect(distribution.count == 0 && distribution.mean == nil && distribution.interval == nil)
  }

  @Test func distributionOfOneValueHasNoSpread() {
    let distribution = Distribution(of: [0.25], bootstrap: bootstrap)
    #expect(distribution.mean == 0.25 && distribution.median == 0.25)
    #expect(distribution.standardDeviation == nil && distribution.interval == nil)
  }
}
