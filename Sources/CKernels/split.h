#pragma once
#include "format.h"
#include <stdint.h>

// How many parts of seg_part_voxels a map has.
static inline int64_t part_count(int64_t voxels) {
  return (voxels + seg_part_voxels - 1) / seg_part_voxels;
}

// The share of thread `index` of `count` in `total` items: [*begin, *end).
static inline void seg_split(int64_t total, int index, int count, int64_t *begin, int64_t *end) {
  *begin = total * index / count;
  *end = total * (index + 1) / count;
}
