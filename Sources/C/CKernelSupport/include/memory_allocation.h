#pragma once
#include <stddef.h>
#include <stdint.h>

// How kernels allocate: every call may return NULL, and `free` gives the memory back. A kernel that
// gets NULL frees what it has and reports the failure; it never ends the program.

/// Memory for `count` elements of `size` bytes. NULL where there is not enough, or where the
/// product is larger than any memory.
void *seg_allocate(size_t count, size_t size);

/// The same, filled with zeros.
void *seg_allocate_zeroed(size_t count, size_t size);

/// The same, with what `memory` held; `memory` stays as it was where NULL is returned.
void *seg_reallocate(void *memory, size_t count, size_t size);

/// Whether ``seg_allocate`` would succeed now. For callers whose own allocations end the program
/// when they fail, as those of Swift's arrays do.
int seg_can_allocate(size_t count, size_t size);

/// For tests: lets this thread's next `count` allocations succeed and all later ones fail. A
/// negative count takes the limit away.
void seg_limit_allocations(int64_t count);
