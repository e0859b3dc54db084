import COneDNN
import ComputeEngine
package import ComputeGraph
import Foundation

extension OneDNNExecutor {
  /// The parameters by name, each in C order as PyTorch stores it.
  package func parameters() throws -> [String: [Float]] {
    try read(from: memory.weights)
  }

  /// The gradients of the last run by name, each in C order.
  ///
  /// Empty where the plan has none.
  package func gradients() throws -> [String: [Float]] {
    guard let gradients = memory.gradients else { return [:] }
    return try read(from: gradients)
  }

  /// Sets the parameters.
  ///
  /// - Parameter values: Asked for the values of each parameter, in C order and as many as it has.
  package func setParameters(_ values: (Parameter) throws -> [Float]) throws {
    try write(values, to: memory.weights)
    try refreshWeights()
  }

  /// A flat buffer in the layout of the parameters (such as a momentum), by name.
  func read(from buffer: AlignedMemory) throws -> [String: [Float]] {
    var result: [String: [Float]] = [:]
    for layout in plan.memory.layouts.values {
      var values = [Float](repeating: 0, count: layout.parameter.count)
      for segment in layout.segments {
        let plain = try MemoryDescription(segment.padding.shape, .float32, .plain)
        var padded = [Float](repeating: 0, count: segment.padding.shape.reduce(1, *))
        try padded.withUnsafeMutableBytes { bytes in
          guard let target = bytes.baseAddress else { return }
          try reorder(
            from: segment.description, buffer.pointer + segment.offset * 4, to: plain, target)
        }
        segment.padding.unpad(padded, into: &values)
      }
      result[layout.parameter.name] = values
    }
    return result
  }

  func write(_ values: (Parameter) throws -> [Float], to buffer: AlignedMemory) throws {
    for layout in plan.memory.layouts.values {
      let parameter = try values(layout.parameter)
      precondition(
        parameter.count == layout.parameter.count,
        "\(layout.parameter.name) has \(layout.parameter.count) values, not \(parameter.count)")
      for segment in layout.segments {
        let plain = try MemoryDescription(segment.padding.shape, .float32, .plain)
        var padded = segment.padding.padded(from: parameter)
        try padded.withUnsafeMutableBytes { bytes in
          guard let source = bytes.baseAddress else { return }
          try reorder(
            from: plain, source, to: segment.description, buffer.pointer + segment.offset * 4)
        }
      }
    }
  }

  private func reorder(
    from source: MemoryDescription, _ sourcePointer: UnsafeMutableRawPointer,
    to target: MemoryDescription, _ targetPointer: UnsafeMutableRawPointer
  ) throws {
    if source.isEqual(to: target) {
      memcpy(targetPointer, sourcePointer, source.byteCount)
      return
    }
    let reorder = try Primitives(engine: plan.engine).reorder(from: source, to: target)
    let scratch = try AlignedMemory(byteCount: reorder.scratchByteCount)
    try reorder.bind(
      [(DNNL_ARG_SRC_0, source, sourcePointer), (DNNL_ARG_DST_0, target, targetPointer)],
      scratch: scratch.pointer
    ).run()
  }
}
