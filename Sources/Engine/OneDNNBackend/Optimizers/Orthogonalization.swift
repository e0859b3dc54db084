import COneDNN
import ComputeEngine
import ComputeGraph

/// Replaces an update of a convolution's weights, taken as the matrix [outputs, inputs x taps], by a matrix of the same singular
/// vectors whose singular values are near 1 (about 0.7 to 1.2): five Newton-Schulz iterations.
///
/// Each iteration multiplies the matrix by a polynomial of its Gram matrix. All of these commute, so only the Gram matrix is iterated,
/// and the large matrix is read twice in all.
/// Source: Jordan et al. 2024, "Muon: An optimizer for hidden layers in neural networks".
final class Orthogonalization {
  /// The matrix of a part of a parameter with a layout of its own.
  private struct Part {
    var gather: BoundPrimitive
    var scatter: BoundPrimitive
    var update: Matrix
    var result: Matrix
  }

  private static let polynomial: (constant: Float, linear: Float, square: Float) = (
    3.4445, -4.7750, 2.0315
  )
  private static let iterations = 5

  /// What the update is multiplied with besides the learning rate.
  let size: Float

  private let parts: [Part]
  /// Whether the Gram matrix is that of the columns.
  private let isTall: Bool
  private let side: Int
  private let scratch: OrthogonalizationScratch
  private let reorderScratch: AlignedMemory

  /// - Parameters:
  ///   - updates: The flat buffer, in the layout of the parameters, that holds the update and gets the result.
  ///   - scratch: Large enough for this layout.
  init(
    _ layout: ParameterLayout, in updates: AlignedMemory, engine: DNNLEngine,
    scratch: OrthogonalizationScratch
  ) throws(EngineError) {
    let primitives = Primitives(engine: engine)
    let reorders = try layout.segments.map { segment throws(EngineError) in
      let plain = try MemoryDescription(segment.padding.shape, .float32, .plain)
      return (
        plain: plain, gather: try primitives.reorder(from: segment.description, to: plain),
        scatter: try primitives.reorder(from: plain, to: segment.description)
      )
    }
    reorderScratch = try AlignedMemory(
      byteCount: reorders.map { max($0.gather.scratchByteCount, $0.scatter.scratchByteCount) }.max()
        ?? 0)
    var parts: [Part] = []
    var offset = 0
    for (segment, (plain, gather, scatter)) in zip(layout.segments, reorders) {
      let place = updates.pointer + segment.offset * 4
      let (update, result) = (scratch.update + offset, scratch.result + offset)
      parts.append(
        Part(
          gather: try gather.bind(
            [
              (DNNL_ARG_SRC_0, segment.description, place),
              (DNNL_ARG_DST_0, plain, UnsafeMutableRawPointer(update)),
            ],
            scratch: reorderScratch.pointer),
          scatter: try scatter.bind(
            [
              (DNNL_ARG_SRC_0, plain, UnsafeMutableRawPointer(result)),
              (DNNL_ARG_DST_0, segment.description, place),
            ],
            scratch: reorderScratch.pointer),
          update: Matrix(
            values: update, rows: segment.padding.rows, columns: segment.padding.columns),
          result: Matrix(
            values: result, rows: segment.padding.rows, columns: segment.padding.columns)))
      offset += segment.padding.matrixCount
    }
    let outputs = layout.parameter.shape[0]
    size = 0.2 * Float(max(outputs, layout.parameter.count / outputs)).squareRoot()
    self.parts = parts
    self.scratch = scratch
    isTall = layout.isTall
    side = layout.gramSide
  }

  /// Does it.
  func run() throws(EngineError) {
    var (gram, product, polynomial, square, spare) = scratch.squares(side)
    for (index, part) in parts.enumerated() {
      try part.gather.run()
      let matrix = isTall ? part.update.transposed : part.update
      try gram.set(matrix, matrix.transposed, kept: index == 0 ? 0 : 1)
    }
    let trace = (0..<side).reduce(Float(0)) { $0 + gram.values[$1 * side + $1] }
    // Without a gradient there is no direction.
    guard trace > 0, trace.isFinite else { return }
    let count = side * side
    for i in 0..<count { gram.values[i] /= trace }
    for iteration in 1...Self.iterations {
      polynomial.values.update(from: gram.values, count: count)
      try polynomial.set(
        gram, gram, factor: Self.polynomial.square, kept: Self.polynomial.linear)
      for i in 0..<side { polynomial.values[i * side + i] += Self.polynomial.constant }
      if iteration == 1 {
        product.values.update(from: polynomial.values, count: count)
      } else {
        try spare.set(polynomial, product)
        swap(&product, &spare)
      }
      if iteration < Self.iterations {
        try square.set(gram, polynomial)
        try gram.set(polynomial, square)
      }
    }
    let factor = 1 / trace.squareRoot()
    for part in parts {
      if isTall {
        try part.result.set(part.update, product, factor: factor)
      } else {
        try part.result.set(product, part.update, factor: factor)
      }
      try part.scatter.run()
    }
  }
}

/// Memory that the orthogonalisations of all parameters use in turn.
final class OrthogonalizationScratch {
  private let matrices: AlignedMemory
  private let squares: AlignedMemory
  private let matrixCount: Int

  var update: UnsafeMutablePointer<Float> { matrices.floats }
  var result: UnsafeMutablePointer<Float> { matrices.floats + matrixCount }

  init(_ layouts: [ParameterLayout]) throws(EngineError) {
    let counts = Self.counts(layouts)
    matrixCount = counts.matrix
    matrices = try AlignedMemory(byteCount: 4 * counts.matrices)
    squares = try AlignedMemory(byteCount: 4 * counts.squares)
  }

  /// Bytes that it takes.
  static func byteCount(_ layouts: [ParameterLayout]) -> Int {
    let counts = counts(layouts)
    return 4 * (counts.matrices + counts.squares)
  }

  /// Floats of the largest matrix, of it and its result, and of the squares beside it.
  private static func counts(_ layouts: [ParameterLayout]) -> (
    matrix: Int, matrices: Int, squares: Int
  ) {
    let matrix = layouts.map { $0.segments.reduce(0) { $0 + $1.padding.matrixCount } }.max() ?? 0
    let side = layouts.map(\.gramSide).max() ?? 0
    return (matrix, 2 * matrix, 5 * side * side)
  }

  fileprivate func squares(_ side: Int) -> (Matrix, Matrix, Matrix, Matrix, Matrix) {
    func square(_ index: Int) -> Matrix {
      Matrix(values: squares.floats + index * side * side, rows: side, columns: side)
    }
    return (square(0), square(1), square(2), square(3), square(4))
  }
}

extension ParameterLayout {
  fileprivate var columns: Int { segments.reduce(0) { $0 + $1.padding.columns } }

  fileprivate var isTall: Bool { segments.count == 1 && columns < segments[0].padding.rows }

  /// Rows of the smaller of the two Gram matrices.
  fileprivate var gramSide: Int { isTall ? columns : segments[0].padding.rows }
}

extension SegmentPadding {
  fileprivate var rows: Int { shape[0] }

  fileprivate var columns: Int { shape.dropFirst().reduce(1, *) }

  /// Floats of the matrix, rounded up so that what follows begins at a multiple of 64 bytes.
  fileprivate var matrixCount: Int { (rows * columns + 15) / 16 * 16 }
}
