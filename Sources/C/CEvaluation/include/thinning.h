#pragma once
#include <stdint.h>

/// Thins a mask to its skeleton, one voxel wide and of the same topology (26-connected mask,
/// 6-connected background).
///
/// Border voxels are removed from six directions in turn, where that changes no topology and the
/// voxel is not an end
/// (exactly one neighbour). Source: Lee et al. 1994, "Building skeleton models via 3-D medial
/// surface/axis thinning algorithms".
///
/// - bytes: size[0] * size[1] * size[2] (z, y, x) of 0 and 1, replaced.
/// Returns 0, or -1 where memory ran out.
int seg_thin(uint8_t *bytes, const int32_t size[3]);
