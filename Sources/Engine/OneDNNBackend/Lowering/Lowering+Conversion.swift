import COneDNN
import ComputeEngine
import ComputeGraph

extension Lowering {
  /// An operation with the conversions of those inputs that are stored in a format which its kernel does not take.
  func converting(_ operation: LoweredOperation, _ node: LoweringNode) throws(EngineError)
    -> LoweredOperation
  {
    var conversions: [FormatConversion] = []
    var end = aligned(operation.scratchByteCount)
    for (position, value) in node.inputs.enumerated() {
      guard case .features(let shape) = node.inputTypes[position] else { continue }
      let (stored, taken) = (formats[value], node.format(position))
      guard stored != taken else { continue }
      precondition(
        stored.isBlocked == taken.isBlocked,
        "\(node.operation.definition.name) cannot read an image in C order")
      let (from, to) = try (stored.description(shape), taken.description(shape))
      conversions.append(
        FormatConversion(
          input: position, from: from, to: to, offset: end,
          reorder: try primitives.reorder(from: from, to: to)))
      end += to.alignedByteCount
    }
    if conversions.isEmpty { return operation }
    let converted = Set(conversions.map(\.input))
    return LoweredOperation(
      scratchByteCount: end + (conversions.map(\.reorder.scratchByteCount).max() ?? 0),
      inPlaceInputs: operation.inPlaceInputs.mapValues { $0.filter { !converted.contains($0) } },
      bind: { [conversions, end] binding throws(EngineError) in
        var binding = binding
        let reorders = try conversions.mapWithEngineError { conversion throws(EngineError) in
          let place = binding.scratch + conversion.offset
          let reorder = try conversion.reorder.bind(
            [
              (DNNL_ARG_SRC_0, conversion.from, binding.input(conversion.input)),
              (DNNL_ARG_DST_0, conversion.to, place),
            ], scratch: binding.scratch + end)
          binding.converted[conversion.input] = place
          return reorder
        }
        let step = try operation.bind(binding)
        return {
          for reorder in reorders { try reorder.run() }
          try step()
        }
      })
  }

  private func aligned(_ byteCount: Int) -> Int { (byteCount + 63) / 64 * 64 }
}

/// The conversion of an input into the scratch memory of its reader.
private struct FormatConversion {
  var input: Int
  var from: MemoryDescription
  var to: MemoryDescription
  /// In the scratch memory.
  var offset: Int
  var reorder: Primitive
}
