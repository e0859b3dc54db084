/// Takes the steps of a training: one update from as many batches as make one.
struct Stepper {
  private let loader: BatchLoader
  private let program: EngineTrainingProgram
  private let accumulation: Int

  /// - Parameter loader: Its first batch is the first of the next step.
  init(_ loader: BatchLoader, _ program: EngineTrainingProgram, accumulation: Int) {
    self.loader = loader
    self.program = program
    self.accumulation = max(1, accumulation)
  }

  /// Learns from the next batches.
  ///
  /// - Parameter number: Of the step in the training, from 0.
  /// - Returns: The mean loss, not finite where the update was left out.
  func step(number: Int, learningRate: Double) throws -> Float {
    var loss: Float = 0
    for part in 1...accumulation {
      let batch = try loader.next()
      let batchNumber = number * accumulation + part - 1
      loss += try batch.images.withUnsafeBufferPointer { images in
        try batch.labels.withUnsafeBufferPointer { labels in
          if part < accumulation {
            try program.accumulate(images: images, labels: labels, number: batchNumber)
          } else {
            try program.step(
              images: images, labels: labels, learningRate: Float(learningRate),
              number: batchNumber
            ).loss
          }
        }
      }
    }
    return loss / Float(accumulation)
  }
}
