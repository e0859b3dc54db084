#pragma once
#include <stdint.h>

/// A convolution of 3x3x3 or 1x3x3 voxels with stride 1 and as much padding as keeps the size, by
/// Winograd's minimal filtering F(2, 3) along each axis of the window: 8 (4) multiplications per
/// voxel instead of 27 (9).
///
/// Source: Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, CVPR 2016; see
/// docs/winograd.md. Sizes are (depth, height, width), maps seg_f32x8 or seg_f32x16.
typedef struct seg_winograd {
  /// Channels side by side in the maps: 8 or 16.
  int64_t block;
  int64_t batch;
  /// Channels of the source: a multiple of 16.
  int64_t inputs;
  /// Channels of the result: a multiple of 16.
  int64_t outputs;
  int64_t size[3];
  /// Whether the window is three voxels deep; else one.
  int is_deep;
  const float *source;
} seg_winograd;

/// Whether the sizes leave enough to gain: with few voxels the weights' transform costs more than
/// it saves.
int seg_winograd_pays(const seg_winograd *work);

/// The convolution of a source.
typedef struct seg_winograd_forward {
  seg_winograd shape;
  /// [outputs / block][inputs / block][window][block inputs][block outputs].
  const float *weights;
  /// Of the outputs; may be null.
  const float *bias;
  /// Whether this is the gradient of a convolution's source: `shape.source` then is the gradient of
  /// its result, and `weights` are as that convolution has them:
  /// [inputs / block][outputs / block][window][block outputs][block inputs].
  int is_gradient;
  /// Whether the result is added to what `result` holds.
  int accumulates;
  float *result;
  float *scratch;
} seg_winograd_forward;

/// How many floats of scratch the work needs.
int64_t seg_winograd_forward_scratch(const seg_winograd_forward *work, int threads);

/// Computes the result. It does not depend on the number of threads.
void seg_winograd_forward_run(const seg_winograd_forward *work, int threads);

/// The gradients of a convolution's weights and bias.
typedef struct seg_winograd_weights {
  seg_winograd shape;
  /// The gradient of the convolution's result, a map as the source.
  const float *gradient;
  /// [outputs / block][inputs / block][window][block inputs][block outputs].
  float *result;
  /// May be null.
  float *bias;
  float *scratch;
} seg_winograd_weights;

/// How many floats of scratch the work needs.
int64_t seg_winograd_weights_scratch(const seg_winograd_weights *work, int threads);

/// Computes the gradients. Sums do not depend on the number of threads.
void seg_winograd_weights_run(const seg_winograd_weights *work, int threads);
