#pragma once
#include <stdint.h>

/// A patch of a volume; sizes and starts are (depth, height, width). Arrays are float32 in C order
/// [channel][depth][height][width].
typedef struct seg_window {
  int64_t channels;
  int64_t volume[3];
  int64_t patch[3];
  /// The volume's voxel at the patch's first; the patch may reach over every border.
  int64_t start[3];
  /// 1 where the patch is reversed along an axis.
  int mirrored[3];
} seg_window;

/// Copies a patch out of a volume, zero where it reaches over the border.
void seg_window_gather(const seg_window *window, const float *volume, float *patch, int threads);

/// sums += weights * patch and weight_sums += weights inside the volume; `weights` is one patch,
/// not reversed, `weight_sums` one number a voxel.
void seg_window_accumulate(
    const seg_window *window, const float *patch, const float *weights, float *sums,
    float *weight_sums, int threads);

/// The sums of every channel divided by the sums of weights; a channel of `sums` begins `stride`
/// values after the one before it, `result` is [channels][voxels].
void seg_window_average(
    const float *sums, const float *weight_sums, float *result, int64_t channels, int64_t stride,
    int64_t voxels, int threads);
