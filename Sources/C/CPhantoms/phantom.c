#pragma STDC FP_CONTRACT OFF  // the same bits on every processor

#include "phantom.h"

#include <string.h>

#include "kernel.h"
#include "parallel.h"
#include "phantom_noise.h"
#include "phantom_paint.h"

enum { LABELS = 32, ROW_ARRAYS = 18 };

static int64_t row_floats(const seg_phantom_scan *scan) {
  return (int64_t)scan->width * scan->samples_x;
}

int64_t seg_phantom_scratch(const seg_phantom_scan *scan) {
  int64_t painting = ROW_ARRAYS * row_floats(scan);
  int64_t line = scan->width + 2 * NOISE_MARGIN;
  int64_t votes = (int64_t)scan->width * LABELS / 4;
  return painting + 6 * line + votes + 64;
}

static row row_in(float *scratch, int count) {
  row r = {.count = count};
  float **arrays[] = {&r.x,     &r.y,    &r.z,  &r.roughness, &r.texture, &r.distance,
                      &r.other, &r.hull, &r.g,  &r.gx,        &r.gy,      &r.gz,
                      &r.qx,    &r.qy,   &r.qz, &r.value[0],  &r.value[1]};
  for (int i = 0; i < 17; i++) *arrays[i] = scratch + (int64_t)i * count;
  r.tissue = (int32_t *)(scratch + (int64_t)17 * count);
  return r;
}

/// Counts the samples of a row to the voxels they lie in.
INLINE void gather(
    const seg_phantom_scene *scene, const seg_phantom_scan *scan, const row *r,
    float *const sums[2], uint8_t *votes) {
  int samples = scan->samples_x;
  for (int channel = 0; channel < scan->channels; channel++)
    for (int x = 0; x < scan->width; x++) {
      float sum = 0;
      for (int s = 0; s < samples; s++) sum += r->value[channel][x * samples + s];
      sums[channel][x] += sum;
    }
  for (int x = 0; x < scan->width; x++)
    for (int s = 0; s < samples; s++)
      votes[(int64_t)x * LABELS + scene->tissues[r->tissue[x * samples + s]].label]++;
}

INLINE void elect(int width, const uint8_t *votes, uint16_t *labels) {
  for (int x = 0; x < width; x++) {
    const uint8_t *v = votes + (int64_t)x * LABELS;
    int best = 0;
    for (int label = 1; label < LABELS; label++) best = v[label] > v[best] ? label : best;
    labels[x] = (uint16_t)best;
  }
}

/// Paints the sample rows of one slice and averages them: the scanner's partial volume.
SEG_KERNEL static void make_slice(
    const seg_phantom_scene *scene, const seg_phantom_scan *scan, int z, float *image,
    uint16_t *labels, float *scratch) {
  int width = scan->width, height = scan->height;
  int64_t plane = (int64_t)height * width, volume = plane * scan->depth;
  row r = row_in(scratch, width * scan->samples_x);
  float *lines = scratch + ROW_ARRAYS * row_floats(scan);
  uint8_t *votes = (uint8_t *)(lines + 6 * (width + 2 * NOISE_MARGIN));
  float share = 1 / (float)(scan->samples_z * scan->samples_y * scan->samples_x);
  float x0 = (0.5f / (float)scan->samples_x) - 0.5f, across = 1 / (float)scan->samples_x;
  r.step = (seg_phantom_vector){
      scan->step_x.x * across, scan->step_x.y * across, scan->step_x.z * across};
  for (int channel = 0; channel < scan->channels; channel++)
    memset(image + channel * volume + z * plane, 0, sizeof(float) * (size_t)plane);
  for (int y = 0; y < height; y++) {
    float *sums[2];
    for (int c = 0; c < 2; c++)
      sums[c] = image + (c < scan->channels ? c : 0) * volume + z * plane + (int64_t)y * width;
    memset(votes, 0, (size_t)width * LABELS);
    for (int sz = 0; sz < scan->samples_z; sz++)
      for (int sy = 0; sy < scan->samples_y; sy++) {
        float k = (float)z + ((float)sz + 0.5f) / (float)scan->samples_z - 0.5f;
        float j = (float)y + ((float)sy + 0.5f) / (float)scan->samples_y - 0.5f;
        r.start = (seg_phantom_vector){
            scan->origin.x + scan->step_z.x * k + scan->step_y.x * j + scan->step_x.x * x0,
            scan->origin.y + scan->step_z.y * k + scan->step_y.y * j + scan->step_x.y * x0,
            scan->origin.z + scan->step_z.z * k + scan->step_y.z * j + scan->step_x.z * x0};
        paint_row(scene, scan, &r);
        gather(scene, scan, &r, sums, votes);
      }
    elect(width, votes, labels + z * plane + (int64_t)y * width);
    for (int channel = 0; channel < scan->channels; channel++)
      for (int x = 0; x < width; x++) sums[channel][x] *= share;
  }
  if (scan->is_magnitude) {
    for (int channel = 0; channel < scan->channels; channel++)
      receive_magnitude(
          scan, scene->waves, channel, z, image + channel * volume + z * plane, lines);
  } else {
    add_filtered_noise(scan, z, image + z * plane, lines);
  }
}

struct job {
  const seg_phantom_scene *scene;
  const seg_phantom_scan *scan;
  float *image;
  uint16_t *labels;
  float *scratch;
};

static void make_slices(int index, int count, void *context) {
  struct job *job = context;
  float *scratch = job->scratch + index * seg_phantom_scratch(job->scan);
  for (int z = index; z < job->scan->depth; z += count)
    make_slice(job->scene, job->scan, z, job->image, job->labels, scratch);
}

void seg_phantom_make(
    const seg_phantom_scene *scene, const seg_phantom_scan *scan, float *image, uint16_t *labels,
    float *scratch, int threads) {
  struct job job = {scene, scan, image, labels, scratch};
  seg_parallel(threads, make_slices, &job);
}
