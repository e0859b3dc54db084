#include "packing.h"
#include "kernel.h"
#include "parallel.h"
#include "split.h"

#define TEMPLATE "packing.inc"
#include "templates/instances.h"

void seg_pack(
    seg_format format, const float *plain, void *blocked, int64_t batch, int64_t channels,
    int64_t voxels, int threads) {
  DISPATCH(pack, format, plain, blocked, batch, channels, voxels, threads)
}

void seg_unpack(
    seg_format format, const void *blocked, float *plain, int64_t batch, int64_t channels,
    int64_t voxels, int threads) {
  DISPATCH(unpack, format, blocked, plain, batch, channels, voxels, threads)
}

void seg_copy_channels(
    seg_format format, const void *source, int64_t source_channels, int64_t source_start,
    void *result, int64_t result_channels, int64_t result_start, int64_t channels, int64_t batch,
    int64_t voxels, int threads) {
  DISPATCH(
      copy, format, source, source_channels, source_start, result, result_channels, result_start,
      channels, batch, voxels, threads)
}

struct rounding {
  const float *source;
  uint16_t *result;
  int64_t count;
};

SEG_KERNEL
void seg_round_part(const float *source, uint16_t *result, int64_t count) {
  for (int64_t i = 0; i < count; i++) result[i] = seg_f32_to_bf16(source[i]);
}

static void round_body(int index, int count, void *context) {
  const struct rounding *w = context;
  int64_t begin, end;
  seg_split(w->count, index, count, &begin, &end);
  seg_round_part(w->source + begin, w->result + begin, end - begin);
}

void seg_round_to_bf16(const float *source, uint16_t *result, int64_t count, int threads) {
  struct rounding work = {source, result, count};
  seg_parallel(threads, round_body, &work);
}
