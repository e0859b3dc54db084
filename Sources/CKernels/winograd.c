#include "winograd.h"
#include "winograd_kernels.h"

int seg_winograd_pays(const seg_winograd *work) { return tile_count(work) >= 12; }

int64_t seg_winograd_forward_scratch(const seg_winograd_forward *work, int threads) {
  return work->shape.block == 16 ? seg_winograd_forward_scratch_f32x16(work, threads)
                                 : seg_winograd_forward_scratch_f32x8(work, threads);
}

void seg_winograd_forward_run(const seg_winograd_forward *work, int threads) {
  if (work->shape.block == 16)
    seg_winograd_forward_run_f32x16(work, threads);
  else
    seg_winograd_forward_run_f32x8(work, threads);
}

int64_t seg_winograd_weights_scratch(const seg_winograd_weights *work, int threads) {
  return work->shape.block == 16 ? seg_winograd_weights_scratch_f32x16(work, threads)
                                 : seg_winograd_weights_scratch_f32x8(work, threads);
}

void seg_winograd_weights_run(const seg_winograd_weights *work, int threads) {
  if (work->shape.block == 16)
    seg_winograd_weights_run_f32x16(work, threads);
  else
    seg_winograd_weights_run_f32x8(work, threads);
}
