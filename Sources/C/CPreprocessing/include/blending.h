#pragma once
#include <stdint.h>

/// Two planes that a result lies between: low * (1 - part) + high * part.
typedef struct seg_plane_pair {
  int64_t low, high;
  float part;
} seg_plane_pair;

/// Blends planes of `area` values: result [count][area], one plane for each pair.
void seg_blend_planes(
    const float *planes, const seg_plane_pair *pairs, float *result, int64_t area, int64_t count,
    int threads);
