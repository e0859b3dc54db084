#include "shuffle.h"
#include "kernel.h"
#include "parallel.h"
#include "split.h"

#define TEMPLATE "shuffle.inc"
#include "templates/instances.h"

void seg_shuffle_to_fine(const seg_shuffle *work, int threads) {
  DISPATCH(to_fine, work->format, work, threads)
}

void seg_shuffle_to_coarse(const seg_shuffle *work, int threads) {
  DISPATCH(to_coarse, work->format, work, threads)
}
