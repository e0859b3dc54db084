#pragma once
#include <stdint.h>

/// Mean, standard deviation, least and greatest of values into `result`.
void seg_moments(const float *values, int64_t count, double result[4]);

/// values = (values - centre) * factor + offset.
void seg_rescale(float *values, int64_t count, float centre, float factor, float offset);

/// Limits values to a range.
void seg_clamp(float *values, int64_t count, float lowest, float highest);
