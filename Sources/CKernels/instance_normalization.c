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
#include "templates/instances.h"

void seg_normalization_statistics(const seg_normalization *work, int threads) {
  DISPATCH(statistics, work->format, work, threads)
}

void seg_normalization_apply(const seg_normalization *work, int threads) {
  DISPATCH(apply, work->format, work, threads)
}

void seg_normalization_gradient(const seg_normalization *work, int threads) {
  DISPATCH(gradient, work->format, work, threads)
}
