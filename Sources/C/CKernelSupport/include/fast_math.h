#pragma once
// Exponential and logarithm that compilers can vectorise, to about 2 units in the last place;
// Cephes' polynomials.
#include <stdint.h>
#include <string.h>

static inline __attribute__((always_inline)) float seg_expf(float x) {
  x = x < -87.0f ? -87.0f : x > 88.0f ? 88.0f : x;
  float n = __builtin_rintf(x * 1.44269504088896341f);
  float r = x - n * 0.693359375f + n * 2.12194440e-4f;
  float y = 1.9875691500e-4f;
  y = y * r + 1.3981999507e-3f;
  y = y * r + 8.3334519073e-3f;
  y = y * r + 4.1665795894e-2f;
  y = y * r + 1.6666665459e-1f;
  y = y * r + 5.0000001201e-1f;
  y = y * r * r + r + 1;
  int32_t bits = ((int32_t)n + 127) << 23;
  float scale;
  memcpy(&scale, &bits, 4);
  return y * scale;
}

// For positive, normal x.
static inline __attribute__((always_inline)) float seg_logf(float x) {
  int32_t bits;
  memcpy(&bits, &x, 4);
  int32_t exponent = (bits - 0x3F3504F3) >> 23;
  bits -= exponent << 23;
  float m;
  memcpy(&m, &bits, 4);
  float r = m - 1, z = r * r, e = (float)exponent;
  float y = 7.0376836292e-2f;
  y = y * r - 1.1514610310e-1f;
  y = y * r + 1.1676998740e-1f;
  y = y * r - 1.2420140846e-1f;
  y = y * r + 1.4249322787e-1f;
  y = y * r - 1.6668057665e-1f;
  y = y * r + 2.0000714765e-1f;
  y = y * r - 2.4999993993e-1f;
  y = y * r + 3.3333331174e-1f;
  y = y * r * z + e * -2.12194440e-4f - 0.5f * z;
  return r + y + e * 0.693359375f;
}

static inline __attribute__((always_inline)) float seg_powf(float base, float exponent) {
  return base > 1e-30f ? seg_expf(exponent * seg_logf(base)) : exponent > 0 ? 0 : 1;
}
