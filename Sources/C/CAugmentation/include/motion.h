#pragma once
#include <stdint.h>

/// result = source at matrix (three rows of four, z y x) times each voxel's place - source; linear
/// in between, edges repeated.
void seg_moved_difference(
    const float *source, const int64_t extent[3], const double matrix[12], float *result);

/// Adds the circular convolution of the middle axis of [outer][length][inner] with a kernel that is
/// given twice in a row.
void seg_add_circular(
    float *values, const float *source, int64_t outer, int64_t length, int64_t inner,
    const float *kernel);
