#pragma once
#include <stdint.h>

/// Erodes masks by a box of `2 * radius + 1` voxels along each axis; what lies outside the array
/// counts as outside the mask.
///
/// Every bit of a byte is a mask of its own.
/// - bytes: size[0] * size[1] * size[2] (z, y, x), replaced.
void seg_erode_box(uint8_t *bytes, const int32_t size[3], const int32_t radius[3]);

/// Counts the voxels of the bands between masks (bits 0 and 1 of `bytes`) and their erosions (of
/// `inner`): `counts` receives how many lie
/// in both bands and how many in at least one.
void seg_count_bands(const uint8_t *bytes, const uint8_t *inner, int64_t count, int64_t counts[2]);
