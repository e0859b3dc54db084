import Foundation

/// Counts seconds from the moment when it is made, whatever is done to the time of day.
struct TrainingClock {
  private let start = DispatchTime.now().uptimeNanoseconds

  var elapsedSeconds: Double {
    Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
  }
}
