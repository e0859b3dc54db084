#pragma once
#include "winograd.h"

// The work of `winograd.h` for maps in blocks of eight and of sixteen channels.
#define DECLARE(block)                                                                             \
  int64_t seg_winograd_forward_scratch_f32x##block(const seg_winograd_forward *work, int threads); \
  void seg_winograd_forward_run_f32x##block(const seg_winograd_forward *work, int threads);        \
  int64_t seg_winograd_weights_scratch_f32x##block(const seg_winograd_weights *work, int threads); \
  void seg_winograd_weights_run_f32x##block(const seg_winograd_weights *work, int threads);

DECLARE(8)
DECLARE(16)

#undef DECLARE

static inline int64_t half(int64_t size) { return (size + 1) / 2; }

static inline int64_t tile_count(const seg_winograd *w) {
  return w->batch * (w->is_deep ? half(w->size[0]) : w->size[0]) * half(w->size[1]) *
         half(w->size[2]);
}
