#include "patch_sampling.h"
#include "kernel.h"
#include <math.h>
#include <stddef.h>

// The displacement at a patch voxel: trilinear between the nodes, which span the patch from its first to its last voxel.
static inline __attribute__((always_inline)) void displace(
    const seg_patch_map *m, int64_t z, int64_t y, int64_t x, double position[3]) {
  int64_t at[3] = {z, y, x}, low[3];
  double t[3];
  for (int a = 0; a < 3; a++) {
    double span = m->patch[a] > 1 ? (double)(m->nodes[a] - 1) / (double)(m->patch[a] - 1) : 0;
    double p = (double)at[a] * span;
    low[a] = (int64_t)p;
    if (low[a] > m->nodes[a] - 2) low[a] = m->nodes[a] - 2;
    t[a] = p - (double)low[a];
  }
  int64_t row = m->nodes[2], slice = m->nodes[1] * row, map = m->nodes[0] * slice;
  const float *d = m->displacements + low[0] * slice + low[1] * row + low[2];
  for (int a = 0; a < 3; a++, d += map) {
    double sum = 0;
    for (int corner = 0; corner < 8; corner++) {
      int i = corner >> 2, j = corner >> 1 & 1, k = corner & 1;
      double weight = (i ? t[0] : 1 - t[0]) * (j ? t[1] : 1 - t[1]) * (k ? t[2] : 1 - t[2]);
      sum += weight * d[i * slice + j * row + k];
    }
    position[a] += sum;
  }
}

static inline __attribute__((always_inline)) void locate(
    const seg_patch_map *m, int64_t z, int64_t y, int64_t x, double position[3]) {
  for (int a = 0; a < 3; a++) {
    const double *r = m->matrix + 4 * a;
    position[a] = r[0] * (double)z + r[1] * (double)y + r[2] * (double)x + r[3];
  }
  if (m->displacements) displace(m, z, y, x, position);
}

SEG_KERNEL
void seg_sample_linear(const seg_patch_map *m, const float *source, float *patch) {
  int64_t row = m->source[2], slice = m->source[1] * row;
  for (int64_t z = 0; z < m->patch[0]; z++)
    for (int64_t y = 0; y < m->patch[1]; y++)
      for (int64_t x = 0; x < m->patch[2]; x++) {
        double position[3];
        locate(m, z, y, x, position);
        int64_t low[3];
        float t[3];
        int inside = 1, reached = 1;
        for (int a = 0; a < 3; a++) {
          double floored = floor(position[a]);
          reached &= floored >= -1 && floored < (double)m->source[a];
          low[a] = reached ? (int64_t)floored : 0;
          t[a] = (float)(position[a] - floored);
          inside &= low[a] >= 0 && low[a] + 1 < m->source[a];
        }
        float value = 0;
        if (reached && inside) {
          const float *p = source + low[0] * slice + low[1] * row + low[2];
          float a = p[0] + (p[1] - p[0]) * t[2], b = p[row] + (p[row + 1] - p[row]) * t[2];
          const float *q = p + slice;
          float c = q[0] + (q[1] - q[0]) * t[2], d = q[row] + (q[row + 1] - q[row]) * t[2];
          a += (b - a) * t[1];
          c += (d - c) * t[1];
          value = a + (c - a) * t[0];
        } else if (reached) {
          for (int corner = 0; corner < 8; corner++) {
            int64_t i = low[0] + (corner >> 2), j = low[1] + (corner >> 1 & 1);
            int64_t k = low[2] + (corner & 1);
            if (i < 0 || j < 0 || k < 0 || i >= m->source[0] || j >= m->source[1] || k >= row) continue;
            value += (corner & 4 ? t[0] : 1 - t[0]) * (corner & 2 ? t[1] : 1 - t[1]) *
                     (corner & 1 ? t[2] : 1 - t[2]) * source[i * slice + j * row + k];
          }
        }
        *patch++ = value;
      }
}

SEG_KERNEL
void seg_sample_nearest(const seg_patch_map *m, const uint8_t *source, uint8_t *patch) {
  int64_t row = m->source[2], slice = m->source[1] * row;
  for (int64_t z = 0; z < m->patch[0]; z++)
    for (int64_t y = 0; y < m->patch[1]; y++)
      for (int64_t x = 0; x < m->patch[2]; x++) {
        double position[3];
        locate(m, z, y, x, position);
        int inside = 1;
        int64_t at[3];
        for (int a = 0; a < 3; a++) {
          double nearest = floor(position[a] + 0.5);
          inside &= nearest >= 0 && nearest < (double)m->source[a];
          at[a] = inside ? (int64_t)nearest : 0;
        }
        *patch++ = inside ? source[at[0] * slice + at[1] * row + at[2]] : 0;
      }
}
