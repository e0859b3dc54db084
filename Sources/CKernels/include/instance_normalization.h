#pragma once
#include "format.h"
#include <stdint.h>

/// One instance normalisation with what may be fused to it. Pointers to feature maps are in `format`.
///
/// `items` is N * C / block; `channel_blocks` is C / block. Statistics are [items][2][block]: means, then inverse standard deviations.
typedef struct seg_normalization {
  seg_format format;
  int64_t items, channel_blocks, voxels;
  float epsilon;
  /// Slope of a LeakyReLU after all, 1 for none.
  float slope;
  const void *x;
  const float *scale, *bias;
  float *statistics;
  /// Added before the activation, or NULL.
  const void *residual;
  void *y;
  /// Gradients of the output; the second may be NULL.
  const void *dy1, *dy2;
  void *dx;
  /// Gradient of the residual, or NULL without one. May be `dy1`.
  void *dresidual;
  float *dscale, *dbias;
  /// Room for seg_normalization_scratch() floats.
  float *scratch;
} seg_normalization;

/// How many floats of scratch the statistics and the gradient need.
int64_t seg_normalization_scratch(seg_format format, int64_t items, int64_t voxels);

/// Means and inverse standard deviations of every item's channels: one pass over memory.
void seg_normalization_statistics(const seg_normalization *work, int threads);

/// y = activation(x normalised, scaled and shifted, + residual): one pass. `y` may be `x` or `residual`.
void seg_normalization_apply(const seg_normalization *work, int threads);

/// All gradients, in two passes. `dx` may be `x`, `dy1` or `dy2`; it may not be `dresidual`.
void seg_normalization_gradient(const seg_normalization *work, int threads);
