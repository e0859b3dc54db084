#pragma once
#include "format.h"
#include <stdbool.h>
#include <stdint.h>

/// One instance normalisation with what may be fused to it. Pointers to feature maps are in
/// `format`, `x` in blocks of float32 where `input_is_f32`.
///
/// `items` is N * C / block; `channel_blocks` is C / block. Statistics are [items][2][block]:
/// means, then inverse standard deviations.
typedef struct seg_normalization {
  seg_format format;
  bool input_is_f32;
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

/// y = activation(x normalised, scaled and shifted, + residual): one pass. `y` may be `residual`,
/// or `x` of the same type.
void seg_normalization_apply(const seg_normalization *work, int threads);

/// All gradients, in two passes. `dx` may be `dy1`, `dy2`, or `x` of the same type; it may not be
/// `dresidual`.
void seg_normalization_gradient(const seg_normalization *work, int threads);
