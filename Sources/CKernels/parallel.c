#include "parallel.h"

// libgomp's own entry points: compilers call them for `#pragma omp parallel`, which clang would send to another pool.
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

void seg_set_threads(int threads) { omp_set_num_threads(threads); }
