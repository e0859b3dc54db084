#pragma once
#include <stdint.h>

/// The work of one thread: `index` of `count` threads, and what the caller handed over.
typedef void (*seg_parallel_body)(int index, int count, void *context);

/// Runs `body` once on each thread of the OpenMP pool that oneDNN uses too, and returns when all
/// are done.
///
/// The pool has `threads` members, the calling thread being the first. Calls do not nest.
void seg_parallel(int threads, seg_parallel_body body, void *context);

/// The work of one item, done by thread `index`.
typedef void (*seg_item_body)(int64_t item, int index, void *context);

/// Runs `body` once for each of some items on the threads of ``seg_parallel``, and returns when all
/// are done.
///
/// Threads take what is next, since another program, or the loading of data, may hold one of them
/// up.
void seg_parallel_items(int threads, int64_t items, seg_item_body body, void *context);

/// Sets how many threads oneDNN and the kernels of the calling thread use.
void seg_set_threads(int threads);
