#include "patch_sampling.h"
#include "kernel.h"
#include <math.h>
#include <stddef.h>

enum { lanes = 64, most_nodes = 64 };

// Where `lanes` neighbouring voxels of a patch lie: offsets of the lower and upper neighbours and
// their weights, 0 for those outside.
struct places {
  int64_t low[3][lanes], high[3][lanes];
  float below[3][lanes], above[3][lanes];
};

// Four neighbouring nodes and their weights at position `at` of `count` voxels (Keys 1981, cubic
// convolution with a = -1/2).
static inline __attribute__((always_inline)) void node_weights(
    int64_t at, int64_t count, int64_t nodes, int64_t index[4], float weight[4]) {
  float position = count > 1 ? (float)at * (float)(nodes - 1) / (float)(count - 1) : 0;
  int64_t low = (int64_t)position;
  if (low > nodes - 2) low = nodes - 2;
  float t = position - (float)low, u = 1 - t;
  weight[0] = -0.5f * t * u * u;
  weight[1] = 1 + t * t * (1.5f * t - 2.5f);
  weight[2] = 1 + u * u * (1.5f * u - 2.5f);
  weight[3] = -0.5f * u * t * t;
  for (int k = 0; k < 4; k++) {
    int64_t i = low - 1 + k;
    index[k] = i < 0 ? 0 : i >= nodes ? nodes - 1 : i;
  }
}

// Displacements of the nodes along x for one row of the patch.
static void displace_row(const seg_patch_map *m, int64_t z, int64_t y, float row[3][most_nodes]) {
  int64_t i[4], j[4];
  float a[4], b[4];
  node_weights(z, m->patch[0], m->nodes[0], i, a);
  node_weights(y, m->patch[1], m->nodes[1], j, b);
  const float *map = m->displacements;
  for (int axis = 0; axis < 3; axis++, map += m->nodes[0] * m->nodes[1] * m->nodes[2])
    for (int64_t k = 0; k < m->nodes[2]; k++) {
      float sum = 0;
      for (int p = 0; p < 4; p++)
        for (int q = 0; q < 4; q++)
          sum += a[p] * b[q] * map[(i[p] * m->nodes[1] + j[q]) * m->nodes[2] + k];
      row[axis][k] = sum;
    }
}

static inline __attribute__((always_inline)) void locate(
    const seg_patch_map *m, int64_t z, int64_t y, int64_t x, int64_t count,
    float nodes[3][most_nodes], struct places *places) {
  float moved[3][lanes];
  if (m->displacements)
    for (int64_t l = 0; l < count; l++) {
      int64_t i[4];
      float w[4];
      node_weights(x + l, m->patch[2], m->nodes[2], i, w);
      for (int a = 0; a < 3; a++)
        moved[a][l] = w[0] * nodes[a][i[0]] + w[1] * nodes[a][i[1]] + w[2] * nodes[a][i[2]] +
                      w[3] * nodes[a][i[3]];
    }
  int64_t stride[3] = {m->part[1] * m->part[2], m->part[2], 1};
  for (int a = 0; a < 3; a++) {
    const double *r = m->matrix + 4 * a;
    // Whole voxels apart, so that single precision is enough for the rest.
    double start = r[0] * (double)z + r[1] * (double)y + r[2] * (double)x + r[3];
    start = start < -1e9 ? -1e9 : start > 1e9 ? 1e9 : start;
    double whole = floor(start);
    float rest = (float)(start - whole), step = (float)r[2];
    int32_t first = (int32_t)whole - (int32_t)m->origin[a], last = (int32_t)m->part[a] - 1;
    for (int64_t l = 0; l < lanes; l++) {
      float position = rest + step * (float)l;
      if (m->displacements) position += l < count ? moved[a][l] : 0;
      position = position < -1e9f ? -1e9f : position > 1e9f ? 1e9f : position;
      float floored = __builtin_floorf(position), t = position - floored;
      int32_t low = first + (int32_t)floored, high = low + 1;
      places->below[a][l] = low >= 0 && low <= last ? 1 - t : 0;
      places->above[a][l] = high >= 0 && high <= last ? t : 0;
      low = low < 0 ? 0 : low > last ? last : low;
      high = high < 0 ? 0 : high > last ? last : high;
      places->low[a][l] = (int64_t)low * stride[a];
      places->high[a][l] = (int64_t)high * stride[a];
    }
  }
}

// The label with most weight among eight, the rest of the weight being background; of two equal
// ones the lesser.
static inline __attribute__((always_inline)) uint8_t heaviest(
    const uint8_t label[8], const float weight[8]) {
  float best = 1;
  for (int k = 0; k < 8; k++) best -= label[k] ? weight[k] : 0;
  uint8_t winner = 0;
  for (int k = 0; k < 8; k++) {
    if (!label[k]) continue;
    float sum = 0;
    for (int other = 0; other < 8; other++) sum += label[other] == label[k] ? weight[other] : 0;
    if (sum > best + 1e-6f || (winner && label[k] < winner && sum > best - 1e-6f)) {
      best = sum;
      winner = label[k];
    }
  }
  return winner;
}

SEG_KERNEL
void seg_sample_patch(
    const seg_patch_map *m, int64_t channels, const float *image, const uint8_t *labels,
    float *patch, uint8_t *patch_labels) {
  int64_t size = m->part[0] * m->part[1] * m->part[2],
          count = m->patch[0] * m->patch[1] * m->patch[2];
  float nodes[3][most_nodes];
  struct places p;
  for (int64_t z = 0; z < m->patch[0]; z++)
    for (int64_t y = 0; y < m->patch[1]; y++) {
      if (m->displacements) displace_row(m, z, y, nodes);
      for (int64_t x = 0; x < m->patch[2]; x += lanes) {
        int64_t n = m->patch[2] - x < lanes ? m->patch[2] - x : lanes;
        int64_t target = (z * m->patch[1] + y) * m->patch[2] + x;
        locate(m, z, y, x, n, nodes, &p);
        for (int64_t c = 0; c < channels; c++) {
          const float *source = image + c * size;
          float *result = patch + c * count + target;
          for (int64_t l = 0; l < n; l++) {
            const float *a = source + p.low[0][l], *b = source + p.high[0][l];
            int64_t ll = p.low[1][l] + p.low[2][l], lh = p.low[1][l] + p.high[2][l];
            int64_t hl = p.high[1][l] + p.low[2][l], hh = p.high[1][l] + p.high[2][l];
            float u = p.below[2][l], v = p.above[2][l], s = p.below[1][l], t = p.above[1][l];
            float lower = s * (u * a[ll] + v * a[lh]) + t * (u * a[hl] + v * a[hh]);
            float upper = s * (u * b[ll] + v * b[lh]) + t * (u * b[hl] + v * b[hh]);
            result[l] = p.below[0][l] * lower + p.above[0][l] * upper;
          }
        }
        for (int64_t l = 0; l < n; l++) {
          uint8_t label[8];
          int differ = 0;
          for (int k = 0; k < 8; k++) {
            int64_t at = (k & 4 ? p.high : p.low)[0][l] + (k & 2 ? p.high : p.low)[1][l] +
                         (k & 1 ? p.high : p.low)[2][l];
            label[k] = labels[at];
            differ |= label[k] ^ label[0];
          }
          if (!differ && !label[0]) {
            patch_labels[target + l] = 0;
            continue;
          }
          float weight[8], sum = 0;
          for (int k = 0; k < 8; k++) {
            weight[k] = (k & 4 ? p.above : p.below)[0][l] * (k & 2 ? p.above : p.below)[1][l] *
                        (k & 1 ? p.above : p.below)[2][l];
            sum += weight[k];
          }
          patch_labels[target + l] = !differ && sum > 0.5f ? label[0] : heaviest(label, weight);
        }
      }
    }
}
