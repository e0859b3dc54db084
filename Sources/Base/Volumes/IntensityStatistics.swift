import CVolumes

/// Mean, standard deviation and range of some intensities.
package struct IntensityStatistics: Hashable, Sendable {
  package var mean: Double
  package var standardDeviation: Double
  package var least: Double
  package var greatest: Double

  /// Measures intensities; all 0 where there is none.
  package init(of values: UnsafeBufferPointer<Float>) {
    var moments = [0.0, 0.0, 0.0, 0.0]
    seg_moments(values.baseAddress, Int64(values.count), &moments)
    mean = moments[0]
    standardDeviation = moments[1]
    least = moments[2]
    greatest = moments[3]
  }
}

extension UnsafeMutableBufferPointer<Float> {
  package var statistics: IntensityStatistics { IntensityStatistics(of: .init(self)) }

  /// Sets every value to (value − center) · factor + offset.
  package func rescale(center: Float = 0, factor: Float, offset: Float = 0) {
    seg_rescale(baseAddress, Int64(count), center, factor, offset)
  }

  /// Limits every value to a range.
  package func clamp(_ lowest: Float, _ highest: Float) {
    seg_clamp(baseAddress, Int64(count), lowest, highest)
  }
}
