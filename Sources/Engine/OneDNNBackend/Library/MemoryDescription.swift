import COneDNN
import ComputeEngine

/// The shape, element type and layout of a tensor, as oneDNN describes it.
final class MemoryDescription {
  let handle: seg_tensor_desc

  enum Layout {
    /// C order.
    case plain
    /// [N][C / block][D][H][W][block]
    case blocked(Int)
    /// [N][D][H][W][C]
    case channelsLast
    /// Weights [O / B][I / B][kernel][B I][B O] in blocks of 8 or 16, or with few inputs [O / B][I][kernel][B O].
    case blockedWeights(Int, inputs: Bool)
    /// Whatever the primitive likes best.
    case any
  }

  init(_ dimensions: [Int], _ type: Precision, _ layout: Layout) throws(EngineError) {
    let tag =
      switch layout {
      case .any: dnnl_format_tag_any
      case .plain: dimensions.count == 1 ? dnnl_a : dnnl_abcde
      case .blocked(let block): block == 16 ? dnnl_aBcde16b : dnnl_aBcde8b
      case .channelsLast: dnnl_acdeb
      case .blockedWeights(let block, inputs: true): block == 16 ? dnnl_ABcde16b16a : dnnl_ABcde8b8a
      case .blockedWeights(let block, inputs: false): block == 16 ? dnnl_Abcde16a : dnnl_Abcde8a
      }
    var shape: [dnnl_dim_t] = dimensions.map { dnnl_dim_t($0) }
    shape += [dnnl_dim_t](repeating: 0, count: 12 - shape.count)
    var handle: seg_tensor_desc?
    try check(
      seg_tensor_desc_create(&handle, Int32(dimensions.count), &shape, type.dataType, tag),
      "description of a tensor \(dimensions)")
    guard let handle else { throw EngineError("oneDNN described no tensor \(dimensions)") }
    self.handle = handle
  }

  /// What a primitive chose or took for one of its arguments.
  init(of primitive: dnnl_primitive_desc_t, _ argument: dnnl_query_t) throws(EngineError) {
    var handle: seg_tensor_desc?
    try check(
      seg_tensor_desc_query(&handle, primitive, argument),
      "description of argument \(argument.rawValue)")
    guard let handle else { throw EngineError("oneDNN did not describe an argument") }
    self.handle = handle
  }

  deinit { seg_tensor_desc_destroy(handle) }

  var byteCount: Int { dnnl_memory_desc_get_size(handle) }

  /// ``byteCount`` rounded up, so that what follows begins at a multiple of 64.
  var alignedByteCount: Int { (byteCount + 63) / 64 * 64 }

  func isEqual(to other: MemoryDescription) -> Bool {
    dnnl_memory_desc_equal(handle, other.handle) != 0
  }
}

extension Precision {
  var dataType: dnnl_data_type_t { self == .float32 ? dnnl_f32 : dnnl_bf16 }
}
