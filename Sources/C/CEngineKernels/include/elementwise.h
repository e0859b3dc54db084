#pragma once
#include "format.h"
#include <stdint.h>

/// result = a + b over `count` elements of a feature map. The result may be either.
void seg_add(
    seg_format format, const void *a, const void *b, void *result, int64_t count, int threads);

/// y = max(x, slope * x). The result may be `x`.
void seg_leaky_relu(
    seg_format format, const void *x, void *y, float slope, int64_t count, int threads);

/// dx = y > 0 ? dy : slope * dy. The result may be `dy` or `y`.
void seg_leaky_relu_gradient(
    seg_format format, const void *dy, const void *y, void *dx, float slope, int64_t count,
    int threads);

/// y = x * the factor of each of `samples` equal parts; 0 where the factor is 0, even where x is
/// not finite. The result may be `x`.
void seg_scale_samples(
    seg_format format, const void *x, const float *factors, void *y, int64_t count, int64_t samples,
    int threads);
