#include "weight_gradient.h"
#include "kernel.h"
#include "parallel.h"
#include "split.h"
#include "weight_parts.h"
#include <string.h>

typedef float vector __attribute__((vector_size(32), aligned(4)));

// Rows of one plane, one after the other, beside the taps that they are added to.
struct rows {
  int64_t begin, end, columns, width, stride, padding;
  // Floats from one row of outputs to the next.
  int64_t source_row, gradient_row;
  int64_t result_tap, result_channel;
  // The row of the source under the first row of outputs.
  const float *source;
  // Of eight outputs each.
  const float *gradient[2];
  float *result[2];
};

#define NAME add_three_taps_of_two
#define WIDTH 3
#define CHANNELS 2
#include "templates/weight_gradient.inc"
#define NAME add_three_taps_of_one
#define WIDTH 3
#define CHANNELS 1
#include "templates/weight_gradient.inc"
#define NAME add_tap_of_four
#define WIDTH 1
#define CHANNELS 4
#include "templates/weight_gradient.inc"
#define NAME add_tap_of_one
#define WIDTH 1
#define CHANNELS 1
#include "templates/weight_gradient.inc"

// Voxels of a chunk of rows: their gradients stay in the first cache while all taps pass over them.
enum { chunk_voxels = 160 };

static int64_t product(const int64_t sizes[3]) { return sizes[0] * sizes[1] * sizes[2]; }

// A piece of work: 16 outputs by one block of inputs, over a part of the planes.
static int64_t item_count(const seg_weight_gradient *w) {
  return w->outputs / 16 * (w->source_is_plain ? 1 : w->inputs / 8);
}

static int64_t plane_parts(const seg_weight_gradient *w) {
  int64_t items = item_count(w), planes = w->batch * w->output_size[0];
  int64_t parts = (16 + items - 1) / items;
  return parts < planes ? parts : planes;
}

static int64_t weight_count(const seg_weight_gradient *w) {
  return w->outputs * w->inputs * product(w->kernel);
}

int64_t seg_weight_gradient_scratch(const seg_weight_gradient *w) {
  return plane_parts(w) * (weight_count(w) + w->outputs);
}

// `step` and `channel`: floats from one voxel of the source to the next, and from one channel to
// the next; constants where the source lies in blocks. Changes the pointers in `rows`.
static inline __attribute__((always_inline)) void add_taps(
    const seg_weight_gradient *w, struct rows *rows, int64_t channels, int64_t step,
    int64_t channel) {
  int64_t width = w->kernel[2], padding = w->padding[2];
  const float *source = rows->source;
  float *result[2] = {rows->result[0], rows->result[1]};
  for (int64_t tap = 0; tap < width; tap += width == 3 ? 3 : 1) {
    rows->padding = padding - tap;
    for (int64_t c = 0; c < channels;) {
      rows->source = source + c * channel;
      for (int half = 0; half < 2; half++)
        rows->result[half] = result[half] + tap * rows->result_tap + c * rows->result_channel;
      if (width == 3 && channels - c >= 2) {
        add_three_taps_of_two(rows, step, channel);
        c += 2;
      } else if (width == 3) {
        add_three_taps_of_one(rows, step, channel);
        c += 1;
      } else if (channels - c >= 4) {
        add_tap_of_four(rows, step, channel);
        c += 4;
      } else {
        add_tap_of_one(rows, step, channel);
        c += 1;
      }
    }
  }
}

SEG_KERNEL
void seg_weight_gradient_item(
    const seg_weight_gradient *w, int64_t item, int64_t first_plane, int64_t last_plane,
    float *weights, float *bias) {
  const int64_t *in = w->source_size, *out = w->output_size, *kernel = w->kernel;
  int64_t blocks = w->source_is_plain ? 1 : w->inputs / 8;
  int64_t pair = item / blocks, block = item % blocks;
  int64_t channels = w->source_is_plain ? w->inputs : 8;
  int64_t taps = product(kernel), in_voxels = product(in), out_voxels = product(out);
  // Results of 16 outputs and this block of inputs.
  int64_t block_size = channels * taps * 8;
  float *result[2];
  for (int half = 0; half < 2; half++) {
    result[half] = weights + ((pair * 2 + half) * blocks + block) * block_size;
    memset(result[half], 0, (size_t)block_size * sizeof(float));
  }
  vector total[2] = {{0}, {0}};

  struct rows rows = {
      .columns = out[2],
      .width = in[2],
      .stride = w->stride[2],
      .gradient_row = out[2] * 8,
      .result_tap = w->source_is_plain ? 8 : 64,
      .result_channel = w->source_is_plain ? taps * 8 : 8};
  int64_t step = w->source_is_plain ? 1 : 8;
  rows.source_row = w->stride[1] * in[2] * step;
  int64_t chunk = chunk_voxels / out[2] > 1 ? chunk_voxels / out[2] : 1;

  for (int64_t plane = first_plane; plane < last_plane; plane++) {
    int64_t sample = plane / out[0], z = plane % out[0];
    const float *source =
        w->source +
        (w->source_is_plain ? sample * w->inputs : (sample * blocks + block) * 8) * in_voxels;
    for (int half = 0; half < 2; half++)
      rows.gradient[half] =
          w->gradient +
          ((sample * w->outputs / 8 + pair * 2 + half) * out_voxels + z * out[1] * out[2]) * 8;
    if (bias && block == 0) {
      for (int half = 0; half < 2; half++) {
        vector plane_sum = {0};
        for (int64_t y = 0; y < out[1]; y++) {
          vector row_sum = {0};
          for (int64_t x = 0; x < out[2]; x++)
            row_sum += *(const vector *)(rows.gradient[half] + (y * out[2] + x) * 8);
          plane_sum += row_sum;
        }
        total[half] += plane_sum;
      }
    }
    for (int64_t begin = 0; begin < out[1]; begin += chunk) {
      int64_t end = begin + chunk < out[1] ? begin + chunk : out[1];
      for (int64_t kz = 0; kz < kernel[0]; kz++) {
        int64_t depth = z * w->stride[0] - w->padding[0] + kz;
        if (depth < 0 || depth >= in[0]) continue;
        for (int64_t ky = 0; ky < kernel[1]; ky++) {
          // Rows of outputs whose row of the source, y * stride + offset, exists.
          int64_t offset = ky - w->padding[1];
          rows.begin = begin;
          rows.end = end;
          while (rows.begin < rows.end && rows.begin * w->stride[1] + offset < 0) rows.begin++;
          while (rows.end > rows.begin && (rows.end - 1) * w->stride[1] + offset >= in[1])
            rows.end--;
          if (rows.begin == rows.end) continue;
          rows.source = source + (depth * in[1] + offset) * in[2] * step;
          for (int half = 0; half < 2; half++)
            rows.result[half] = result[half] + (kz * kernel[1] + ky) * kernel[2] * rows.result_tap;
          if (w->source_is_plain)
            add_taps(w, &rows, channels, 1, in_voxels);
          else
            add_taps(w, &rows, 8, 8, 1);
        }
      }
    }
  }
  if (bias && block == 0)
    for (int half = 0; half < 2; half++) *(vector *)(bias + (pair * 2 + half) * 8) = total[half];
}

static void item_body(int64_t number, int index, void *context) {
  const seg_weight_gradient *w = context;
  int64_t items = item_count(w), parts = plane_parts(w), planes = w->batch * w->output_size[0];
  int64_t weights = weight_count(w), part = number / items, first, last;
  seg_split(planes, (int)part, (int)parts, &first, &last);
  seg_weight_gradient_item(
      w, number % items, first, last, parts > 1 ? w->scratch + part * weights : w->result,
      !w->bias    ? NULL
      : parts > 1 ? w->scratch + parts * weights + part * w->outputs
                  : w->bias);
}

void seg_weight_gradient_run(const seg_weight_gradient *work, int threads) {
  seg_parallel_items(threads, item_count(work) * plane_parts(work), item_body, (void *)work);
  if (plane_parts(work) == 1) return;
  struct weight_parts sums = {
      .count = plane_parts(work),
      .weights = weight_count(work),
      .outputs = work->outputs,
      .parts = work->scratch,
      .result = work->result,
      .bias = work->bias};
  sum_weight_parts(&sums, threads);
}
