#include "elementwise.h"
#include "kernel.h"
#include "parallel.h"
#include "split.h"
#include <stddef.h>

enum kind { kind_add, kind_leaky_relu, kind_leaky_relu_gradient, kind_scale_samples };

struct elementwise {
  enum kind kind;
  const void *a, *b;
  void *result;
  float slope;
  int64_t count;
  /// Of samples: one factor each, and the elements of one.
  const float *factors;
  int64_t sample;
};

#define TEMPLATE "elementwise.inc"
#include "templates/instances.h"

void seg_add(
    seg_format format, const void *a, const void *b, void *result, int64_t count, int threads) {
  struct elementwise work = {kind_add, a, b, result, 1, count, NULL, 0};
  DISPATCH(elementwise, format, &work, threads)
}

void seg_leaky_relu(
    seg_format format, const void *x, void *y, float slope, int64_t count, int threads) {
  struct elementwise work = {kind_leaky_relu, x, NULL, y, slope, count, NULL, 0};
  DISPATCH(elementwise, format, &work, threads)
}

void seg_leaky_relu_gradient(
    seg_format format, const void *dy, const void *y, void *dx, float slope, int64_t count,
    int threads) {
  struct elementwise work = {kind_leaky_relu_gradient, dy, y, dx, slope, count, NULL, 0};
  DISPATCH(elementwise, format, &work, threads)
}

void seg_scale_samples(
    seg_format format, const void *x, const float *factors, void *y, int64_t count, int64_t samples,
    int threads) {
  if (samples < 1) return;
  struct elementwise work = {kind_scale_samples, x, NULL, y, 1, count, factors, count / samples};
  DISPATCH(elementwise, format, &work, threads)
}
