import COneDNN
import ComputeEngine

/// A matrix in C order, float32, or its transpose.
struct Matrix {
  var values: UnsafeMutablePointer<Float>
  var rows: Int
  var columns: Int
  var isTransposed = false

  var transposed: Matrix {
    Matrix(values: values, rows: columns, columns: rows, isTransposed: !isTransposed)
  }

  /// Sets this matrix to `factor` a b + `kept` times what it held.
  ///
  /// - Precondition: the sizes fit, and this matrix is not transposed.
  func set(_ a: Matrix, _ b: Matrix, factor: Float = 1, kept: Float = 0) throws(EngineError) {
    precondition(a.columns == b.rows && a.rows == rows && b.columns == columns && !isTransposed)
    try check(
      dnnl_sgemm(
        a.order, b.order, dnnl_dim_t(rows), dnnl_dim_t(columns), dnnl_dim_t(a.columns), factor,
        a.values, a.stride, b.values, b.stride, kept, values, stride), "dnnl_sgemm")
  }

  private var order: CChar { CChar(UInt8(ascii: isTransposed ? "T" : "N")) }
  private var stride: dnnl_dim_t { dnnl_dim_t(isTransposed ? rows : columns) }
}
