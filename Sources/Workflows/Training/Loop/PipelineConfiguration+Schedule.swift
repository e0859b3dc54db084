import Pipelines

extension PipelineConfiguration.Training {
  /// How the learning rate goes.
  var rateSchedule: Schedule {
    let shape: Schedule.Shape =
      switch schedule {
      case .poly: .poly(power: power)
      case .cosine: .cosine
      case .cosineRestarts: .cosineRestarts(first: firstCycle, growth: cycleGrowth)
      case .oneCycle: .oneCycle
      case .constant: .constant
      }
    return Schedule(
      shape: shape, rate: highestLearningRate, lastRate: lastRate, warmUp: warmUp)
  }
}
