import COneDNN

/// The shape, element type and layout of a tensor, as oneDNN describes it.
struct MemoryDescription {
  var descriptor: dnnl_memory_desc_t

  enum Layout {
    /// C order.
    case plain
    /// [N][C / block][D][H][W][block]
    case blocked(Int)
    /// Whatever the primitive likes best.
    case any
  }

  init(_ dimensions: [Int], _ type: Precision, _ layout: Layout) throws(EngineError) {
    let tag =
      switch layout {
      case .any: dnnl_format_tag_any
      case .plain: dimensions.count == 1 ? dnnl_a : dnnl_abcde
      case .blocked(let block): block == 16 ? dnnl_aBcde16b : dnnl_aBcde8b
      }
    var shape: [dnnl_dim_t] = dimensions.map { dnnl_dim_t($0) }
    shape += [dnnl_dim_t](repeating: 0, count: 12 - shape.count)
    descriptor = dnnl_memory_desc_t()
    try check(
      dnnl_memory_desc_init_by_tag(
        &descriptor, Int32(dimensions.count), &shape, type.dataType, tag),
      "dnnl_memory_desc_init_by_tag \(dimensions)")
  }

  init(_ descriptor: dnnl_memory_desc_t) { self.descriptor = descriptor }

  var byteCount: Int {
    var copy = descriptor
    return dnnl_memory_desc_get_size(&copy)
  }

  func isEqual(to other: MemoryDescription) -> Bool {
    var a = descriptor
    var b = other.descriptor
    return dnnl_memory_desc_equal(&a, &b) != 0
  }

  /// The same layout in another element type, for layouts whose blocks do not depend on the type.
  func with(type: Precision) -> MemoryDescription {
    var copy = descriptor
    copy.data_type = type.dataType
    return MemoryDescription(copy)
  }
}

extension Precision {
  var dataType: dnnl_data_type_t { self == .float32 ? dnnl_f32 : dnnl_bf16 }
}
