#include "memory_allocation.h"
#include <stdlib.h>

// How many allocations of this thread may succeed still; negative for no limit.
static _Thread_local int64_t allocations_left = -1;

static int take_one(void) {
  if (allocations_left == 0) return 0;
  if (allocations_left > 0) allocations_left--;
  return 1;
}

void *seg_reallocate(void *memory, size_t count, size_t size) {
  size_t bytes;
  if (!take_one() || __builtin_mul_overflow(count, size, &bytes)) return NULL;
  return realloc(memory, bytes ? bytes : 1);
}

void *seg_allocate(size_t count, size_t size) { return seg_reallocate(NULL, count, size); }

void *seg_allocate_zeroed(size_t count, size_t size) {
  return take_one() ? calloc(count ? count : 1, size ? size : 1) : NULL;
}

int seg_can_allocate(size_t count, size_t size) {
  void *memory = seg_allocate(count, size);
  free(memory);
  return memory != NULL;
}

void seg_limit_allocations(int64_t count) { allocations_left = count; }
