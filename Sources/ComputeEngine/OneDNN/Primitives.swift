import COneDNN
import ComputeGraph

/// Makes the primitives that the engine uses. What differs between versions of oneDNN stands here and in `MemoryDescription`.
struct Primitives {
  let engine: DNNLEngine

  /// The tensors of a convolution. Channel counts are padded; weights [outputs, inputs, kernel].
  struct ConvolutionShape {
    var source: MemoryDescription
    var weights: MemoryDescription
    var bias: MemoryDescription?
    var destination: MemoryDescription
    var stride: Window
    var padding: Window
  }

  /// - Parameter accumulates: Adds to what the destination holds.
  func convolution(_ shape: ConvolutionShape, accumulates: Bool = false) throws(EngineError)
    -> Primitive
  {
    let attributes = try PrimitiveAttributes(accumulates: accumulates)
    return try Primitive(
      forward(shape, attributes: attributes), engine: engine, "convolution")
  }

  /// The gradient of the source, from that of the destination and the weights.
  func convolutionInputGradient(_ shape: ConvolutionShape) throws(EngineError) -> Primitive {
    let attributes = try PrimitiveAttributes()
    let hint = try forward(shape, attributes: attributes)
    defer { dnnl_primitive_desc_destroy(hint) }
    var (source, weights, destination) = (
      shape.source.descriptor, shape.weights.descriptor, shape.destination.descriptor
    )
    var stride = dimensions(shape.stride)
    var padding = dimensions(shape.padding)
    var operation = dnnl_convolution_desc_t()
    try check(
      dnnl_convolution_backward_data_desc_init(
        &operation, dnnl_convolution_direct, &source, &weights, &destination, &stride, &padding,
        &padding), "convolution input gradient")
    return try Primitive(
      describe(&operation, attributes, hint: hint, "convolution input gradient"), engine: engine,
      "convolution input gradient")
  }

  /// The gradients of weights and bias, float32.
  func convolutionWeightGradient(_ shape: ConvolutionShape) throws(EngineError) -> Primitive {
    let attributes = try PrimitiveAttributes()
    let hint = try forward(shape, attributes: attributes)
    defer { dnnl_primitive_desc_destroy(hint) }
    var (source, weights, destination) = (
      shape.source.descriptor, shape.weights.with(type: .float32).descriptor,
      shape.destination.descriptor
    )
    var stride = dimensions(shape.stride)
    var padding = dimensions(shape.padding)
    var operation = dnnl_convolution_desc_t()
    var bias = shape.bias?.descriptor ?? dnnl_memory_desc_t()
    let status = withUnsafePointer(to: &bias) { bias in
      dnnl_convolution_backward_weights_desc_init(
        &operation, dnnl_convolution_direct, &source, &weights, shape.bias == nil ? nil : bias,
        &destination, &stride, &padding, &padding)
    }
    try check(status, "convolution weight gradient")
    return try Primitive(
      describe(&operation, attributes, hint: hint, "convolution weight gradient"), engine: engine,
      "convolution weight gradient")
  }

  /// A copy from one layout or element type to another.
  func reorder(from: MemoryDescription, to: MemoryDescription) throws(EngineError) -> Primitive {
    var (source, destination) = (from.descriptor, to.descriptor)
    let attributes = try PrimitiveAttributes()
    var descriptor: dnnl_primitive_desc_t?
    try check(
      dnnl_reorder_primitive_desc_create(
        &descriptor, &source, engine.handle, &destination, engine.handle, attributes.handle),
      "reorder")
    guard let descriptor else { throw EngineError("oneDNN described no reorder") }
    return try Primitive(descriptor, engine: engine, "reorder")
  }

  private func forward(
    _ shape: ConvolutionShape, attributes: PrimitiveAttributes
  ) throws(EngineError) -> dnnl_primitive_desc_t {
    var (source, weights, destination) = (
      shape.source.descriptor, shape.weights.descriptor, shape.destination.descriptor
    )
    var stride = dimensions(shape.stride)
    var padding = dimensions(shape.padding)
    var operation = dnnl_convolution_desc_t()
    var bias = shape.bias?.descriptor ?? dnnl_memory_desc_t()
    let status = withUnsafePointer(to: &bias) { bias in
      dnnl_convolution_forward_desc_init(
        &operation, dnnl_forward_training, dnnl_convolution_direct, &source, &weights,
        shape.bias == nil ? nil : bias, &destination, &stride, &padding, &padding)
    }
    try check(status, "convolution")
    return try describe(&operation, attributes, hint: nil, "convolution")
  }

  private func describe(
    _ operation: inout dnnl_convolution_desc_t, _ attributes: PrimitiveAttributes,
    hint: dnnl_primitive_desc_t?, _ name: String
  ) throws(EngineError) -> dnnl_primitive_desc_t {
    var descriptor: dnnl_primitive_desc_t?
    try check(
      dnnl_primitive_desc_create(
        &descriptor, &operation, attributes.handle, engine.handle, hint), name)
    guard let descriptor else { throw EngineError("oneDNN described no \(name)") }
    return descriptor
  }

  private func dimensions(_ window: Window) -> [dnnl_dim_t] {
    window.axes.map { dnnl_dim_t($0) } + [dnnl_dim_t](repeating: 0, count: 9)
  }
}

/// Owns the attributes of a primitive: scratch memory comes from us, and what happens to the result.
private final class PrimitiveAttributes {
  let handle: dnnl_primitive_attr_t

  init(accumulates: Bool = false) throws(EngineError) {
    var handle: dnnl_primitive_attr_t?
    try check(dnnl_primitive_attr_create(&handle), "dnnl_primitive_attr_create")
    guard let handle else { throw EngineError("oneDNN made no attributes") }
    self.handle = handle
    try check(
      dnnl_primitive_attr_set_scratchpad_mode(handle, dnnl_scratchpad_mode_user),
      "dnnl_primitive_attr_set_scratchpad_mode")
    guard accumulates else { return }
    var operations: dnnl_post_ops_t?
    try check(dnnl_post_ops_create(&operations), "dnnl_post_ops_create")
    defer { dnnl_post_ops_destroy(operations) }
    try check(dnnl_post_ops_append_sum(operations, 1), "dnnl_post_ops_append_sum")
    try check(dnnl_primitive_attr_set_post_ops(handle, operations), "dnnl_primitive_attr_set_post_ops")
  }

  deinit { dnnl_primitive_attr_destroy(handle) }
}
