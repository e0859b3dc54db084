import Foundation
import Transforms

/// Prepares batches on threads of its own, a few ahead of the training.
///
/// A batch depends on its step alone, so results do not depend on the number of threads.
final class BatchLoader: @unchecked Sendable {
  // Safe because every mutable property is used only while `condition` is locked.
  struct Batch: Sendable {
    var images: [Float]
    var labels: [UInt8]
  }

  private let sampler: PatchSampler
  private let ahead: Int
  private let condition = NSCondition()
  private var ready: [Int: Batch] = [:]
  private var nextToMake: Int
  private var nextToTake: Int
  private var isStopped = false
  /// Seconds for which the training has waited.
  private(set) var secondsWaited = 0.0

  /// - Parameter firstStep: The step at which the training goes on.
  init(_ sampler: PatchSampler, firstStep: Int, threads: Int, ahead: Int = 4) {
    self.sampler = sampler
    self.ahead = ahead
    nextToMake = firstStep
    nextToTake = firstStep
    for _ in 0..<max(1, threads) {
      let thread = Thread { [self] in work() }
      thread.stackSize = 1 << 20
      thread.start()
    }
  }

  /// Ends the threads when they have finished what they are at.
  func stop() {
    condition.lock()
    isStopped = true
    condition.broadcast()
    condition.unlock()
  }

  /// The next batch.
  func next() -> Batch {
    condition.lock()
    defer { condition.unlock() }
    let start = DispatchTime.now().uptimeNanoseconds
    while true {
      if let batch = ready.removeValue(forKey: nextToTake) {
        nextToTake += 1
        condition.broadcast()
        secondsWaited += Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
        return batch
      }
      condition.wait()
    }
  }

  private func work() {
    while true {
      condition.lock()
      while !isStopped && nextToMake >= nextToTake + ahead { condition.wait() }
      if isStopped {
        condition.unlock()
        return
      }
      let step = nextToMake
      nextToMake += 1
      condition.unlock()

      var batch = Batch(images: [], labels: [])
      for index in 0..<sampler.batch {
        let sample = sampler.sample(step: step, index: index)
        batch.images += sample.image
        batch.labels += sample.labels
      }

      condition.lock()
      ready[step] = batch
      condition.broadcast()
      condition.unlock()
    }
  }
}
