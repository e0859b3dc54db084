import CKernelSupport
import Synchronization

/// Runs numbered tasks on the threads of the kernels' pool, each thread taking the next one that is
/// left.
enum ParallelTasks {
  private final class Work {
    let count: Int
    let next = Atomic<Int>(0)
    let body: (Int) throws -> Void
    let failure = Mutex<(any Error)?>(nil)

    init(count: Int, body: @escaping (Int) throws -> Void) {
      self.count = count
      self.body = body
    }

    func run() {
      while failure.withLock({ $0 == nil }) {
        let task = next.add(1, ordering: .relaxed).oldValue
        guard task < count else { return }
        do {
          try body(task)
        } catch {
          let caught = error
          failure.withLock { $0 = caught }
        }
      }
    }
  }

  /// - Parameter body: Called once for each number from 0 to `count - 1`, from several threads at
  ///   once.
  /// - Throws: The first error of a task; tasks that have not begun are then left out.
  static func run(count: Int, threads: Int, _ body: (Int) throws -> Void) throws {
    try withoutActuallyEscaping(body) { body in
      let work = Work(count: count, body: body)
      if threads <= 1 || count <= 1 {
        work.run()
      } else {
        seg_parallel(
          Int32(min(threads, count)),
          { _, _, context in
            guard let context else { return }
            Unmanaged<Work>.fromOpaque(context).takeUnretainedValue().run()
          }, Unmanaged.passUnretained(work).toOpaque())
      }
      if let failure = work.failure.withLock({ $0 }) { throw failure }
    }
  }
}
