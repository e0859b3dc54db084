#include "parallel.h"
#include <stdatomic.h>

// libgomp's own entry points: compilers call them for `#pragma omp parallel`, which clang would
// send to another pool.
extern void GOMP_parallel(void (*function)(void *), void *data, unsigned threads, unsigned flags);
extern int omp_get_thread_num(void);
extern int omp_get_num_threads(void);
extern void omp_set_num_threads(int threads);

struct task {
  seg_parallel_body body;
  void *context;
};

static void run(void *data) {
  struct task *task = data;
  task->body(omp_get_thread_num(), omp_get_num_threads(), task->context);
}

void seg_parallel(int threads, seg_parallel_body body, void *context) {
  if (threads <= 1) {
    body(0, 1, context);
    return;
  }
  struct task task = {body, context};
  GOMP_parallel(run, &task, (unsigned)threads, 0);
}

struct items {
  int64_t count;
  atomic_llong next;
  seg_item_body body;
  void *context;
};

static void take_items(int index, int count, void *context) {
  struct items *items = context;
  int64_t item;
  while ((item = atomic_fetch_add(&items->next, 1)) < items->count)
    items->body(item, index, items->context);
}

void seg_parallel_items(int threads, int64_t count, seg_item_body body, void *context) {
  struct items items = {count, 0, body, context};
  seg_parallel(threads, take_items, &items);
}

void seg_set_threads(int threads) { omp_set_num_threads(threads); }
