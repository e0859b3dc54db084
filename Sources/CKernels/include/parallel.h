#pragma once

/// The work of one thread: `index` of `count` threads, and what the caller handed over.
typedef void (*seg_parallel_body)(int index, int count, void *context);

/// Runs `body` once on each thread of the OpenMP pool that oneDNN uses too, and returns when all are done.
///
/// The pool has `threads` members, the calling thread being the first. Calls do not nest.
void seg_parallel(int threads, seg_parallel_body body, void *context);

/// Sets how many threads oneDNN and the kernels of the calling thread use.
void seg_set_threads(int threads);
