#pragma once
#include "winograd.h"
#include <string.h>

// The transforms of F(2, 3), each along one axis of a tile, by eight channels at once. With d a tile of the source, g
// the weights and y the result: y = A'((G g) * (B' d)). A tile has 4 x 4 x 4 positions (1 x 4 x 4 for flat windows,
// `planes` being 1) and makes 2 x 2 x 2 (1 x 2 x 2) voxels of the result.

typedef float vector __attribute__((vector_size(32), aligned(4)));

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

#define load(at) (*(const vector *)(at))
#define store(at, value) (*(vector *)(at) = (value))
#define add(at, value) (*(vector *)(at) += (value))

// B': a tile of the source.
INLINE void transform_source(vector x[4]) {
  vector first = x[0] - x[2], second = x[1] + x[2], third = x[2] - x[1], fourth = x[1] - x[3];
  x[0] = first;
  x[1] = second;
  x[2] = third;
  x[3] = fourth;
}

// G: the weights.
INLINE void transform_weights(const vector g[3], vector u[4]) {
  vector ends = 0.5f * (g[0] + g[2]), middle = 0.5f * g[1];
  u[0] = g[0];
  u[1] = ends + middle;
  u[2] = ends - middle;
  u[3] = g[2];
}

// G': the gradient of the weights.
INLINE void gather_weights(const vector u[4], vector g[3]) {
  vector sum = 0.5f * (u[1] + u[2]);
  g[0] = u[0] + sum;
  g[1] = 0.5f * (u[1] - u[2]);
  g[2] = sum + u[3];
}

// A': the result.
INLINE void gather_result(const vector m[4], vector y[2]) {
  y[0] = m[0] + m[1] + m[2];
  y[1] = m[1] - m[2] - m[3];
}

// A: the gradient of the result.
INLINE void transform_gradient(const vector y[2], vector m[4]) {
  m[0] = y[0];
  m[1] = y[0] + y[1];
  m[2] = y[0] - y[1];
  m[3] = -y[1];
}

struct tile {
  int64_t sample, z, y, x;
};

INLINE int64_t half(int64_t size) { return (size + 1) / 2; }

INLINE int64_t position_count(const seg_winograd *w) { return w->is_deep ? 64 : 16; }

// Voxels of the window.
INLINE int64_t tap_count(const seg_winograd *w) { return w->is_deep ? 27 : 9; }

INLINE int64_t tile_count(const seg_winograd *w) {
  return w->batch * (w->is_deep ? half(w->size[0]) : w->size[0]) * half(w->size[1]) * half(w->size[2]);
}

// The tile's sample and its first voxel of the result.
INLINE struct tile tile_at(const seg_winograd *w, int planes, int64_t index) {
  int64_t columns = half(w->size[2]), rows = half(w->size[1]);
  int64_t depth = planes == 4 ? half(w->size[0]) : w->size[0];
  struct tile tile = {.x = index % columns * 2};
  index /= columns;
  tile.y = index % rows * 2;
  index /= rows;
  tile.z = index % depth * (planes == 4 ? 2 : 1);
  tile.sample = index / depth;
  return tile;
}

INLINE int64_t voxel_count(const seg_winograd *w) { return w->size[0] * w->size[1] * w->size[2]; }

// Some voxels of eight channels: where the first one is, and floats from one plane and one row to the next.
struct box {
  const float *first;
  int64_t plane, row;
};

// The `depth` x `width` x `width` voxels from (z, y, x) on; zeros beyond the map, by way of a copy.
INLINE struct box box_at(
    const float *map, const int64_t size[3], int64_t z, int64_t y, int64_t x, int depth, int width, float *copy) {
  if (z >= 0 && y >= 0 && x >= 0 && z + depth <= size[0] && y + width <= size[1] && x + width <= size[2])
    return (struct box){map + ((z * size[1] + y) * size[2] + x) * 8, size[1] * size[2] * 8, size[2] * 8};
  for (int64_t d = 0; d < depth; d++)
    for (int64_t h = 0; h < width; h++) {
      float *row = copy + (d * width + h) * width * 8;
      if (z + d < 0 || z + d >= size[0] || y + h < 0 || y + h >= size[1]) {
        memset(row, 0, (size_t)width * 8 * sizeof(float));
        continue;
      }
      const float *from = map + ((z + d) * size[1] + y + h) * size[2] * 8;
      for (int64_t c = 0; c < width; c++)
        store(row + c * 8, x + c < 0 || x + c >= size[2] ? (vector){0} : load(from + (x + c) * 8));
    }
  return (struct box){copy, width * width * 8, width * 8};
}

// Writes the positions of a tile of the source, `stride` floats apart.
INLINE void source_positions(
    const seg_winograd *w, int planes, const float *map, struct tile tile, float *positions, int64_t stride) {
  float copy[64 * 8], rows[64 * 8];
  int deep = planes == 4;
  struct box box =
      box_at(map, w->size, tile.z - deep, tile.y - 1, tile.x - 1, deep ? 4 : 1, 4, copy);
  float *flat = deep ? rows : positions;
  int64_t step = deep ? 8 : stride;
  for (int d = 0; d < planes; d++) {
    vector x[4][4];
    UNROLL for (int h = 0; h < 4; h++) {
      UNROLL for (int c = 0; c < 4; c++) x[h][c] = load(box.first + d * box.plane + h * box.row + c * 8);
      transform_source(x[h]);
    }
    UNROLL for (int c = 0; c < 4; c++) {
      vector column[4] = {x[0][c], x[1][c], x[2][c], x[3][c]};
      transform_source(column);
      UNROLL for (int h = 0; h < 4; h++) store(flat + (d * 16 + h * 4 + c) * step, column[h]);
    }
  }
  if (!deep) return;
  for (int i = 0; i < 16; i++) {
    vector x[4];
    UNROLL for (int d = 0; d < 4; d++) x[d] = load(rows + (d * 16 + i) * 8);
    transform_source(x);
    UNROLL for (int d = 0; d < 4; d++) store(positions + (d * 16 + i) * stride, x[d]);
  }
}

// Writes the positions of a tile of the result's gradient, `stride` floats apart.
INLINE void gradient_positions(
    const seg_winograd *w, int planes, const float *map, struct tile tile, float *positions, int64_t stride) {
  float copy[8 * 8], rows[32 * 8];
  int deep = planes == 4;
  struct box box = box_at(map, w->size, tile.z, tile.y, tile.x, deep ? 2 : 1, 2, copy);
  float *flat = deep ? rows : positions;
  int64_t step = deep ? 8 : stride;
  for (int d = 0; d < (deep ? 2 : 1); d++) {
    vector x[2][4];
    UNROLL for (int h = 0; h < 2; h++) {
      const float *at = box.first + d * box.plane + h * box.row;
      vector pair[2] = {load(at), load(at + 8)};
      transform_gradient(pair, x[h]);
    }
    UNROLL for (int c = 0; c < 4; c++) {
      vector pair[2] = {x[0][c], x[1][c]}, column[4];
      transform_gradient(pair, column);
      UNROLL for (int h = 0; h < 4; h++) store(flat + (d * 16 + h * 4 + c) * step, column[h]);
    }
  }
  if (!deep) return;
  for (int i = 0; i < 16; i++) {
    vector pair[2] = {load(rows + i * 8), load(rows + (16 + i) * 8)}, x[4];
    transform_gradient(pair, x);
    UNROLL for (int d = 0; d < 4; d++) store(positions + (d * 16 + i) * stride, x[d]);
  }
}

// Makes the voxels of a tile of the result from its positions: [depth][2][2][8].
INLINE void result_voxels(int planes, const float *positions, int64_t stride, vector voxels[8]) {
  float rows[2][16 * 8];
  int deep = planes == 4;
  for (int i = 0; deep && i < 16; i++) {
    vector m[4], y[2];
    UNROLL for (int d = 0; d < 4; d++) m[d] = load(positions + (d * 16 + i) * stride);
    gather_result(m, y);
    store(rows[0] + i * 8, y[0]);
    store(rows[1] + i * 8, y[1]);
  }
  UNROLL for (int d = 0; d < (deep ? 2 : 1); d++) {
    const float *flat = deep ? rows[d] : positions;
    int64_t step = deep ? 8 : stride;
    vector pair[2][4];
    UNROLL for (int c = 0; c < 4; c++) {
      vector m[4], y[2];
      UNROLL for (int h = 0; h < 4; h++) m[h] = load(flat + (h * 4 + c) * step);
      gather_result(m, y);
      pair[0][c] = y[0];
      pair[1][c] = y[1];
    }
    UNROLL for (int h = 0; h < 2; h++) gather_result(pair[h], voxels + (d * 2 + h) * 2);
  }
}
