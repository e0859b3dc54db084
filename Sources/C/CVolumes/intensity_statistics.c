#include "intensity_statistics.h"
#include "kernel.h"
#include <math.h>

SEG_KERNEL
void seg_moments(const float *values, int64_t count, double result[4]) {
  double sum = 0, squares = 0;
  float least = count ? values[0] : 0, greatest = least;
  for (int64_t start = 0; start < count; start += 4096) {
    int64_t end = start + 4096 < count ? start + 4096 : count;
    float s[16] = {0}, low[16], high[16];
    for (int l = 0; l < 16; l++) low[l] = high[l] = values[start];
    int64_t i = start;
    for (; i + 16 <= end; i += 16)
      for (int l = 0; l < 16; l++) {
        float v = values[i + l];
        s[l] += v;
        low[l] = v < low[l] ? v : low[l];
        high[l] = v > high[l] ? v : high[l];
      }
    for (; i < end; i++) {
      s[0] += values[i];
      low[0] = values[i] < low[0] ? values[i] : low[0];
      high[0] = values[i] > high[0] ? values[i] : high[0];
    }
    for (int l = 0; l < 16; l++) {
      sum += s[l];
      least = low[l] < least ? low[l] : least;
      greatest = high[l] > greatest ? high[l] : greatest;
    }
  }
  double mean = count ? sum / (double)count : 0;
  float centre = (float)mean;
  for (int64_t start = 0; start < count; start += 4096) {
    int64_t end = start + 4096 < count ? start + 4096 : count;
    float s[16] = {0};
    int64_t i = start;
    for (; i + 16 <= end; i += 16)
      for (int l = 0; l < 16; l++) {
        float d = values[i + l] - centre;
        s[l] += d * d;
      }
    for (; i < end; i++) s[0] += (values[i] - centre) * (values[i] - centre);
    for (int l = 0; l < 16; l++) squares += s[l];
  }
  result[0] = mean;
  result[1] = count ? sqrt(squares / (double)count) : 0;
  result[2] = least;
  result[3] = greatest;
}

SEG_KERNEL
void seg_rescale(float *values, int64_t count, float centre, float factor, float offset) {
  for (int64_t i = 0; i < count; i++) values[i] = (values[i] - centre) * factor + offset;
}

SEG_KERNEL
void seg_clamp(float *values, int64_t count, float lowest, float highest) {
  for (int64_t i = 0; i < count; i++) {
    float v = values[i];
    values[i] = v < lowest ? lowest : v > highest ? highest : v;
  }
}
