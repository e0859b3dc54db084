import COneDNN
import ComputeGraph

/// Replaces an update of a convolution's weights, taken as the matrix [outputs, inputs x taps], by a matrix of the same singular
/// vectors whose singular values are near 1 (about 0.7 to 1.2): five Newton-Schulz iterations.
///
/// Each iteration multiplies the matrix by a polynomial of its Gram matrix. All of these commute, so only the Gram matrix is iterated,
/// and the large matrix is read twice in all.
/// Source: Jordan et al. 2024, "Muon: An optimizer for hidden layers in neural networks".
final class Orthogonalization {
  /// The matrix of a part of a parameter with a layout of its own.
  private struct Piece {
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

  private let pieces: [Piece]
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
    let reorders = try layout.pieces.map { piece throws(EngineError) in
      let plain = try MemoryDescription(piece.form.shape, .float32, .plain)
      return (
        plain: plain, gather: try primitives.reorder(from: piece.description, to: plain),
        scatter: try primitives.reorder(from: plain, to: piece.description)
      )
    }
    reorderScratch = try AlignedMemory(
      byteCount: reorders.map { max($0.gather.scratchByteCount, $0.scatter.scratchByteCount) }.max()
        ?? 0)
    var pieces: [Piece] = []
    var offset = 0
    for (piece, (plain, gather, scatter)) in zip(layout.pieces, reorders) {
      let place = updates.pointer + piece.offset * 4
      let (update, result) = (scratch.update + offset, scratch.result + offset)
      pieces.append(
        Piece(
          gather: try gather.bind(
            [
              (DNNL_ARG_SRC_0, piece.description, place),
              (DNNL_ARG_DST_0, plain, UnsafeMutableRawPointer(update)),
            ],
            scratch: reorderScratch.pointer),
          scatter: try scatter.bind(
            [
              (DNNL_ARG_SRC_0, plain, UnsafeMutableRawPointer(result)),
              (DNNL_ARG_DST_0, piece.description, place),
            ],
            scratch: reorderScratch.pointer),
          update: Matrix(values: update, rows: piece.form.rows, columns: piece.form.columns),
          result: Matrix(values: result, rows: piece.form.rows, columns: piece.form.columns)))
      offset += piece.form.matrixCount
    }
    let outputs = layout.parameter.shape[0]
    size = 0.2 * Float(max(outputs, layout.parameter.count / outputs)).squareRoot()
    self.pieces = pieces
    self.scratch = scratch
    isTall = layout.isTall
    side = layout.gramSide
  }

  /// Does it.
  func run() throws(EngineError) {
    var (gram, product, polynomial, square, spare) = scratch.squares(side)
    for (index, piece) in pieces.enumerated() {
      try piece.gather.run()
      let matrix = isTall ? piece.update.transposed : piece.update
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
    for piece in pieces {
      if isTall {
        try piece.result.set(piece.update, product, factor: factor)
      } else {
        try piece.result.set(product, piece.update, factor: factor)
      }
      try piece.scatter.run()
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
    let matrix = layouts.map { $0.pieces.reduce(0) { $0 + $1.form.matrixCount } }.max() ?? 0
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
  fileprivate var columns: Int { pieces.reduce(0) { $0 + $1.form.columns } }

  fileprivate var isTall: Bool { pieces.count == 1 && columns < pieces[0].form.rows }

  /// Rows of the smaller of the two Gram matrices.
  fileprivate var gramSide: Int { isTall ? columns : pieces[0].form.rows }
}

extension ParameterLayout.Form {
  fileprivate var rows: Int { shape[0] }

  fileprivate var columns: Int { shape.dropFirst().reduce(1, *) }

  /// Floats of the matrix, rounded up so that what follows begins at a multiple of 64 bytes.
  fileprivate var matrixCount: Int { (rows * columns + 15) / 16 * 16 }
}
