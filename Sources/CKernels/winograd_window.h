#pragma once
#include "winograd_tile.h"

// The transform of a window of weights to the positions that multiply those of a tile.

// Eight by eight floats, rows to columns.
INLINE void transpose(vector r[8]) {
  vector a[8], b[8];
  UNROLL for (int i = 0; i < 4; i++) {
    a[2 * i] = __builtin_shufflevector(r[2 * i], r[2 * i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    a[2 * i + 1] = __builtin_shufflevector(r[2 * i], r[2 * i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
  UNROLL for (int i = 0; i < 2; i++)
    UNROLL for (int j = 0; j < 2; j++) {
      b[4 * i + j] = __builtin_shufflevector(a[4 * i + j], a[4 * i + 2 + j], 0, 1, 8, 9, 4, 5, 12, 13);
      b[4 * i + 2 + j] = __builtin_shufflevector(a[4 * i + j], a[4 * i + 2 + j], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  UNROLL for (int i = 0; i < 4; i++) {
    r[i] = __builtin_shufflevector(b[i], b[4 + i], 0, 1, 2, 3, 8, 9, 10, 11);
    r[4 + i] = __builtin_shufflevector(b[i], b[4 + i], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

// Transforms a window of weights, of eight by eight channels one row of eight, into positions `step` floats apart.
INLINE void weight_positions(int planes, const float *weights, float *place, int64_t step) {
  vector flat[3][16];
  for (int d = 0; d < (planes == 4 ? 3 : 1); d++) {
    vector rows[3][4];
    UNROLL for (int h = 0; h < 3; h++) {
      vector g[3];
      UNROLL for (int c = 0; c < 3; c++) g[c] = load(weights + ((d * 3 + h) * 3 + c) * 64);
      transform_weights(g, rows[h]);
    }
    UNROLL for (int c = 0; c < 4; c++) {
      vector g[3] = {rows[0][c], rows[1][c], rows[2][c]}, u[4];
      transform_weights(g, u);
      UNROLL for (int h = 0; h < 4; h++) flat[d][h * 4 + c] = u[h];
    }
  }
  for (int i = 0; i < 16; i++) {
    if (planes == 1) {
      store(place + i * step, flat[0][i]);
      continue;
    }
    vector g[3] = {flat[0][i], flat[1][i], flat[2][i]}, u[4];
    transform_weights(g, u);
    UNROLL for (int d = 0; d < 4; d++) store(place + (d * 16 + i) * step, u[d]);
  }
}

// The position of the window read backwards.
INLINE int mirrored(int planes, int position) {
  static const int back[4] = {3, 1, 2, 0};
  int d = position / 16, h = position / 4 % 4, c = position % 4;
  return (planes == 4 ? back[d] * 16 : 0) + back[h] * 4 + back[c];
}
