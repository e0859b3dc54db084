#pragma once
#include "winograd_tile.h"

// Sums over `count` steps the products of some values and sixteen floats beside each other: `across` floats lie from one
// value to the next, `along` and `step` floats from one step's values and sixteen floats to the next one's.
INLINE void sum_products(
    int values, int64_t count, const float *value, int64_t across, int64_t along, const float *sixteen, int64_t step,
    vector (*sum)[2]) {
  UNROLL for (int v = 0; v < values; v++) sum[v][0] = sum[v][1] = (vector){0};
  for (int64_t i = 0; i < count; i++) {
    vector left = load(sixteen + i * step), right = load(sixteen + i * step + 8);
    UNROLL for (int v = 0; v < values; v++) {
      float factor = value[v * across + i * along];
      sum[v][0] += factor * left;
      sum[v][1] += factor * right;
    }
  }
}
