#include "decision.h"
#include "kernel.h"

SEG_KERNEL
void seg_keep_larger(
    const float *candidate, float *best, uint16_t *labels, uint16_t label, int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    int larger = candidate[i] > best[i];
    best[i] = larger ? candidate[i] : best[i];
    labels[i] = larger ? label : labels[i];
  }
}

SEG_KERNEL
void seg_keep_above(
    const float *candidate, float threshold, float *best, uint16_t *labels, uint16_t label,
    int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    int above = candidate[i] > threshold;
    best[i] = above ? candidate[i] : best[i];
    labels[i] = above ? label : labels[i];
  }
}
