#pragma once
#include "format.h"
#include <stdint.h>

/// Moves between a coarse map whose channels are [stride positions][C] and the fine map [C] that
/// they tile: what stands between a 1x1x1 convolution and a transposed convolution whose kernel
/// equals its stride.
typedef struct seg_shuffle {
  seg_format format;
  int64_t batch;
  /// C / block of the fine map.
  int64_t channel_blocks;
  /// Size of the coarse map (depth, height, width).
  int64_t coarse[3];
  int64_t stride[3];
  const void *source;
  void *result;
  /// Added to the fine map, [C].
  const float *bias;
  /// Sum over the fine map, [C].
  float *dbias;
  /// Room for batch * C floats.
  float *scratch;
} seg_shuffle;

/// Coarse to fine, adding `bias`.
void seg_shuffle_to_fine(const seg_shuffle *work, int threads);

/// Fine to coarse, summing up `dbias`.
void seg_shuffle_to_coarse(const seg_shuffle *work, int threads);
