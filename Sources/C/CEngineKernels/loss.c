#include "loss.h"
#include "fast_math.h"
#include "kernel.h"
#include "parallel.h"
#include "split.h"
#include "templates/element.h"

enum { tile = 64, most_classes = 256 };

int64_t seg_loss_scratch(int64_t batch, int64_t classes, int64_t voxels) {
  return batch * part_count(voxels) * (1 + 3 * classes);
}

// Softmax of `count` voxels into p[class][tile], and log of the sum of exponentials into `log_sum`
// (relative to 0).
static inline __attribute__((always_inline)) void softmax_tile(
    const float *logits, int64_t block, int64_t voxels, int64_t classes, int64_t count, float *p,
    float *log_sum) {
  float largest[tile], sum[tile];
  for (int64_t k = 0; k < classes; k++) {
    const float *from = logits + k / block * voxels * block + k % block;
    float *to = p + k * tile;
    for (int64_t v = 0; v < count; v++) to[v] = from[v * block];
    for (int64_t v = count; v < tile; v++) to[v] = 0;
  }
  for (int64_t v = 0; v < tile; v++) largest[v] = p[v];
  for (int64_t k = 1; k < classes; k++)
    for (int64_t v = 0; v < tile; v++)
      largest[v] = p[k * tile + v] > largest[v] ? p[k * tile + v] : largest[v];
  for (int64_t v = 0; v < tile; v++) sum[v] = 0;
  for (int64_t k = 0; k < classes; k++)
    for (int64_t v = 0; v < tile; v++) {
      float e = seg_expf(p[k * tile + v] - largest[v]);
      p[k * tile + v] = e;
      sum[v] += e;
    }
  for (int64_t v = 0; v < tile; v++) {
    log_sum[v] = largest[v] + seg_logf(sum[v]);
    sum[v] = 1 / sum[v];
  }
  for (int64_t k = 0; k < classes; k++)
    for (int64_t v = 0; v < tile; v++) p[k * tile + v] *= sum[v];
}

SEG_KERNEL
void seg_loss_sums_part(const seg_loss *w, int64_t n, int64_t start, int64_t voxels, double *out) {
  float p[most_classes * tile], log_sum[tile];
  int64_t blocks = (w->classes + 15) / 16 * 16 / w->block;
  const float *logits = w->logits + n * blocks * w->voxels * w->block;
  const uint8_t *labels = w->labels + n * w->voxels;
  for (int64_t i = 0; i < 1 + 3 * w->classes; i++) out[i] = 0;
  for (int64_t base = start; base < start + voxels; base += tile) {
    int64_t count = start + voxels - base < tile ? start + voxels - base : tile;
    const float *z = logits + base * w->block;
    softmax_tile(z, w->block, w->voxels, w->classes, count, p, log_sum);
    float voxel = 0;
    for (int64_t v = 0; v < count; v++) {
      int64_t y = labels[base + v];
      if (y >= w->classes) y = 0;
      float log_p =
          z[y / w->block * w->voxels * w->block + v * w->block + y % w->block] - log_sum[v];
      float weight = w->class_weights ? w->class_weights[y] : 1;
      if (w->gamma > 0)
        voxel -= weight * seg_powf(1 - p[y * tile + v], w->gamma) * log_p;
      else if (w->label_smoothing > 0) {
        float mean = 0;
        for (int64_t k = 0; k < w->classes; k++)
          mean += z[k / w->block * w->voxels * w->block + v * w->block + k % w->block];
        voxel -= weight * ((1 - w->label_smoothing) * log_p +
                           w->label_smoothing * (mean / (float)w->classes - log_sum[v]));
      } else
        voxel -= weight * log_p;
    }
    out[0] += voxel;
    for (int64_t k = 0; k < w->classes; k++) {
      float intersection = 0, prediction = 0;
      int target = 0;
      const float *q = p + k * tile;
      for (int64_t v = 0; v < count; v++) {
        int hit = labels[base + v] == k;
        intersection += hit ? q[v] : 0;
        prediction += w->squared ? q[v] * q[v] : q[v];
        target += hit;
      }
      out[1 + 3 * k] += intersection;
      out[2 + 3 * k] += prediction;
      out[3 + 3 * k] += target;
    }
  }
}

static void sums_body(int index, int count, void *context) {
  const seg_loss *w = context;
  int64_t parts = part_count(w->voxels), begin, end;
  seg_split(w->batch * parts, index, count, &begin, &end);
  for (int64_t i = begin; i < end; i++) {
    int64_t start = i % parts * seg_part_voxels;
    int64_t voxels = w->voxels - start < seg_part_voxels ? w->voxels - start : seg_part_voxels;
    seg_loss_sums_part(w, i / parts, start, voxels, w->scratch + i * (1 + 3 * w->classes));
  }
}

void seg_loss_sums(const seg_loss *w, double *sums, int threads) {
  seg_parallel(threads, sums_body, (void *)w);
  int64_t parts = part_count(w->voxels), width = 1 + 3 * w->classes;
  for (int64_t n = 0; n < w->batch; n++)
    for (int64_t i = 0; i < width; i++) {
      sums[n * width + i] = 0;
      for (int64_t part = 0; part < parts; part++)
        sums[n * width + i] += w->scratch[(n * parts + part) * width + i];
    }
}

SEG_KERNEL
void seg_loss_gradient_part(const seg_loss *w, int64_t n, int64_t start, int64_t voxels) {
  float p[most_classes * tile], log_sum[tile], total[tile], focal[tile];
  int64_t padded = (w->classes + 15) / 16 * 16, blocks = padded / w->block;
  int64_t map = w->voxels * w->block;
  const float *logits = w->logits + n * blocks * map;
  const uint8_t *labels = w->labels + n * w->voxels;
  const float *by_i = w->region + n * 2 * w->classes, *by_p = by_i + w->classes;
  float smoothing = w->label_smoothing, even = smoothing / (float)w->classes;
  for (int64_t base = start; base < start + voxels; base += tile) {
    int64_t count = start + voxels - base < tile ? start + voxels - base : tile;
    softmax_tile(logits + base * w->block, w->block, w->voxels, w->classes, count, p, log_sum);
    for (int64_t v = 0; v < tile; v++) total[v] = 0;
    for (int64_t k = 0; k < w->classes; k++)
      for (int64_t v = 0; v < count; v++) {
        float q = p[k * tile + v];
        float d = by_p[k] * (w->squared ? 2 * q : 1) + (labels[base + v] == k ? by_i[k] : 0);
        total[v] += d * q;
      }
    for (int64_t v = 0; v < count; v++) {
      int64_t y = labels[base + v] < w->classes ? labels[base + v] : 0;
      focal[v] = w->voxel_weight * (w->class_weights ? w->class_weights[y] : 1);
      if (w->gamma > 0) {
        float q = p[y * tile + v], miss = 1 - q;
        if (miss < 1e-7f) miss = 1e-7f;
        if (q < 1e-20f) q = 1e-20f;
        // d/dp of -(1 - p)^gamma log p, times -p: what multiplies (p_k - [k = y]).
        float power = seg_powf(miss, w->gamma - 1);
        focal[v] *= power * miss - w->gamma * power * q * seg_logf(q);
      }
    }
    for (int64_t k = 0; k < padded; k++) {
      int64_t offset = (n * blocks + k / w->block) * map + base * w->block + k % w->block;
      for (int64_t v = 0; v < count; v++) {
        float gradient = 0;
        if (k < w->classes) {
          float q = p[k * tile + v];
          int hit = labels[base + v] == k;
          float d = by_p[k] * (w->squared ? 2 * q : 1) + (hit ? by_i[k] : 0);
          gradient = q * (d - total[v]) + focal[v] * (q - (hit ? 1 - smoothing : 0) - even);
        }
        if (w->format == seg_bf16x16)
          ((uint16_t *)w->dlogits)[offset + v * w->block] = seg_f32_to_bf16(gradient);
        else
          ((float *)w->dlogits)[offset + v * w->block] = gradient;
      }
    }
  }
}

static void gradient_body(int index, int count, void *context) {
  const seg_loss *w = context;
  int64_t parts = part_count(w->voxels), begin, end;
  seg_split(w->batch * parts, index, count, &begin, &end);
  for (int64_t i = begin; i < end; i++) {
    int64_t start = i % parts * seg_part_voxels;
    int64_t voxels = w->voxels - start < seg_part_voxels ? w->voxels - start : seg_part_voxels;
    seg_loss_gradient_part(w, i / parts, start, voxels);
  }
}

void seg_loss_gradient(const seg_loss *w, int threads) {
  seg_parallel(threads, gradient_body, (void *)w);
}
