#pragma once
#include <stdint.h>

/// A run of voxels of one label in a row: from `begin` up to, not including, `end`.
struct seg_run {
  int64_t row;
  int32_t begin, end;
  int32_t component;
};

/// A 26-connected set of voxels of one label.
struct seg_component {
  int64_t voxels;
  int32_t first[3], last[3];
  uint16_t label;
  /// 1 where it shares a voxel with a component of the same label in another map; set by
  /// `seg_match_components`.
  uint8_t is_matched;
};

/// The components of a label map with the runs they are made of, rows in order. Free with
/// `seg_free_components`.
struct seg_components {
  struct seg_run *runs;
  int64_t run_count;
  struct seg_component *components;
  int32_t count;
};

/// Finds the 26-connected components of every label but 0.
///
/// Source: run-based union-find, after He et al. 2008, "A run-based two-scan labeling algorithm".
///
/// - classes: 65536 labels that take the place of the map's; NULL to keep them.
/// Returns 0, or -1 where memory ran out (nothing is then to be freed).
int seg_find_components(
    const uint16_t *map, int32_t depth, int32_t height, int32_t width, const uint16_t *classes,
    struct seg_components *components);

/// Marks the components of two maps of one grid that share a voxel with one of the same label in
/// the other.
void seg_match_components(struct seg_components *a, struct seg_components *b);

void seg_free_components(struct seg_components *components);
