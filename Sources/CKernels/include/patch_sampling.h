#pragma once
#include <stdint.h>

/// A patch of another grid: voxel (z, y, x) of the patch lies at matrix * (z, y, x, 1) of the source, three rows of four.
typedef struct seg_patch_map {
  int64_t source[3];
  int64_t patch[3];
  double matrix[12];
  /// Displacements of the source position, [3][nodes] on a coarse grid over the patch, or NULL.
  const float *displacements;
  int64_t nodes[3];
} seg_patch_map;

/// Trilinear interpolation of one channel; 0 outside the source.
void seg_sample_linear(const seg_patch_map *map, const float *source, float *patch);

/// The nearest label; 0 outside the source.
void seg_sample_nearest(const seg_patch_map *map, const uint8_t *source, uint8_t *patch);
