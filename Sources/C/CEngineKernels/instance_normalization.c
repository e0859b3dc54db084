#include "instance_normalization.h"
#include "kernel.h"
#include "parallel.h"
#include "split.h"
#include <math.h>
#include <stddef.h>

int64_t seg_normalization_scratch(seg_format format, int64_t items, int64_t voxels) {
  int64_t block = format == seg_f32x8 ? 8 : 16;
  return items * part_count(voxels) * 2 * block + items * 3 * block;
}

#define TEMPLATE "instance_normalization.inc"
#define INPUT ELEMENT
#define LOAD_INPUT LOAD
#include "templates/instances.h"
#undef INPUT
#undef LOAD_INPUT

// bfloat16 from a float32 input.
#define ELEMENT uint16_t
#define LOAD LOAD_BF16
#define STORE STORE_BF16
#define BLOCK 16
#define INPUT float
#define LOAD_INPUT LOAD_F32
#define named(base) base##_f32_to_bf16x16
#include "templates/instance_normalization.inc"

#define DISPATCH_WITH_INPUT(base, work, threads)         \
  if (work->format == seg_bf16x16 && work->input_is_f32) \
    base##_f32_to_bf16x16(work, threads);                \
  else                                                   \
    DISPATCH(base, work->format, work, threads)

void seg_normalization_statistics(const seg_normalization *work, int threads) {
  DISPATCH_WITH_INPUT(statistics, work, threads)
}

void seg_normalization_apply(const seg_normalization *work, int threads) {
  DISPATCH_WITH_INPUT(apply, work, threads)
}

void seg_normalization_gradient(const seg_normalization *work, int threads) {
  DISPATCH_WITH_INPUT(gradient, work, threads)
}
