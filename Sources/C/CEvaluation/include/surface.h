#pragma once
#include <stdint.h>

/// Finds the surfaces of two masks and splits one of them by whether it lies on the other.
///
/// The masks are two bits of the same bytes, made by `seg_mark_label`: `size` voxels (z, y, x) with
/// a rim of zeros
/// (no rim in z when planar).
///
/// - area: 1 for surface elements at the corners between voxels. A corner's code has bit 4z + 2y +
///   x set for the voxel
///   at offset (z, y, x) in 0...1 of its 2 x 2 x 2 neighbours (2y + x of 2 x 2 when planar); it
///   lies on the surface unless all agree.
///   The grid of corners is one longer than `size` along each axis (not in z when planar).
///   0 for border voxels: in the mask, with one of the six (four when planar) neighbours outside;
///   code 1; the grid is that of the voxels.
/// - from, to: the bits of the mask whose surface is measured, and of the one that distances go to.
/// - sites: 1 on the surface of `to`, else 0.
/// - queries: the code on the surface of `from` where `to` has none, else 0.
/// - shared: 256 counts, by code, of points on the surface of `from` that lie on that of `to` too.
/// Returns the number of queries.
int64_t seg_surface(
    const uint8_t *mask, const int32_t size[3], int planar, int area, uint8_t from, uint8_t to,
    uint8_t *sites, uint8_t *queries, int64_t *shared);
