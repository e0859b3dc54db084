#include "erosion.h"

#include <stddef.h>
#include <string.h>

#include "kernel.h"

SEG_KERNEL static void intersect(uint8_t *bytes, const uint8_t *other, size_t count) {
  for (size_t i = 0; i < count; i++) bytes[i] &= other[i];
}

/// Intersects bytes with those `shift` places on, which lie in the same line.
SEG_KERNEL static void intersect_ahead(uint8_t *line, size_t shift, size_t count) {
  enum { block = 256 };
  uint8_t ahead[block];
  for (size_t start = 0; start < count; start += block) {
    const size_t length = count - start < block ? count - start : block;
    memcpy(ahead, line + start + shift, length);
    for (size_t i = 0; i < length; i++) line[start + i] &= ahead[i];
  }
}

/// Gives each of `count` blocks of `stride` bytes the intersection of itself and the `window - 1`
/// that follow, then moves the results to the middle of their windows.
static void erode_line(uint8_t *line, int32_t count, size_t stride, int32_t radius) {
  const int32_t window = 2 * radius + 1;
  if (window > count) {
    memset(line, 0, (size_t)count * stride);
    return;
  }
  int32_t covered = 1;
  while (covered < window) {
    const int32_t step = covered * 2 <= window ? covered : window - covered;
    const int32_t last = count - covered - step + 1;
    if (stride == 1)
      intersect_ahead(line, (size_t)step, (size_t)last);
    else
      for (int32_t i = 0; i < last; i++)
        intersect(line + (size_t)i * stride, line + (size_t)(i + step) * stride, stride);
    covered += step;
  }
  const size_t kept = (size_t)(count - window + 1) * stride, shift = (size_t)radius * stride;
  memmove(line + shift, line, kept);
  memset(line, 0, shift);
  memset(line + shift + kept, 0, shift);
}

void seg_erode_box(uint8_t *bytes, const int32_t size[3], const int32_t radius[3]) {
  const size_t width = (size_t)size[2], plane = width * (size_t)size[1];
  if (radius[2] > 0)
    for (int64_t row = 0; row < (int64_t)size[0] * size[1]; row++)
      erode_line(bytes + (size_t)row * width, size[2], 1, radius[2]);
  if (radius[1] > 0)
    for (int32_t z = 0; z < size[0]; z++)
      erode_line(bytes + (size_t)z * plane, size[1], width, radius[1]);
  if (radius[0] > 0) erode_line(bytes, size[0], plane, radius[0]);
}

SEG_KERNEL static void count_block(
    const uint8_t *bytes, const uint8_t *inner, int32_t count, int64_t counts[2]) {
  int32_t both = 0, either = 0;
  for (int32_t i = 0; i < count; i++) {
    const uint8_t band = bytes[i] & (uint8_t)~inner[i] & 3;
    both += band == 3;
    either += band != 0;
  }
  counts[0] += both;
  counts[1] += either;
}

void seg_count_bands(const uint8_t *bytes, const uint8_t *inner, int64_t count, int64_t counts[2]) {
  counts[0] = counts[1] = 0;
  const int64_t block = 1 << 20;
  for (int64_t start = 0; start < count; start += block)
    count_block(
        bytes + start, inner + start, (int32_t)(count - start < block ? count - start : block),
        counts);
}
