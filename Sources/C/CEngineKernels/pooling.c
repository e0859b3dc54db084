#include "pooling.h"
#include "kernel.h"
#include "parallel.h"
#include "split.h"

#define TEMPLATE "pooling.inc"
#include "templates/instances.h"

void seg_average_pool(const seg_pooling *work, int threads) {
  DISPATCH(pool, work->format, work, threads)
}

void seg_average_pool_gradient(const seg_pooling *work, int threads) {
  DISPATCH(unpool, work->format, work, threads)
}
