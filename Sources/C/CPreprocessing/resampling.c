#include "resampling.h"
#include "kernel.h"
#include "memory_allocation.h"
#include "parallel.h"
#include "split.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { lanes = 32, margin = 12 };

struct resize {
  const float *source;
  float *result;
  int64_t outer, from, inner, to;
  seg_interpolation interpolation;
  // Floats of scratch for each thread.
  float *scratch;
  size_t scratch_size;
};

// Replaces samples by B-spline coefficients along n rows of `lanes` columns, mirrored at both ends.
static inline __attribute__((always_inline)) void prefilter(float *rows, int64_t n) {
  const float pole = -0.26794919243112270647f;
  float sum[lanes];
  for (int l = 0; l < lanes; l++) sum[l] = rows[l] * 6;
  float power = pole;
  int64_t reach = n < 24 ? n : 24;
  for (int64_t i = 1; i < reach; i++) {
    for (int l = 0; l < lanes; l++) sum[l] += power * rows[i * lanes + l] * 6;
    power *= pole;
  }
  for (int l = 0; l < lanes; l++) rows[l] = sum[l];
  for (int64_t i = 1; i < n; i++)
    for (int l = 0; l < lanes; l++)
      rows[i * lanes + l] = rows[i * lanes + l] * 6 + pole * rows[(i - 1) * lanes + l];
  float end = pole / (pole * pole - 1);
  for (int l = 0; l < lanes; l++)
    rows[(n - 1) * lanes + l] =
        end * (rows[(n - 1) * lanes + l] + pole * rows[(n - 2) * lanes + l]);
  for (int64_t i = n - 2; i >= 0; i--)
    for (int l = 0; l < lanes; l++)
      rows[i * lanes + l] = pole * (rows[(i + 1) * lanes + l] - rows[i * lanes + l]);
}

// The place of a result's voxel in the source, rounded after each operation as scipy does it: a
// fused multiplication and addition would take other neighbours for voxels halfway between two.
static inline __attribute__((always_inline)) double place(int64_t index, double scale) {
#pragma STDC FP_CONTRACT OFF
  double scaled = ((double)index + 0.5) * scale;
  return scaled - 0.5;
}

// Resizes one group of `count` neighbouring columns.
SEG_KERNEL
void seg_resize_group(
    const struct resize *w, const float *source, float *result, int64_t stride, int64_t count,
    float *rows) {
  int64_t n = w->from, pad = w->interpolation == seg_cubic ? margin : 0;
  for (int64_t i = -pad; i < n + pad; i++) {
    const float *from = source + (i < 0 ? 0 : i >= n ? n - 1 : i) * stride;
    float *to = rows + (i + pad) * lanes;
    for (int64_t l = 0; l < count; l++) to[l] = from[l];
    for (int64_t l = count; l < lanes; l++) to[l] = 0;
  }
  if (pad) prefilter(rows, n + 2 * pad);
  double scale = (double)n / (double)w->to;
  for (int64_t i = 0; i < w->to; i++) {
    double position = place(i, scale);
    float sum[lanes];
    if (w->interpolation == seg_nearest) {
      int64_t nearest = (int64_t)floor(position + 0.5);
      nearest = nearest < 0 ? 0 : nearest >= n ? n - 1 : nearest;
      for (int l = 0; l < lanes; l++) sum[l] = rows[nearest * lanes + l];
    } else if (w->interpolation == seg_linear) {
      position = position < 0 ? 0 : position > (double)(n - 1) ? (double)(n - 1) : position;
      int64_t low = (int64_t)position, high = low + 1 < n ? low + 1 : low;
      float t = (float)(position - (double)low);
      for (int l = 0; l < lanes; l++)
        sum[l] = rows[low * lanes + l] * (1 - t) + rows[high * lanes + l] * t;
    } else {
      int64_t low = (int64_t)floor(position);
      float t = (float)(position - (double)low), u = 1 - t;
      float a = u * u * u / 6, b = (4 - 6 * t * t + 3 * t * t * t) / 6;
      float c = (4 - 6 * u * u + 3 * u * u * u) / 6, d = t * t * t / 6;
      const float *p = rows + (low - 1 + pad) * lanes;
      for (int l = 0; l < lanes; l++)
        sum[l] = a * p[l] + b * p[lanes + l] + c * p[2 * lanes + l] + d * p[3 * lanes + l];
    }
    for (int64_t l = 0; l < count; l++) result[i * stride + l] = sum[l];
  }
}

SEG_KERNEL
void seg_resize_rows(
    const struct resize *w, int64_t begin, int64_t end, float *rows, float *buffer) {
  if (w->inner == 1) {
    // Along the fastest axis a group is `lanes` rows, turned so that they stand side by side.
    for (int64_t g = begin; g < end; g++) {
      int64_t first = g * lanes, count = w->outer - first < lanes ? w->outer - first : lanes;
      for (int64_t l = 0; l < count; l++)
        for (int64_t i = 0; i < w->from; i++)
          buffer[i * lanes + l] = w->source[(first + l) * w->from + i];
      float *resized = buffer + w->from * lanes;
      seg_resize_group(w, buffer, resized, lanes, count, rows);
      for (int64_t l = 0; l < count; l++)
        for (int64_t i = 0; i < w->to; i++)
          w->result[(first + l) * w->to + i] = resized[i * lanes + l];
    }
    return;
  }
  int64_t groups = (w->inner + lanes - 1) / lanes;
  for (int64_t g = begin; g < end; g++) {
    int64_t outer = g / groups, first = g % groups * lanes;
    int64_t count = w->inner - first < lanes ? w->inner - first : lanes;
    seg_resize_group(
        w, w->source + outer * w->from * w->inner + first,
        w->result + outer * w->to * w->inner + first, w->inner, count, rows);
  }
}

static void resize_body(int index, int count, void *context) {
  const struct resize *w = context;
  int64_t groups =
      w->inner == 1 ? (w->outer + lanes - 1) / lanes : w->outer * ((w->inner + lanes - 1) / lanes);
  int64_t begin, end;
  seg_split(groups, index, count, &begin, &end);
  float *rows = w->scratch + (size_t)index * w->scratch_size;
  seg_resize_rows(w, begin, end, rows, rows + (w->from + 2 * margin) * lanes);
}

int seg_resize_axis(
    const float *source, float *result, int64_t outer, int64_t from, int64_t inner, int64_t to,
    seg_interpolation interpolation, int threads) {
  if (threads < 1) threads = 1;
  // Columns with their margins, and where rows are turned, both sizes of them.
  size_t columns = (size_t)from + 2 * margin + (inner == 1 ? (size_t)from + (size_t)to : 0);
  float *scratch = seg_allocate(columns, (size_t)threads * lanes * sizeof(float));
  if (!scratch) return 0;
  struct resize work = {
      .source = source,
      .result = result,
      .outer = outer,
      .from = from,
      .inner = inner,
      .to = to,
      .interpolation = interpolation,
      .scratch = scratch,
      .scratch_size = columns * lanes};
  seg_parallel(threads, resize_body, &work);
  free(scratch);
  return 1;
}

SEG_KERNEL
void seg_keep_larger(
    const float *candidate, float *best, uint16_t *labels, uint16_t label, int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    int larger = candidate[i] > best[i];
    best[i] = larger ? candidate[i] : best[i];
    labels[i] = larger ? label : labels[i];
  }
}
