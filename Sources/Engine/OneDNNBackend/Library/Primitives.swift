import COneDNN
import ComputeEngine
import ComputeGraph

/// Makes the primitives that the engine uses.
struct Primitives {
  let engine: DNNLEngine

  /// The tensors of a convolution.
  ///
  /// Channel counts are padded; weights [outputs, inputs, kernel].
  struct ConvolutionShape {
    var source: MemoryDescription
    /// In whatever layout the primitive likes best.
    var weights: [Int]
    var weightType: Precision
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
    let weights = try MemoryDescription(shape.weights, shape.weightType, .any)
    return try Primitive(
      forward(shape, weights, attributes), engine: engine, "convolution")
  }

  /// The gradient of the source, from that of the destination and the weights.
  func convolutionInputGradient(_ shape: ConvolutionShape) throws(EngineError) -> Primitive {
    let name = "convolution input gradient"
    let attributes = try PrimitiveAttributes()
    let weights = try MemoryDescription(shape.weights, shape.weightType, .any)
    let hint = try forward(shape, weights, attributes)
    defer { dnnl_primitive_desc_destroy(hint) }
    return try primitive(shape, weights, name) {
      seg_convolution_backward_data($1, engine.handle, $0, hint, attributes.handle)
    }
  }

  /// The gradients of weights and bias, float32.
  func convolutionWeightGradient(_ shape: ConvolutionShape) throws(EngineError) -> Primitive {
    let name = "convolution weight gradient"
    let attributes = try PrimitiveAttributes()
    let weights = try MemoryDescription(shape.weights, shape.weightType, .any)
    let hint = try forward(shape, weights, attributes)
    defer { dnnl_primitive_desc_destroy(hint) }
    let gradient = try MemoryDescription(shape.weights, .float32, .any)
    return try primitive(shape, gradient, name) {
      seg_convolution_backward_weights($1, engine.handle, $0, hint, attributes.handle)
    }
  }

  /// A copy from one layout or element type to another.
  func reorder(from: MemoryDescription, to: MemoryDescription) throws(EngineError) -> Primitive {
    let attributes = try PrimitiveAttributes()
    var descriptor: dnnl_primitive_desc_t?
    try check(
      dnnl_reorder_primitive_desc_create(
        &descriptor, from.handle, engine.handle, to.handle, engine.handle, attributes.handle),
      "reorder")
    guard let descriptor else { throw EngineError("oneDNN described no reorder") }
    return try Primitive(descriptor, engine: engine, "reorder")
  }

  private func forward(
    _ shape: ConvolutionShape, _ weights: MemoryDescription, _ attributes: PrimitiveAttributes
  ) throws(EngineError) -> dnnl_primitive_desc_t {
    try describe(shape, weights, "convolution") {
      seg_convolution_forward($1, engine.handle, $0, attributes.handle)
    }
  }

  private func primitive(
    _ shape: ConvolutionShape, _ weights: MemoryDescription, _ name: String,
    _ create: (
      UnsafePointer<seg_convolution>, UnsafeMutablePointer<dnnl_primitive_desc_t?>
    ) -> dnnl_status_t
  ) throws(EngineError) -> Primitive {
    try Primitive(describe(shape, weights, name, create), engine: engine, name)
  }

  private func describe(
    _ shape: ConvolutionShape, _ weights: MemoryDescription, _ name: String,
    _ create: (
      UnsafePointer<seg_convolution>, UnsafeMutablePointer<dnnl_primitive_desc_t?>
    ) -> dnnl_status_t
  ) throws(EngineError) -> dnnl_primitive_desc_t {
    var descriptor: dnnl_primitive_desc_t?
    var tensors = seg_convolution()
    withUnsafeMutableBytes(of: &tensors.strides) { set($0, shape.stride) }
    withUnsafeMutableBytes(of: &tensors.padding) { set($0, shape.padding) }
    let status = withExtendedLifetime((shape, weights)) {
      tensors.source = shape.source.handle
      tensors.weights = weights.handle
      tensors.bias = shape.bias?.handle
      tensors.destination = shape.destination.handle
      return create(&tensors, &descriptor)
    }
    try check(status, name)
    guard let descriptor else { throw EngineError("oneDNN described no \(name)") }
    return descriptor
  }

  private func set(_ dimensions: UnsafeMutableRawBufferPointer, _ window: Window) {
    for (axis, size) in window.axes.enumerated() {
      dimensions.storeBytes(
        of: dnnl_dim_t(size), toByteOffset: axis * MemoryLayout<dnnl_dim_t>.stride,
        as: dnnl_dim_t.self)
    }
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
    try check(seg_append_sum(operations), "dnnl_post_ops_append_sum")
    try check(
      dnnl_primitive_attr_set_post_ops(handle, operations), "dnnl_primitive_attr_set_post_ops")
  }

  deinit { dnnl_primitive_attr_destroy(handle) }
}
