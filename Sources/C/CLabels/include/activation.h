#pragma once
#include <stdint.h>

/// Softmax over the channels of every voxel, in place; `logits` is [channels][voxels].
void seg_softmax(float *logits, int64_t channels, int64_t voxels, int threads);

/// The logistic function of every value, in place.
void seg_sigmoid(float *logits, int64_t count, int threads);
