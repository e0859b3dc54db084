import Files
import Foundation
package import Preprocessing
package import Volumes

/// The bytes that the stages of a prediction hold at once, from their own numbers, before any of them is taken.
///
/// The image itself and the networks are not counted.
package struct PredictionMemory {
  /// The prepared image.
  package var prepared: Double
  /// Sums of overlapping patches.
  package var logits: Double
  /// Planes on their way back to the input's grid.
  package var restoration: Double
  /// Results on the input's grid.
  package var results: Double

  /// - Parameters:
  ///   - patches: The sizes of the networks' patches.
  ///   - channels: How many channels logits have.
  ///   - wanted: The results.
  package init(
    image: Volume, _ preprocessor: Preprocessor, patches: [Extent], channels: Int,
    wanted: PredictionSink.Wanted
  ) {
    let extent = preprocessor.largestExtent(of: image.geometry)
    let voxels = extent.axes.reduce(1.0) { $0 * Double($1) }
    prepared = 4 * Double(image.channels) * voxels
    logits = SlidingWindow.byteCount(extent, patches: patches, classes: channels)
    restoration = Restoration.byteCount(
      prepared: extent, original: image.extent, channels: channels)
    results = PredictionSink.byteCount(image.extent, channels: channels, wanted: wanted)
  }

  package var byteCount: Double { prepared + logits + restoration + results }

  /// Refuses what exceeds the machine's memory.
  /// - Parameter source: The file that the image comes from.
  package func require(
    of available: UInt64 = ProcessInfo.processInfo.physicalMemory, classes: Int, source: String
  ) throws(InferenceError) {
    guard byteCount > Double(available) else { return }
    func gigabytes(_ bytes: Double) -> String { String(format: "%.0f GB", bytes / 1e9) }
    throw InferenceError(
      .badData,
      "at the model's resolution and with \(classes) classes it needs \(gigabytes(byteCount)) of memory, this machine has \(gigabytes(Double(available))); crop the image or use a larger machine",
      source: source)
  }
}
