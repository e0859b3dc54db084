#pragma once
#include "format.h"
#include <stdint.h>

/// A window of the stride's size moved over a feature map; sizes and strides are (depth, height,
/// width).
typedef struct seg_pooling {
  seg_format format;
  /// N * C / block
  int64_t items;
  /// Size of the finer map.
  int64_t fine[3];
  int64_t stride[3];
  const void *source;
  void *result;
} seg_pooling;

/// Mean over every whole window: fine to coarse.
void seg_average_pool(const seg_pooling *work, int threads);

/// The gradient of seg_average_pool: coarse to fine, zero where no window reaches.
void seg_average_pool_gradient(const seg_pooling *work, int threads);
