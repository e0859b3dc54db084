#include "weight_parts.h"
#include "kernel.h"
#include "parallel.h"
#include "split.h"

SEG_KERNEL
void seg_add_parts(
    const float *parts, int64_t part_count, int64_t size, int64_t begin, int64_t end,
    float *result) {
  for (int64_t i = begin; i < end; i++) result[i] = parts[i];
  for (int64_t part = 1; part < part_count; part++)
    for (int64_t i = begin; i < end; i++) result[i] += parts[part * size + i];
}

static void sum_body(int index, int count, void *context) {
  const struct weight_parts *sums = context;
  int64_t begin, end;
  seg_split(sums->weights, index, count, &begin, &end);
  seg_add_parts(sums->parts, sums->count, sums->weights, begin, end, sums->result);
  if (sums->bias && index == 0)
    seg_add_parts(
        sums->parts + sums->count * sums->weights, sums->count, sums->outputs, 0, sums->outputs,
        sums->bias);
}

void sum_weight_parts(const struct weight_parts *sums, int threads) {
  seg_parallel(threads, sum_body, (void *)sums);
}
