#include "activation.h"
#include "fast_math.h"
#include "kernel.h"
#include "parallel.h"
#include "split.h"
#include <string.h>

struct work {
  float *logits;
  int64_t channels, voxels;
};

enum { tile = 512 };

SEG_KERNEL
void seg_softmax_tile(float *logits, int64_t channels, int64_t voxels, int64_t count) {
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
    seg_softmax_tile(
        work->logits + i * tile, work->channels, work->voxels, left < tile ? left : tile);
  }
}

void seg_softmax(float *logits, int64_t channels, int64_t voxels, int threads) {
  struct work work = {logits, channels, voxels};
  seg_parallel(threads, softmax_body, &work);
}

SEG_KERNEL
void seg_sigmoid_part(float *logits, int64_t count) {
  for (int64_t i = 0; i < count; i++) logits[i] = 1 / (1 + seg_expf(-logits[i]));
}

static void sigmoid_body(int index, int count, void *context) {
  const struct work *work = context;
  int64_t begin, end;
  seg_split(work->voxels, index, count, &begin, &end);
  seg_sigmoid_part(work->logits + begin, end - begin);
}

void seg_sigmoid(float *logits, int64_t count, int threads) {
  struct work work = {logits, 1, count};
  seg_parallel(threads, sigmoid_body, &work);
}
