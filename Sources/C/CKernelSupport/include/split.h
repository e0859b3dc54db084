#pragma once
#include <stdint.h>

/// Work is cut into parts of this many voxels, whatever the number of threads: sums do not depend
/// on it.
enum { seg_part_voxels = 16384 };

// How many parts of seg_part_voxels a map has.
static inline int64_t part_count(int64_t voxels) {
  return (voxels + seg_part_voxels - 1) / seg_part_voxels;
}

// The share of thread `index` of `count` in `total` items: [*begin, *end).
static inline void seg_split(int64_t total, int index, int count, int64_t *begin, int64_t *end) {
  *begin = total * index / count;
  *end = total * (index + 1) / count;
}
