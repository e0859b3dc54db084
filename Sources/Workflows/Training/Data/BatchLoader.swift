import Augmentation
import Foundation

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
  private var ready: [Int: Result<Batch, any Error>] = [:]
  private var nextToMake: Int
  private var nextToTake: Int
  private var isStopped = false
  private var running: Int
  /// Seconds for which the training has waited.
  private(set) var secondsWaited = 0.0

  /// - Parameter firstStep: The step at which the training goes on.
  init(_ sampler: PatchSampler, firstStep: Int, threads: Int, ahead: Int = 4) {
    self.sampler = sampler
    self.ahead = ahead
    nextToMake = firstStep
    nextToTake = firstStep
    running = max(1, threads)
    for _ in 0..<running {
      let thread = Thread { [self] in work() }
      thread.stackSize = 1 << 20
      thread.start()
    }
  }

  /// Ends the threads, and returns when they have finished what they were at.
  func stop() {
    condition.lock()
    isStopped = true
    condition.broadcast()
    while running > 0 { condition.wait() }
    condition.unlock()
  }

  /// The next batch.
  /// - Throws: An input/output error where prepared cases cannot be read.
  func next() throws -> Batch {
    condition.lock()
    defer { condition.unlock() }
    let start = DispatchTime.now().uptimeNanoseconds
    while true {
      if let batch = ready.removeValue(forKey: nextToTake) {
        nextToTake += 1
        condition.broadcast()
        secondsWaited += Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
        return try batch.get()
      }
      condition.wait()
    }
  }

  private func work() {
    while true {
      condition.lock()
      while !isStopped && nextToMake >= nextToTake + ahead { condition.wait() }
      if isStopped {
        running -= 1
        condition.broadcast()
        condition.unlock()
        return
      }
      let step = nextToMake
      nextToMake += 1
      condition.unlock()

      let batch = Result { try makeBatch(step) }

      condition.lock()
      ready[step] = batch
      condition.broadcast()
      condition.unlock()
    }
  }

  private func makeBatch(_ step: Int) throws -> Batch {
    var batch = Batch(images: [], labels: [])
    for index in 0..<sampler.batch {
      let sample = try sampler.sample(step: step, index: index)
      if index == 0 {
        batch.images.reserveCapacity(sampler.batch * sample.image.count)
        batch.labels.reserveCapacity(sampler.batch * sample.labels.count)
      }
      batch.images += sample.image
      batch.labels += sample.labels
    }
    return batch
  }
}
