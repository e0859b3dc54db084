#pragma once
#include <stdint.h>

/// What to measure: the exact Euclidean distance from points of a grid to the nearest site.
struct seg_distance_problem {
  /// The grid (z, y, x), each at most 65534, x fastest.
  int32_t size[3];
  /// The distance in mm between neighbouring points (z, y, x).
  double spacing[3];
  /// 1 where a site is, else 0.
  const uint8_t *sites;
  /// Non-zero where a distance is asked for; cleared where it was found on the way. NULL for
  /// everywhere.
  uint8_t *queries;
};

/// Measures the distance in mm from every query to the nearest site; infinite where there is no
/// site.
///
/// After a pass along x, queries look at the few hundred rows around them, which answers those
/// whose site is near. For the
/// rest follow passes of lower envelopes of parabolas along y and z. Each is linear in the number
/// of points.
/// Distances are exact to the last addition: ((dx * sx)^2 + (dy * sy)^2) + (dz * sz)^2.
///
/// Source: Felzenszwalb and Huttenlocher 2012, "Distance Transforms of Sampled Functions".
///
/// - distances, codes: for each query its distance and its byte in `queries` (1 where that is
///   NULL), in an order of its own; may be NULL.
/// - map: receives the distance at the query's place, the rest is left alone; may be NULL.
/// Returns the number of queries, or -1 where memory ran out.
int64_t seg_distance_transform(
    const struct seg_distance_problem *problem, double *distances, uint8_t *codes, double *map);
