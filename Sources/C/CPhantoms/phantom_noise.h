#pragma once
#include "phantom_row.h"

INLINE uint32_t mixed(uint32_t h) {
  h ^= h >> 16;
  h *= 0x7feb352du;
  h ^= h >> 15;
  h *= 0x846ca68bu;
  return h ^ (h >> 16);
}

/// A number for one place and purpose: the sum of four uniform ones, adjusted to the normal
/// distribution's first five moments.
INLINE float normal(uint32_t row_key, int x, uint32_t salt) {
  uint32_t a = mixed(row_key + (uint32_t)x * 0x9e3779b9u + salt);
  uint32_t b = mixed(a ^ 0x5bd1e995u);
  int32_t sum = (int32_t)((a & 0xffff) + (a >> 16) + (b & 0xffff) + (b >> 16));
  float even = (float)(sum - 131070) * (1 / 37837.2f);
  return even * (0.94904f + 0.01864f * even * even);
}

INLINE uint32_t key_of(uint32_t seed, int z, int y) {
  return mixed(mixed(seed + (uint32_t)z * 0x85ebca6bu) + (uint32_t)y * 0xc2b2ae35u);
}

INLINE float stored(float value, const seg_phantom_scan *scan) {
  const float magic = 12582912.0f;
  value = most(scan->floor, least(scan->ceiling, value));
  return (value + magic) - magic;
}

/// Multiplies by the bias field, then takes the magnitude of the signal with complex noise.
/// Source: Gudbjartsson and Patz 1995, "The Rician distribution of noisy MRI data".
INLINE void receive_magnitude(
    const seg_phantom_scan *scan, const seg_phantom_wave *waves, int channel, int z, float *slice,
    float *bias) {
  seg_phantom_run run = scan->bias[channel];
  for (int y = 0; y < scan->height; y++) {
    float *values = slice + (int64_t)y * scan->width;
    uint32_t key = key_of(scan->seed + (uint32_t)channel * 0x27d4eb2fu, z, y);
    for (int x = 0; x < scan->width; x++) bias[x] = 0;
    seg_phantom_vector p = {
        scan->origin.x + scan->step_z.x * (float)z + scan->step_y.x * (float)y,
        scan->origin.y + scan->step_z.y * (float)z + scan->step_y.y * (float)y,
        scan->origin.z + scan->step_z.z * (float)z + scan->step_y.z * (float)y};
    for (int j = 0; j < run.count; j++) {
      const seg_phantom_wave *wave = &waves[run.first + j];
      float phase = dot(wave->frequency, p) + wave->phase;
      float step = dot(wave->frequency, scan->step_x), amplitude = wave->amplitude.x;
      for (int x = 0; x < scan->width; x++)
        bias[x] += amplitude * wave_sine(phase + step * (float)x);
    }
    for (int x = 0; x < scan->width; x++) {
      float b = bias[x];
      float gain = 1 + b * (1 + b * (0.5f + b * (1 / 6.0f)));  // exp(b) for small b
      float real = values[x] * gain + scan->noise[channel] * normal(key, x, 1);
      float imaginary = scan->noise[channel] * normal(key, x, 0x68bc21ebu);
      values[x] = stored(sqrtf(real * real + imaginary * imaginary), scan);
    }
  }
}

/// Adds noise with the grain of a reconstruction filter, more in the body's middle than at its
/// skin.
///
/// `lines` holds five filtered rows and one raw row of width + 4.
INLINE void add_filtered_noise(const seg_phantom_scan *scan, int z, float *slice, float *lines) {
  int width = scan->width, stride = width + 2 * NOISE_MARGIN;
  float *raw = lines + 5 * stride;
  float w0 = scan->filter[0], w1 = scan->filter[1], w2 = scan->filter[2];
  for (int y = -NOISE_MARGIN; y < scan->height + NOISE_MARGIN; y++) {
    float *line = lines + ((y + 5) % 5) * stride;
    uint32_t key = key_of(scan->seed, z, y);
    for (int x = 0; x < stride; x++) raw[x] = normal(key, x, 1);
    for (int x = 0; x < width; x++)
      line[x] = w0 * raw[x + 2] + w1 * (raw[x + 1] + raw[x + 3]) + w2 * (raw[x] + raw[x + 4]);
    int target = y - NOISE_MARGIN;
    if (target < 0) continue;
    const float *a = lines + ((target + 3) % 5) * stride, *b = lines + ((target + 4) % 5) * stride;
    const float *c = lines + ((target + 5) % 5) * stride, *d = lines + ((target + 6) % 5) * stride;
    const float *e = lines + ((target + 7) % 5) * stride;
    float *values = slice + (int64_t)target * width;
    float scale = 1 / (scan->noise_radius * scan->noise_radius);
    seg_phantom_vector from = {
        scan->origin.x + scan->step_z.x * (float)z + scan->step_y.x * (float)target,
        scan->origin.y + scan->step_z.y * (float)z + scan->step_y.y * (float)target, 0};
    from.x -= scan->noise_centre.x, from.y -= scan->noise_centre.y;
    for (int x = 0; x < width; x++) {
      float dx = from.x + scan->step_x.x * (float)x, dy = from.y + scan->step_x.y * (float)x;
      float level = 1.15f - 0.6f * least(1, (dx * dx + dy * dy) * scale);
      float grain = w0 * c[x] + w1 * (b[x] + d[x]) + w2 * (a[x] + e[x]);
      values[x] = stored(values[x] + scan->noise[0] * level * grain, scan);
    }
  }
}
