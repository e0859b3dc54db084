#pragma once
#include <stdint.h>

/// A patch of another grid: voxel (z, y, x) of the patch lies at matrix * (z, y, x, 1) of the grid,
/// three rows of four.
typedef struct seg_patch_map {
  /// The part of the grid that is in memory: its first voxel and its size. What lies beyond counts
  /// as outside.
  int64_t origin[3];
  int64_t part[3];
  int64_t patch[3];
  double matrix[12];
  /// Displacements of the position on the grid, [3][nodes] on a coarse grid over the patch, or
  /// NULL. Between the nodes, which span the patch from its first to its last voxel, they follow
  /// cubic convolution.
  const float *displacements;
  /// At least 2, at most 64.
  int64_t nodes[3];
} seg_patch_map;

/// Takes a patch: trilinear interpolation of every channel, 0 outside; the label with most weight
/// in it, 0 outside.
///
/// `image` is [channels][part], `labels` [part]; `patch` is [channels][patch], `patch_labels`
/// [patch].
void seg_sample_patch(
    const seg_patch_map *map, int64_t channels, const float *image, const uint8_t *labels,
    float *patch, uint8_t *patch_labels);
