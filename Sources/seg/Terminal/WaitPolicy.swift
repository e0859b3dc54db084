import Foundation

/// How long the engine's threads spin before they sleep when they wait for each other.
enum WaitPolicy {
  /// Makes threads sleep after some ten microseconds, unless the environment has a policy of its own.
  ///
  /// OpenMP's default is to spin for good where there are as many threads as cores. As soon as anything else runs, such threads take the
  /// processor from the one they wait for: beside two other jobs a training step took 4 s instead of 0.5 s. A short spin costs nothing
  /// on an idle machine. OpenMP reads its settings when it is loaded, so the program has to start itself again, which takes 10 ms.
  static func shortenSpinning() {
    let settings = ["OMP_WAIT_POLICY", "GOMP_SPINCOUNT"]
    guard settings.allSatisfy({ getenv($0) == nil }) else { return }
    setenv("GOMP_SPINCOUNT", "10000", 1)
    var arguments = CommandLine.arguments.map { strdup($0) } + [nil]
    // By its own path where it has one, so that process lists name it.
    if let path = realpath("/proc/self/exe", nil) {
      execv(path, &arguments)
      free(path)
    }
    execv("/proc/self/exe", &arguments)
    // Where that fails, the work goes on as it is.
    for argument in arguments { free(argument) }
  }
}
