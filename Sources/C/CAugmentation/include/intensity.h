#pragma once
#include <stdint.h>

/// Adds noise of the normal distribution, from a counter: the same for the same seed.
void seg_add_noise(float *values, int64_t count, float deviation, uint64_t seed);

/// values = ((values - lowest) / range) ^ gamma * range + lowest, for values in lowest ... lowest +
/// range.
void seg_gamma(float *values, int64_t count, float lowest, float range, float gamma);

/// Convolves the middle axis of [outer][length][inner] with a symmetric kernel of 2 * radius + 1
/// weights, edges repeated. `scratch` holds length * inner floats.
void seg_smooth_axis(
    float *values, int64_t outer, int64_t length, int64_t inner, const float *kernel,
    int64_t radius, float *scratch);

/// values = (values - lowest) * exp(field) + lowest.
void seg_multiply_exp(float *values, const float *field, int64_t count, float lowest);

/// Adds to each block of [blocks][length] `factor` times the source's block, its first `shift`
/// values moved to its end.
void seg_add_shifted(
    float *values, const float *source, int64_t blocks, int64_t length, int64_t shift,
    float factor);

/// values += p * a + q * b.
void seg_add_two(float *values, int64_t count, const float *a, float p, const float *b, float q);
