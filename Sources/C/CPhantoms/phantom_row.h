#pragma once
#include "phantom.h"

#include <math.h>

#define INLINE static inline __attribute__((always_inline))

enum { FAR = 10000, NOISE_MARGIN = 2 };

/// One row of sample points and what is known at each.
typedef struct {
  int count;
  seg_phantom_vector start, step;  // before the warp
  float *x, *y, *z;                // warped positions
  float *roughness, *texture;
  float *distance, *other;  // of the structure so far; of one shape
  float *hull;              // of the structure before anything was taken away
  float *g, *gx, *gy, *gz;  // a sum of waves and its gradient
  float *qx, *qy, *qz;      // positions projected for folds
  float *value[2];
  int32_t *tissue;
} row;

INLINE float least(float a, float b) { return a < b ? a : b; }
INLINE float most(float a, float b) { return a > b ? a : b; }

/// sin(2 pi t) to within 0.001, for |t| < 2^20.
INLINE float wave_sine(float t) {
  const float magic = 12582912.0f;  // adding it rounds to a whole number
  float r = t - ((t + magic) - magic);
  float s = 8 * r - 16 * r * fabsf(r);
  return s * (0.775f + 0.225f * fabsf(s));
}

INLINE float dot(seg_phantom_vector a, seg_phantom_vector b) {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}
