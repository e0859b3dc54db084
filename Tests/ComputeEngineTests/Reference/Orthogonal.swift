/// Matrices whose singular values are near 1.
enum Orthogonal {
  /// Five of Newton and Schulz's iterations; a matrix of zeros stays as it is.
  ///
  /// Source: Jordan et al. 2024, "Muon: An optimizer for hidden layers in neural networks".
  static func matrix(_ values: [Double], rows: Int) -> [Double] {
    let columns = values.count / rows
    let norm = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard norm > 0 else { return values }
    var x = values.map { $0 / norm }
    func product(_ a: [Double], _ b: [Double], _ inner: Int) -> [Double] {
      let n = b.count / inner
      var result = [Double](repeating: 0, count: a.count / inner * n)
      for index in result.indices {
        for k in 0..<inner { result[index] += a[index / n * inner + k] * b[k * n + index % n] }
      }
      return result
    }
    for _ in 0..<5 {
      let transposed = (0..<x.count).map { x[$0 % rows * columns + $0 / rows] }
      let gram = product(x, transposed, columns)
      let square = product(gram, gram, rows)
      let polynomial = zip(gram, square).map { -4.7750 * $0 + 2.0315 * $1 }
      x = zip(x, product(polynomial, x, rows)).map { 3.4445 * $0 + $1 }
    }
    return x
  }
}
