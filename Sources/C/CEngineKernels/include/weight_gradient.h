#pragma once
#include <stdint.h>

/// A convolution whose weights' gradient is wanted; sizes are (depth, height, width).
typedef struct seg_weight_gradient {
  int64_t batch;
  /// Channels of the source: a multiple of 8, or the few of an image in C order.
  int64_t inputs;
  /// Channels of the result: a multiple of 16.
  int64_t outputs;
  /// Whether the source is [N][C][D][H][W] instead of seg_f32x8.
  int source_is_plain;
  int64_t source_size[3];
  int64_t output_size[3];
  int64_t kernel[3];
  int64_t stride[3];
  int64_t padding[3];
  const float *source;
  /// The gradient of the convolution's result, seg_f32x8.
  const float *gradient;
  /// [outputs / 8][inputs / 8][kernel][8 inputs][8 outputs]; where the source is plain,
  /// [outputs / 8][inputs][kernel][8 outputs].
  float *result;
  /// The gradient of the bias; may be null.
  float *bias;
  float *scratch;
} seg_weight_gradient;

/// How many floats of scratch the work needs. Depends on its sizes alone.
int64_t seg_weight_gradient_scratch(const seg_weight_gradient *work);

/// The gradients of weights and bias, in float32 for processors with AVX2. Sums do not depend on
/// the number of threads.
void seg_weight_gradient_run(const seg_weight_gradient *work, int threads);
