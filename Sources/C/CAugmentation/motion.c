#include "motion.h"
#include "kernel.h"

static inline __attribute__((always_inline)) void place(
    float position, int64_t size, int64_t *low, int64_t *high, float *part) {
  float last = (float)(size - 1);
  position = position < 0 ? 0 : position > last ? last : position;
  *low = (int64_t)position;
  *high = *low + 1 < size ? *low + 1 : *low;
  *part = position - (float)*low;
}

static inline __attribute__((always_inline)) float between(float a, float b, float part) {
  return a + part * (b - a);
}

SEG_KERNEL
void seg_moved_difference(
    const float *source, const int64_t extent[3], const double m[12], float *result) {
  int64_t row = extent[2], slice = extent[1] * extent[2];
  for (int64_t z = 0; z < extent[0]; z++)
    for (int64_t y = 0; y < extent[1]; y++) {
      double start[3];
      for (int r = 0; r < 3; r++)
        start[r] = m[4 * r] * (double)z + m[4 * r + 1] * (double)y + m[4 * r + 3];
      const float *own = source + z * slice + y * row;
      float *to = result + z * slice + y * row;
      for (int64_t x = 0; x < extent[2]; x++) {
        int64_t low[3], high[3];
        float part[3];
        for (int r = 0; r < 3; r++)
          place(
              (float)(start[r] + m[4 * r + 2] * (double)x), extent[r], &low[r], &high[r], &part[r]);
        const float *a = source + low[0] * slice, *b = source + high[0] * slice;
        int64_t i = low[1] * row, j = high[1] * row;
        float near = between(
            between(a[i + low[2]], a[i + high[2]], part[2]),
            between(a[j + low[2]], a[j + high[2]], part[2]), part[1]);
        float far = between(
            between(b[i + low[2]], b[i + high[2]], part[2]),
            between(b[j + low[2]], b[j + high[2]], part[2]), part[1]);
        to[x] = between(near, far, part[0]) - own[x];
      }
    }
}

SEG_KERNEL
void seg_add_circular(
    float *values, const float *source, int64_t outer, int64_t length, int64_t inner,
    const float *kernel) {
  for (int64_t o = 0; o < outer; o++) {
    float *to = values + o * length * inner;
    const float *from = source + o * length * inner;
    if (inner == 1) {
      for (int64_t j = 0; j < length; j++) {
        const float *weights = kernel + length - j;
        float value = from[j];
        for (int64_t i = 0; i < length; i++) to[i] += weights[i] * value;
      }
      continue;
    }
    for (int64_t i = 0; i < length; i++)
      for (int64_t j = 0; j < length; j++) {
        float weight = kernel[length + i - j];
        for (int64_t l = 0; l < inner; l++) to[i * inner + l] += weight * from[j * inner + l];
      }
  }
}
