import Testing
import Training

struct ScheduleTests {
  @Test func ratesEndAtZeroOnTime() {
    for shape: Schedule.Shape in [.poly(power: 0.9), .cosine, .oneCycle] {
      let schedule = Schedule(shape: shape, rate: 2, warmUp: 0.1)
      #expect(schedule.rate(at: 1) < 1e-12 && schedule.rate(at: 7) < 1e-12)
      #expect(schedule.rate(at: 0.05) == 1)
    }
    #expect(Schedule(shape: .constant, rate: 2).rate(at: 1) == 2)
    #expect(Schedule(shape: .cosine, rate: 2, lastRate: 0.25).rate(at: 1) == 0.5)
  }

  @Test func polyFollowsItsFormula() {
    let schedule = Schedule(shape: .poly(power: 0.9), rate: 0.01)
    // 0.01 * (1 - 250 / 1000) ** 0.9
    #expect(abs(schedule.rate(at: 0.25) - 0.00771889507) < 1e-8)
  }

  @Test func cosineAndOneCycleFollowTheirFormulas() {
    let cosine = Schedule(shape: .cosine, rate: 2, lastRate: 0.25)
    #expect(abs(cosine.rate(at: 0) - 2) < 1e-12 && abs(cosine.rate(at: 0.5) - 1.25) < 1e-12)
    // 2 * (0.25 + 0.75 * (1 + cos(pi / 3)) / 2)
    #expect(abs(cosine.rate(at: 1.0 / 3) - 1.625) < 1e-12)
    let cycle = Schedule(shape: .oneCycle, rate: 1)
    #expect(abs(cycle.rate(at: 0) - 0.04) < 1e-12 && abs(cycle.rate(at: 0.3) - 1) < 1e-12)
    #expect(abs(cycle.rate(at: 0.15) - 0.52) < 1e-12 && abs(cycle.rate(at: 0.65) - 0.5) < 1e-12)
  }

  @Test func restartsBeginAtTheTop() {
    let schedule = Schedule(shape: .cosineRestarts(first: 0.2, growth: 2), rate: 1)
    #expect(schedule.rate(at: 0.1999) < 0.01 && schedule.rate(at: 0.2001) > 0.99)
    #expect(abs(schedule.rate(at: 0.4) - 0.5) < 1e-9)
    #expect(schedule.rate(at: 0.5999) < 0.01 && schedule.rate(at: 0.6001) > 0.99)
  }
}
