#pragma once
#include <stddef.h>
#include <stdint.h>

/// How many voxels have label `reference` in one map and `prediction` in the other.
struct seg_label_pair {
  uint16_t reference;
  uint16_t prediction;
  int64_t voxels;
};

/// The first and last plane of each axis (z, y, x) in which either map holds a label; `last` <
/// `first` where none does.
struct seg_label_box {
  int32_t first[3];
  int32_t last[3];
};

/// Counts every pair of labels of two maps and finds the box of every label, in one pass.
///
/// - reference, prediction: `depth * height * width` labels each, x fastest.
/// - boxes: 65536 boxes, one for each label; overwritten.
/// - pairs: set to an array in no order, to be freed by the caller.
/// Returns the number of pairs, or -1 where memory ran out.
int64_t seg_label_scan(
    const uint16_t *reference, const uint16_t *prediction, int32_t depth, int32_t height,
    int32_t width, int threads, struct seg_label_box *boxes, struct seg_label_pair **pairs);

/// Marks the voxels of a label (or of several) within a box, with one plane of zeros around it.
///
/// - members: 65536 flags, the labels to mark; NULL to mark `label` alone.
/// - map: `height * width` the whole grid's planes; `first`, `size`: the box (z, y, x).
/// - planar: no planes of zeros above and below in z.
/// - bit: set in `mask` where the label is; other bits stay.
/// - mask: (size[0] + 2) * (size[1] + 2) * (size[2] + 2) bytes, or size[0] in z when planar.
void seg_mark_label(
    const uint16_t *map, int32_t height, int32_t width, const int32_t first[3],
    const int32_t size[3], int planar, uint16_t label, const uint8_t *members, uint8_t bit,
    uint8_t *mask);
