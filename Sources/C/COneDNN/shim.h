#pragma once
#include <stdlib.h>
#include <oneapi/dnnl/dnnl.h>

// What the engine needs of oneDNN in one form for the 2.x and 3.x series, which describe operations
// and tensors differently. Everything that depends on the version stands in this file.

#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t seg_tensor_desc;
typedef const_dnnl_memory_desc_t seg_const_tensor_desc;
typedef const_dnnl_primitive_desc_t seg_const_primitive_desc;
#else
typedef dnnl_memory_desc_t *seg_tensor_desc;
typedef const dnnl_memory_desc_t *seg_const_tensor_desc;
typedef const_dnnl_primitive_desc_t seg_const_primitive_desc;
#endif

/// The tensors of a convolution. `bias` may be null. Strides and paddings: one for each spatial
/// axis.
typedef struct {
  seg_tensor_desc source, weights, bias, destination;
  dnnl_dims_t strides, padding;
} seg_convolution;

/// Makes a description; free it with `seg_tensor_desc_destroy`.
static inline dnnl_status_t seg_tensor_desc_create(
    seg_tensor_desc *result, int dimensions, const dnnl_dims_t shape, dnnl_data_type_t type,
    dnnl_format_tag_t tag) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_memory_desc_create_with_tag(result, dimensions, shape, type, tag);
#else
  *result = (seg_tensor_desc)calloc(1, sizeof(dnnl_memory_desc_t));
  if (!*result) return dnnl_out_of_memory;
  dnnl_status_t status = dnnl_memory_desc_init_by_tag(*result, dimensions, shape, type, tag);
  if (status != dnnl_success) free(*result);
  return status;
#endif
}

/// Copies the description that a primitive has of one of its tensors.
static inline dnnl_status_t seg_tensor_desc_query(
    seg_tensor_desc *result, seg_const_primitive_desc primitive, dnnl_query_t what) {
  seg_const_tensor_desc found = dnnl_primitive_desc_query_md(primitive, what, 0);
  if (!found) return dnnl_invalid_arguments;
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_memory_desc_clone(result, found);
#else
  *result = (seg_tensor_desc)malloc(sizeof(dnnl_memory_desc_t));
  if (!*result) return dnnl_out_of_memory;
  **result = *found;
  return dnnl_success;
#endif
}

static inline void seg_tensor_desc_destroy(seg_tensor_desc description) {
#if DNNL_VERSION_MAJOR >= 3
  dnnl_memory_desc_destroy(description);
#else
  free(description);
#endif
}

static inline dnnl_status_t seg_append_sum(dnnl_post_ops_t operations) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_post_ops_append_sum(operations, 1, 0, dnnl_data_type_undef);
#else
  return dnnl_post_ops_append_sum(operations, 1);
#endif
}

static inline dnnl_status_t seg_convolution_forward(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, const seg_convolution *tensors,
    const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
  dnnl_dims_t dilation = {0};
  return dnnl_convolution_forward_primitive_desc_create(
      result, engine, dnnl_forward_training, dnnl_convolution_direct, tensors->source,
      tensors->weights, tensors->bias, tensors->destination, tensors->strides, dilation,
      tensors->padding, tensors->padding, attributes);
#else
  dnnl_convolution_desc_t operation;
  dnnl_status_t status = dnnl_convolution_forward_desc_init(
      &operation, dnnl_forward_training, dnnl_convolution_direct, tensors->source, tensors->weights,
      tensors->bias, tensors->destination, tensors->strides, tensors->padding, tensors->padding);
  if (status != dnnl_success) return status;
  return dnnl_primitive_desc_create(result, &operation, attributes, engine, NULL);
#endif
}

/// The gradient of the source. `hint` describes the convolution forward.
static inline dnnl_status_t seg_convolution_backward_data(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, const seg_convolution *tensors,
    seg_const_primitive_desc hint, const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
  dnnl_dims_t dilation = {0};
  return dnnl_convolution_backward_data_primitive_desc_create(
      result, engine, dnnl_convolution_direct, tensors->source, tensors->weights,
      tensors->destination, tensors->strides, dilation, tensors->padding, tensors->padding, hint,
      attributes);
#else
  dnnl_convolution_desc_t operation;
  dnnl_status_t status = dnnl_convolution_backward_data_desc_init(
      &operation, dnnl_convolution_direct, tensors->source, tensors->weights, tensors->destination,
      tensors->strides, tensors->padding, tensors->padding);
  if (status != dnnl_success) return status;
  return dnnl_primitive_desc_create(result, &operation, attributes, engine, hint);
#endif
}

/// The gradients of weights and bias. `hint` describes the convolution forward.
static inline dnnl_status_t seg_convolution_backward_weights(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, const seg_convolution *tensors,
    seg_const_primitive_desc hint, const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
  dnnl_dims_t dilation = {0};
  return dnnl_convolution_backward_weights_primitive_desc_create(
      result, engine, dnnl_convolution_direct, tensors->source, tensors->weights, tensors->bias,
      tensors->destination, tensors->strides, dilation, tensors->padding, tensors->padding, hint,
      attributes);
#else
  dnnl_convolution_desc_t operation;
  dnnl_status_t status = dnnl_convolution_backward_weights_desc_init(
      &operation, dnnl_convolution_direct, tensors->source, tensors->weights, tensors->bias,
      tensors->destination, tensors->strides, tensors->padding, tensors->padding);
  if (status != dnnl_success) return status;
  return dnnl_primitive_desc_create(result, &operation, attributes, engine, hint);
#endif
}
