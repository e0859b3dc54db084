#include "intensity.h"
#include "fast_math.h"
#include "kernel.h"
#include <math.h>

// A hash of the counter (Steele et al. 2014, the finaliser of SplitMix, in 32 bits), twice for Box
// and Muller's pair.
static inline __attribute__((always_inline)) uint32_t mix(uint32_t x) {
  x ^= x >> 16;
  x *= 0x21F0AAADu;
  x ^= x >> 15;
  x *= 0x735A2D97u;
  return x ^ (x >> 15);
}

SEG_KERNEL
void seg_add_noise(float *values, int64_t count, float deviation, uint64_t seed) {
  uint32_t low = (uint32_t)seed, high = (uint32_t)(seed >> 32);
  for (int64_t i = 0; i < count; i++) {
    uint32_t a = mix((uint32_t)i ^ low), b = mix((uint32_t)i * 0x9E3779B9u + high);
    float u = ((float)(a >> 8) + 0.5f) * 0x1p-24f;
    float v = (float)(int32_t)b * 0x1p-31f;
    float radius = __builtin_sqrtf(-2 * seg_logf(u));
    // cos(pi v) for v in -1 ... 1.
    float w = v < 0 ? -v : v, t = 0.5f - w, s = t * t * 9.8696044f, p = t * 3.14159265f;
    float cosine =
        p * (1 + s * (-1 / 6.0f + s * (1 / 120.0f + s * (-1 / 5040.0f + s / 362880.0f))));
    values[i] += deviation * radius * cosine;
  }
}

SEG_KERNEL
void seg_gamma(float *values, int64_t count, float lowest, float range, float gamma) {
  float inverse = range > 0 ? 1 / range : 0;
  for (int64_t i = 0; i < count; i++) {
    float t = (values[i] - lowest) * inverse;
    t = t < 1e-7f ? 1e-7f : t;
    values[i] = seg_expf(gamma * seg_logf(t)) * range + lowest;
  }
}

SEG_KERNEL
void seg_smooth_axis(
    float *values, int64_t outer, int64_t length, int64_t inner, const float *kernel,
    int64_t radius, float *scratch) {
  for (int64_t o = 0; o < outer; o++) {
    float *block = values + o * length * inner;
    if (inner == 1) {
      // Weight by weight over the whole row; places near its ends that repeat the edge apart.
      for (int64_t i = 0; i < length; i++) scratch[i] = 0;
      for (int64_t r = -radius; r <= radius; r++) {
        float weight = kernel[r + radius];
        int64_t begin = r < 0 ? -r : 0, end = r > 0 ? length - r : length;
        if (begin > length) begin = length;
        if (end < begin) end = begin;
        for (int64_t i = 0; i < begin; i++)
          scratch[i] += weight * block[i + r < 0 ? 0 : length - 1];
        for (int64_t i = begin; i < end; i++) scratch[i] += weight * block[i + r];
        for (int64_t i = end; i < length; i++)
          scratch[i] += weight * block[i + r < 0 ? 0 : length - 1];
      }
      for (int64_t i = 0; i < length; i++) block[i] = scratch[i];
      continue;
    }
    for (int64_t i = 0; i < length; i++) {
      float *to = scratch + i * inner;
      for (int64_t l = 0; l < inner; l++) to[l] = 0;
      for (int64_t r = -radius; r <= radius; r++) {
        int64_t at = i + r < 0 ? 0 : i + r >= length ? length - 1 : i + r;
        float weight = kernel[r + radius];
        const float *from = block + at * inner;
        for (int64_t l = 0; l < inner; l++) to[l] += weight * from[l];
      }
    }
    for (int64_t i = 0; i < length * inner; i++) block[i] = scratch[i];
  }
}

SEG_KERNEL
void seg_multiply_exp(float *values, const float *field, int64_t count, float lowest) {
  for (int64_t i = 0; i < count; i++)
    values[i] = (values[i] - lowest) * seg_expf(field[i]) + lowest;
}

SEG_KERNEL
void seg_add_shifted(
    float *values, const float *source, int64_t blocks, int64_t length, int64_t shift,
    float factor) {
  for (int64_t b = 0; b < blocks; b++) {
    float *to = values + b * length;
    const float *from = source + b * length;
    for (int64_t i = 0; i < length - shift; i++) to[i] += factor * from[i + shift];
    for (int64_t i = length - shift; i < length; i++) to[i] += factor * from[i + shift - length];
  }
}

SEG_KERNEL
void seg_add_two(float *values, int64_t count, const float *a, float p, const float *b, float q) {
  for (int64_t i = 0; i < count; i++) values[i] += p * a[i] + q * b[i];
}
