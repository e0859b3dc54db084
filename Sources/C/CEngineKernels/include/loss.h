#pragma once
#include "format.h"
#include <stdint.h>

/// Softmax, cross-entropy (or focal loss) and the sums that region losses such as Dice are made of.
///
/// Logits are float32 in blocks; labels one byte a voxel, [N][V].
typedef struct seg_loss {
  /// Channels per block of the logits: 16 or 8.
  int64_t block;
  int64_t batch, classes, voxels;
  const float *logits;
  const uint8_t *labels;
  /// Focusing exponent, 0 for cross-entropy.
  float gamma;
  float label_smoothing;
  /// How much voxels of each class count in the voxel loss, or NULL for 1.
  const float *class_weights;
  /// 1 where the region term sums p * p instead of p.
  int squared;
  /// [batch][parts][1 + 3 * classes]: voxel loss, then I, P and G of each class. Room for
  /// seg_loss_scratch() doubles.
  double *scratch;

  // For the gradient alone.
  /// dlogits += voxel_weight * d(sum of voxel losses).
  float voxel_weight;
  /// [batch][2][classes]: derivative of the region term by I and by P.
  const float *region;
  /// Format and place of the gradient.
  seg_format format;
  void *dlogits;
} seg_loss;

/// How many doubles the sums need.
int64_t seg_loss_scratch(int64_t batch, int64_t classes, int64_t voxels);

/// Adds up each sample: `sums` is [batch][1 + 3 * classes].
void seg_loss_sums(const seg_loss *work, double *sums, int threads);

/// Gradient of the logits, padding included.
void seg_loss_gradient(const seg_loss *work, int threads);
