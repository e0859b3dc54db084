import ArgumentParser

/// How much memory the engine may take for a training step.
struct MemoryOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The most memory that the engine may take: 2g, 500m. To fit, it computes feature maps twice instead of keeping them, and says what that costs.",
      valueName: "bytes"))
  var memory: ByteCount?

  var limit: Int? { memory?.bytes }
}
