#pragma once
#include <stdint.h>

/// How values between voxels are found.
typedef enum seg_interpolation { seg_nearest, seg_linear, seg_cubic } seg_interpolation;

/// Resizes the middle axis of [outer][from][inner] to `to` voxels, the outer edges of the voxels
/// staying where they are: source position = (i + 0.5) * from / to - 0.5, edges repeated.
///
/// Cubic is the interpolating B-spline as scipy.ndimage computes it with mode "nearest" (Unser
/// 1999).
///
/// Returns 1, or 0 where memory ran out: `result` then is as it was.
int seg_resize_axis(
    const float *source, float *result, int64_t outer, int64_t from, int64_t inner, int64_t to,
    seg_interpolation interpolation, int threads);

/// Where `candidate` exceeds `best`, takes it over and notes `label`.
void seg_keep_larger(
    const float *candidate, float *best, uint16_t *labels, uint16_t label, int64_t count);
