#include "blending.h"
#include "kernel.h"
#include "parallel.h"
#include "split.h"

struct blend {
  const float *planes;
  const seg_plane_pair *pairs;
  float *result;
  int64_t area, count;
};

// The same arithmetic as along an axis that is resized at once, to the bit.
SEG_KERNEL
void seg_blend_row(
    const float *low, const float *high, float t, float *restrict result, int64_t count) {
  for (int64_t i = 0; i < count; i++) result[i] = low[i] * (1 - t) + high[i] * t;
}

static void blend_body(int index, int count, void *context) {
  const struct blend *w = context;
  int64_t begin, end;
  seg_split(w->area, index, count, &begin, &end);
  for (int64_t i = 0; i < w->count; i++) {
    const seg_plane_pair *pair = &w->pairs[i];
    seg_blend_row(
        w->planes + pair->low * w->area + begin, w->planes + pair->high * w->area + begin,
        pair->part, w->result + i * w->area + begin, end - begin);
  }
}

void seg_blend_planes(
    const float *planes, const seg_plane_pair *pairs, float *result, int64_t area, int64_t count,
    int threads) {
  struct blend work = {planes, pairs, result, area, count};
  seg_parallel(threads, blend_body, &work);
}
