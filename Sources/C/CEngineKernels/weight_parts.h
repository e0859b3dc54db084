#pragma once
#include <stdint.h>

// The gradients of a convolution's weights and bias, computed in parts that are summed in the end.
struct weight_parts {
  int64_t count, weights, outputs;
  // [count][weights], then [count][outputs].
  const float *parts;
  float *result;
  // May be null.
  float *bias;
};

// Adds the parts in their order, whatever the number of threads.
void sum_weight_parts(const struct weight_parts *sums, int threads);
