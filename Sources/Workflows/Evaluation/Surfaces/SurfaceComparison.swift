package import Volumes

/// The surfaces of a reference and a prediction compared: every metric of distance derives from it.
///
/// Let R and P be the surfaces, d(R→P) the distances from R's points to the nearest of P, w their
/// weights. Undefined (never made) where a mask is empty.
package struct SurfaceComparison {
  let referenceToPrediction: SurfaceDistances
  let predictionToReference: SurfaceDistances
  let definition: SurfaceDefinition

  /// max of the two directions' maxima, in mm.
  package var hausdorff: Double {
    rounded(max(referenceToPrediction.maximum, predictionToReference.maximum))
  }

  /// The larger of the two directions' percentiles, in mm.
  package func hausdorff(percentile: Double) -> Double {
    max(
      referenceToPrediction.percentile(percentile / 100, definition: definition),
      predictionToReference.percentile(percentile / 100, definition: definition))
  }

  package var averageReferenceToPrediction: Double { referenceToPrediction.mean }
  package var averagePredictionToReference: Double { predictionToReference.mean }

  /// The mean over the points of both surfaces, by weight.
  package var averageSymmetric: Double {
    let r = referenceToPrediction.total
    let p = predictionToReference.total
    return (referenceToPrediction.mean * r + predictionToReference.mean * p) / (r + p)
  }

  /// The share of both surfaces within a tolerance in mm of the other: Σ w[d ≤ τ] / Σ w over both.
  package func surfaceDice(tolerance: Double) -> Double {
    let within =
      referenceToPrediction.weight(within: tolerance, definition: definition)
      + predictionToReference.weight(within: tolerance, definition: definition)
    return within / (referenceToPrediction.total + predictionToReference.total)
  }

  var histogram: SurfaceDistanceHistogram {
    var histogram = SurfaceDistanceHistogram()
    referenceToPrediction.add(to: &histogram.referenceToPrediction)
    predictionToReference.add(to: &histogram.predictionToReference)
    return histogram
  }

  /// As MONAI, which keeps border distances in single precision.
  private func rounded(_ distance: Double) -> Double {
    definition == .border ? Double(Float(distance)) : distance
  }
}

extension Spacing {
  /// The spacing without the noise of single precision: 0.800000012 in a header meant 0.8.
  ///
  /// Rounded to five decimals where that is no farther than single precision can tell, so that
  /// distances and tolerances of whole voxels compare as written.
  package var withoutRoundingNoise: Spacing {
    func clean(_ value: Double) -> Double {
      let decimal = (value * 1e5).rounded() / 1e5
      return abs(decimal - value) <= 5e-7 * value ? decimal : value
    }
    return Spacing(clean(depth), clean(height), clean(width))
  }
}
