#pragma once
#include <stdint.h>

/// Finds the plane with the most voxels that differ from `reference` (from 0 where that is NULL),
/// in it the row with the most, and in that
/// the middle one of them.
///
/// - place: receives (z, y, x); stays as it is where nothing differs.
void seg_find_focus(
    const uint16_t *reference, const uint16_t *map, int32_t depth, int32_t height, int32_t width,
    int32_t place[3]);
