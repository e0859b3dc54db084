import COneDNN
import ComputeEngine

/// Owns a oneDNN primitive and the descriptor it was made from.
final class Primitive {
  private let handle: dnnl_primitive_t
  private let descriptor: dnnl_primitive_desc_t
  private let engine: DNNLEngine

  /// Takes over a primitive descriptor.
  init(_ descriptor: dnnl_primitive_desc_t, engine: DNNLEngine, _ name: String) throws(EngineError)
  {
    var handle: dnnl_primitive_t?
    let status = dnnl_primitive_create(&handle, descriptor)
    guard status == dnnl_success, let handle else {
      dnnl_primitive_desc_destroy(descriptor)
      try check(status, name)
      throw EngineError("oneDNN made no primitive for \(name)")
    }
    self.handle = handle
    self.descriptor = descriptor
    self.engine = engine
  }

  deinit {
    dnnl_primitive_destroy(handle)
    dnnl_primitive_desc_destroy(descriptor)
  }

  /// The layout that the primitive chose or took for an argument.
  func description(_ what: dnnl_query_t) throws(EngineError) -> MemoryDescription {
    try MemoryDescription(of: descriptor, what)
  }

  /// Whether oneDNN has nothing better for it than its plain loops, hundreds of times as slow.
  var isReference: Bool {
    var name: UnsafePointer<CChar>?
    let status = dnnl_primitive_desc_query(descriptor, dnnl_query_impl_info_str, 0, &name)
    guard status == dnnl_success, let name else { return false }
    return String(cString: name).hasPrefix("ref")
  }

  /// Bytes of scratch that ``bind(_:scratch:)`` must be given.
  var scratchByteCount: Int {
    dnnl_primitive_desc_query_md(descriptor, dnnl_query_scratchpad_md, 0)
      .map { dnnl_memory_desc_get_size($0) } ?? 0
  }

  /// Ties the primitive to its arguments' places for good.
  ///
  /// - Parameter arguments: oneDNN's argument number, layout and address of each.
  /// - Returns: What runs it.
  func bind(
    _ arguments: [(Int32, MemoryDescription, UnsafeMutableRawPointer)],
    scratch: UnsafeMutableRawPointer
  ) throws(EngineError) -> BoundPrimitive {
    var all = arguments
    if scratchByteCount > 0 {
      all.append((DNNL_ARG_SCRATCHPAD, try description(dnnl_query_scratchpad_md), scratch))
    }
    return try BoundPrimitive(primitive: self, handle: handle, engine: engine, arguments: all)
  }
}

/// A primitive with its arguments: owns their memory objects, not the memory.
final class BoundPrimitive {
  private let primitive: Primitive
  private let handle: dnnl_primitive_t
  private let engine: DNNLEngine
  private var arguments: [dnnl_exec_arg_t] = []

  init(
    primitive: Primitive, handle: dnnl_primitive_t, engine: DNNLEngine,
    arguments: [(Int32, MemoryDescription, UnsafeMutableRawPointer)]
  ) throws(EngineError) {
    self.primitive = primitive
    self.handle = handle
    self.engine = engine
    for (number, description, pointer) in arguments {
      var memory: dnnl_memory_t?
      try check(
        dnnl_memory_create(&memory, description.handle, engine.handle, pointer),
        "dnnl_memory_create")
      self.arguments.append(dnnl_exec_arg_t(arg: number, memory: memory))
    }
  }

  deinit { for argument in arguments { dnnl_memory_destroy(argument.memory) } }

  func run() throws(EngineError) {
    let status = arguments.withUnsafeBufferPointer {
      dnnl_primitive_execute(handle, engine.stream, Int32($0.count), $0.baseAddress)
    }
    try check(status, "dnnl_primitive_execute")
  }
}
