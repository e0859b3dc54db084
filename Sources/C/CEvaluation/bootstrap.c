#include "bootstrap.h"

static inline uint64_t next(uint64_t *state) {
  uint64_t z = *state += 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

void seg_bootstrap_means(
    const double *values, int64_t count, int64_t samples, uint64_t seed, double *means) {
  uint64_t state = seed;
  const uint64_t range = (uint64_t)count;
  for (int64_t sample = 0; sample < samples; sample++) {
    double even = 0, odd = 0;
    int64_t draw = 0;
    // Each half of a number makes one index; without rejection the bias is below count / 2^32.
    for (; draw + 2 <= count; draw += 2) {
      const uint64_t bits = next(&state);
      even += values[((bits & 0xFFFFFFFFu) * range) >> 32];
      odd += values[((bits >> 32) * range) >> 32];
    }
    if (draw < count) even += values[((next(&state) >> 32) * range) >> 32];
    means[sample] = (even + odd) / (double)count;
  }
}
