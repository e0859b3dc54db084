#pragma once
#include <stdint.h>

// The share of thread `index` of `count` in `total` items: [*begin, *end).
static inline void seg_split(int64_t total, int index, int count, int64_t *begin, int64_t *end) {
  *begin = total * index / count;
  *end = total * (index + 1) / count;
}
