#include "window.h"
#include "fast_math.h"
#include "kernel.h"
#include "parallel.h"
#include "split.h"
#include <string.h>

struct work {
  const seg_window *window;
  const float *source, *weights;
  float *result, *weight_sums;
  int64_t channels, voxels;
};

enum { tile = 512 };

// The part of an axis of the patch that lies in the volume: [*begin, *end).
static void inside(const seg_window *w, int axis, int64_t *begin, int64_t *end) {
  int64_t start = w->start[axis], left = w->volume[axis] - start;
  *begin = start < 0 ? -start : 0;
  *end = left < w->patch[axis] ? left : w->patch[axis];
}

// Where the value of position `i` of an axis stands in a patch that may be reversed.
static int64_t place(const seg_window *w, int axis, int64_t i) {
  return w->mirrored[axis] ? w->patch[axis] - 1 - i : i;
}

static void gather_body(int index, int count, void *context) {
  const struct work *work = context;
  const seg_window *w = work->window;
  int64_t begin, end, y0, y1, x0, x1, z0, z1;
  inside(w, 0, &z0, &z1);
  inside(w, 1, &y0, &y1);
  inside(w, 2, &x0, &x1);
  int64_t depth = w->patch[0], height = w->patch[1], width = w->patch[2];
  seg_split(w->channels * depth, index, count, &begin, &end);
  for (int64_t i = begin; i < end; i++) {
    int64_t c = i / depth, z = i % depth;
    float *plane = work->result + (c * depth + place(w, 0, z)) * height * width;
    if (z < z0 || z >= z1 || y0 >= y1 || x0 >= x1) {
      memset(plane, 0, sizeof(float) * height * width);
      continue;
    }
    for (int64_t y = 0; y < height; y++) {
      float *row = plane + place(w, 1, y) * width;
      if (y < y0 || y >= y1) {
        memset(row, 0, sizeof(float) * width);
        continue;
      }
      const float *source =
          work->source +
          ((c * w->volume[0] + z + w->start[0]) * w->volume[1] + y + w->start[1]) * w->volume[2];
      for (int64_t x = 0; x < width; x++)
        row[place(w, 2, x)] = x < x0 || x >= x1 ? 0 : source[x + w->start[2]];
    }
  }
}

void seg_window_gather(const seg_window *window, const float *volume, float *patch, int threads) {
  struct work work = {.window = window, .source = volume, .result = patch};
  seg_parallel(threads, gather_body, &work);
}

SEG_KERNEL
void seg_window_add_row(
    float *restrict sums, const float *restrict values, const float *restrict weights,
    int64_t count) {
  for (int64_t x = 0; x < count; x++) sums[x] += weights[x] * values[x];
}

SEG_KERNEL
void seg_window_add_reversed_row(
    float *restrict sums, const float *restrict last, const float *restrict weights,
    int64_t count) {
  for (int64_t x = 0; x < count; x++) sums[x] += weights[x] * last[-x];
}

static void accumulate_body(int index, int count, void *context) {
  const struct work *work = context;
  const seg_window *w = work->window;
  int64_t begin, end, y0, y1, x0, x1, z0, z1;
  inside(w, 0, &z0, &z1);
  inside(w, 1, &y0, &y1);
  inside(w, 2, &x0, &x1);
  if (z0 >= z1 || y0 >= y1 || x0 >= x1) return;
  int64_t height = w->patch[1], width = w->patch[2];
  seg_split((w->channels + 1) * (z1 - z0), index, count, &begin, &end);
  for (int64_t i = begin; i < end; i++) {
    int64_t c = i / (z1 - z0), z = z0 + i % (z1 - z0);
    int sums_weights = c == w->channels;
    for (int64_t y = y0; y < y1; y++) {
      const float *weights = work->weights + (z * height + y) * width + x0;
      int64_t row =
          ((z + w->start[0]) * w->volume[1] + y + w->start[1]) * w->volume[2] + x0 + w->start[2];
      if (sums_weights) {
        for (int64_t x = 0; x < x1 - x0; x++) work->weight_sums[row + x] += weights[x];
        continue;
      }
      float *sums = work->result + c * w->volume[0] * w->volume[1] * w->volume[2] + row;
      const float *values = work->source +
                            ((c * w->patch[0] + place(w, 0, z)) * height + place(w, 1, y)) * width +
                            place(w, 2, x0);
      if (w->mirrored[2])
        seg_window_add_reversed_row(sums, values, weights, x1 - x0);
      else
        seg_window_add_row(sums, values, weights, x1 - x0);
    }
  }
}

void seg_window_accumulate(
    const seg_window *window, const float *patch, const float *weights, float *sums,
    float *weight_sums, int threads) {
  struct work work = {
      .window = window,
      .source = patch,
      .weights = weights,
      .result = sums,
      .weight_sums = weight_sums,
  };
  seg_parallel(threads, accumulate_body, &work);
}

static void average_body(int index, int count, void *context) {
  const struct work *work = context;
  int64_t begin, end;
  seg_split(work->voxels, index, count, &begin, &end);
  for (int64_t c = 0; c < work->channels; c++) {
    float *sums = work->result + c * work->voxels;
    for (int64_t v = begin; v < end; v++) sums[v] /= work->weight_sums[v];
  }
}

void seg_window_average(
    float *sums, const float *weight_sums, int64_t channels, int64_t voxels, int threads) {
  struct work work = {
      .result = sums, .weight_sums = (float *)weight_sums, .channels = channels, .voxels = voxels};
  seg_parallel(threads, average_body, &work);
}

SEG_KERNEL
void seg_window_softmax_tile(float *logits, int64_t channels, int64_t voxels, int64_t count) {
  float largest[tile], sum[tile];
  memcpy(largest, logits, sizeof(float) * count);
  for (int64_t c = 1; c < channels; c++)
    for (int64_t v = 0; v < count; v++) {
      float x = logits[c * voxels + v];
      largest[v] = x > largest[v] ? x : largest[v];
    }
  for (int64_t v = 0; v < count; v++) sum[v] = 0;
  for (int64_t c = 0; c < channels; c++)
    for (int64_t v = 0; v < count; v++) {
      float x = seg_expf(logits[c * voxels + v] - largest[v]);
      logits[c * voxels + v] = x;
      sum[v] += x;
    }
  for (int64_t v = 0; v < count; v++) sum[v] = 1 / sum[v];
  for (int64_t c = 0; c < channels; c++)
    for (int64_t v = 0; v < count; v++) logits[c * voxels + v] *= sum[v];
}

static void softmax_body(int index, int count, void *context) {
  const struct work *work = context;
  int64_t begin, end;
  seg_split((work->voxels + tile - 1) / tile, index, count, &begin, &end);
  for (int64_t i = begin; i < end; i++) {
    int64_t left = work->voxels - i * tile;
    seg_window_softmax_tile(
        work->result + i * tile, work->channels, work->voxels, left < tile ? left : tile);
  }
}

void seg_window_softmax(float *logits, int64_t channels, int64_t voxels, int threads) {
  struct work work = {.result = logits, .channels = channels, .voxels = voxels};
  seg_parallel(threads, softmax_body, &work);
}
