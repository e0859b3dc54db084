import COneDNN
public import ComputeGraph
import Foundation

extension Executor {
  /// The parameters by name, each in C order as PyTorch stores it.
  public func parameters() throws -> [String: [Float]] {
    try read(from: places.weights)
  }

  /// The gradients of the last run by name, each in C order.
  ///
  /// Empty where the plan has none.
  public func gradients() throws -> [String: [Float]] {
    guard let gradients = places.gradients else { return [:] }
    return try read(from: gradients)
  }

  /// Sets the parameters.
  ///
  /// - Parameter values: Asked for the values of each parameter, in C order and as many as it has.
  public func setParameters(_ values: (Parameter) throws -> [Float]) throws {
    try write(values, to: places.weights)
    try refreshWeights()
  }

  /// A flat buffer in the layout of the parameters (such as a momentum), by name.
  func read(from buffer: AlignedMemory) throws -> [String: [Float]] {
    var result: [String: [Float]] = [:]
    for layout in plan.layouts.values {
      var values = [Float](repeating: 0, count: layout.parameter.count)
      for piece in layout.pieces {
        let plain = try MemoryDescription(piece.form.shape, .float32, .plain)
        var padded = [Float](repeating: 0, count: piece.form.shape.reduce(1, *))
        try padded.withUnsafeMutableBytes { bytes in
          guard let target = bytes.baseAddress else { return }
          try reorder(
            from: piece.description, buffer.pointer + piece.offset * 4, to: plain, target)
        }
        piece.form.unpad(padded, into: &values)
      }
      result[layout.parameter.name] = values
    }
    return result
  }

  func write(_ values: (Parameter) throws -> [Float], to buffer: AlignedMemory) throws {
    for layout in plan.layouts.values {
      let parameter = try values(layout.parameter)
      precondition(
        parameter.count == layout.parameter.count,
        "\(layout.parameter.name) has \(layout.parameter.count) values, not \(parameter.count)")
      for piece in layout.pieces {
        let plain = try MemoryDescription(piece.form.shape, .float32, .plain)
        var padded = piece.form.padded(from: parameter)
        try padded.withUnsafeMutableBytes { bytes in
          guard let source = bytes.baseAddress else { return }
          try reorder(
            from: plain, source, to: piece.description, buffer.pointer + piece.offset * 4)
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
