package import ComputeEngine
package import Volumes

/// What is trained, for people.
package struct TrainingSummary: Sendable {
  package var trainingCases: Int
  /// Cases that validate and do not train; 0 where any Dice after an epoch is that of training cases.
  package var heldOutCases: Int
  package var patch: Extent
  package var batch: Int
  package var parameters: Int
  package var peakByteCount: Int
  package var precision: String
  package var recomputation: Recomputation?

  package init(
    trainingCases: Int, heldOutCases: Int, patch: Extent, batch: Int, parameters: Int,
    peakByteCount: Int, precision: String, recomputation: Recomputation? = nil
  ) {
    self.trainingCases = trainingCases
    self.heldOutCases = heldOutCases
    self.patch = patch
    self.batch = batch
    self.parameters = parameters
    self.peakByteCount = peakByteCount
    self.precision = precision
    self.recomputation = recomputation
  }

  /// How many cases train, how many are held out.
  package var cases: String {
    "\(trainingCases) cases, "
      + (heldOutCases > 0
        ? "\(heldOutCases) held out" : "none held out: Dice is measured on training cases")
  }
}
