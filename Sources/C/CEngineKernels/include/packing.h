#pragma once
#include "format.h"
#include <stdint.h>

/// float32 in C order [N][C][V] to a feature map in `format`, channels padded with zeros.
void seg_pack(
    seg_format format, const float *plain, void *blocked, int64_t batch, int64_t channels,
    int64_t voxels, int threads);

/// A feature map in `format` to float32 in C order [N][C][V].
void seg_unpack(
    seg_format format, const void *blocked, float *plain, int64_t batch, int64_t channels,
    int64_t voxels, int threads);

/// float32 to bfloat16, rounded to the nearest.
void seg_round_to_bf16(const float *source, uint16_t *result, int64_t count, int threads);

/// Copies `channels` channels from one feature map into another of the same batch and grid. Channel
/// counts are without padding.
void seg_copy_channels(
    seg_format format, const void *source, int64_t source_channels, int64_t source_start,
    void *result, int64_t result_channels, int64_t result_start, int64_t channels, int64_t batch,
    int64_t voxels, int threads);
