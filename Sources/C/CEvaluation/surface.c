#include "surface.h"

#include <stddef.h>
#include <string.h>

#include "kernel.h"

/// The codes of two neighbouring corners in a row: bit 0 where `row[x]` has `bit`, bit 1 where its
/// neighbour has.
static inline __attribute__((always_inline)) unsigned pair_code(
    const uint8_t *row, int32_t x, uint8_t bit) {
  return (unsigned)((row[x] & bit) != 0) | (unsigned)((row[x + 1] & bit) != 0) << 1;
}

/// One row of corner codes. `rows`: the voxel rows (z, y), (z, y + 1), (z + 1, y), (z + 1, y + 1);
/// only two when planar.
SEG_KERNEL static void corner_codes(
    const uint8_t *const rows[4], int planar, uint8_t bit, int32_t count, uint8_t *codes) {
  const uint8_t *a = rows[0], *b = rows[1], *c = rows[2], *d = rows[3];
  if (planar) {
    for (int32_t x = 0; x < count; x++)
      codes[x] = (uint8_t)(pair_code(a, x, bit) | pair_code(b, x, bit) << 2);
    return;
  }
  for (int32_t x = 0; x < count; x++) {
    const unsigned near = pair_code(a, x, bit) | pair_code(b, x, bit) << 2;
    const unsigned far = pair_code(c, x, bit) | pair_code(d, x, bit) << 2;
    codes[x] = (uint8_t)(near | far << 4);
  }
}

/// One row of border voxels. `rows`: the row itself, its neighbours in y, then those in z (which
/// may repeat the row itself).
SEG_KERNEL static void border_codes(
    const uint8_t *const rows[5], uint8_t bit, int32_t count, uint8_t *codes) {
  const uint8_t *a = rows[0], *b = rows[1], *c = rows[2], *d = rows[3], *e = rows[4];
  for (int32_t x = 1; x <= count; x++) {
    const uint8_t inner = a[x - 1] & a[x + 1] & b[x] & c[x] & d[x] & e[x];
    codes[x - 1] = (a[x] & (uint8_t)~inner & bit) != 0;
  }
}

/// Splits a row of codes of `from` (in `queries`) by the codes of `to` (in `sites`), both replaced.
/// Returns 1 where points are shared.
SEG_KERNEL static int split(
    uint8_t *queries, uint8_t *sites, uint8_t *both, int32_t count, uint8_t full) {
  uint8_t any = 0;
  for (int32_t x = 0; x < count; x++) {
    const uint8_t from = queries[x] != full ? queries[x] : 0;
    const uint8_t on = sites[x] != 0 && sites[x] != full;
    sites[x] = on;
    queries[x] = on ? 0 : from;
    both[x] = on ? from : 0;
    any |= both[x];
  }
  return any != 0;
}

SEG_KERNEL static int64_t count_set(const uint8_t *bytes, int32_t count) {
  int32_t sum = 0;
  for (int32_t x = 0; x < count; x++) sum += bytes[x] != 0;
  return sum;
}

int64_t seg_surface(
    const uint8_t *mask, const int32_t size[3], int planar, int area, uint8_t from, uint8_t to,
    uint8_t *sites, uint8_t *queries, int64_t *shared) {
  const size_t wide = (size_t)size[2] + 2, plane = wide * ((size_t)size[1] + 2);
  const int32_t depth = size[0] + (area && !planar), height = size[1] + (area != 0);
  const int32_t width = size[2] + (area != 0);
  const uint8_t full = !area ? 255 : planar ? 15 : 255;
  enum { block = 1024 };
  uint8_t both[block];
  int64_t found = 0;
  memset(shared, 0, 256 * sizeof *shared);
  for (int32_t z = 0; z < depth; z++)
    for (int32_t y = 0; y < height; y++) {
      const size_t row = ((size_t)z * (size_t)height + (size_t)y) * (size_t)width;
      for (int32_t x = 0; x < width; x += block) {
        const int32_t count = width - x < block ? width - x : block;
        uint8_t *q = queries + row + x, *s = sites + row + x;
        if (area) {
          const uint8_t *corner = mask + (size_t)z * plane + (size_t)y * wide + x;
          const size_t deep = planar ? 0 : plane;
          const uint8_t *rows[4] = {corner, corner + wide, corner + deep, corner + deep + wide};
          corner_codes(rows, planar, from, count, q);
          corner_codes(rows, planar, to, count, s);
        } else {
          const uint8_t *voxel =
              mask + (size_t)(planar ? z : z + 1) * plane + ((size_t)y + 1) * wide + x;
          const uint8_t *rows[5] = {
              voxel, voxel - wide, voxel + wide, planar ? voxel : voxel - plane,
              planar ? voxel : voxel + plane};
          border_codes(rows, from, count, q);
          border_codes(rows, to, count, s);
        }
        if (split(q, s, both, count, full))
          for (int32_t i = 0; i < count; i++) shared[both[i]]++;
        found += count_set(q, count);
      }
    }
  shared[0] = 0;
  return found;
}
