#include "winograd.h"
#include "winograd_kernels.h"

#define BY_BLOCK(function, work, threads) \
  ((work)->shape.block == 16 ? function##_f32x16(work, threads) : function##_f32x8(work, threads))

int seg_winograd_pays(const seg_winograd *work) { return tile_count(work) >= 12; }

int64_t seg_winograd_forward_scratch(const seg_winograd_forward *work, int threads) {
  return BY_BLOCK(seg_winograd_forward_scratch, work, threads);
}

void seg_winograd_forward_run(const seg_winograd_forward *work, int threads) {
  BY_BLOCK(seg_winograd_forward_run, work, threads);
}

int64_t seg_winograd_weights_scratch(const seg_winograd_weights *work, int threads) {
  return BY_BLOCK(seg_winograd_weights_scratch, work, threads);
}

void seg_winograd_weights_run(const seg_winograd_weights *work, int threads) {
  BY_BLOCK(seg_winograd_weights_run, work, threads);
}
