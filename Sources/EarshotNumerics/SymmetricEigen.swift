/// Eigenvalues and eigenvectors of a small symmetric matrix, through LAPACK's `dsyevd`.
struct SymmetricEigen {
  /// Largest first.
  let values: [Double]
  /// `n × n`; column `j` is the vector of `values[j]`: `vectors[i * n + j]`.
  let vectors: [Double]

  /// - Parameter matrix: `n × n`, finite; only one triangle is read.
  /// - Complexity: O(n³).
  init(_ matrix: [Double], size n: Int) {
    precondition(matrix.count == n * n && n > 0)
    var a = matrix
    var values = [Double](repeating: 0, count: n)
    var order = Int32(n)
    var leading = Int32(n)
    var info: Int32 = 0
    // The least work space that the manual page of dsyevd names.
    var workCount = Int32(1 + 6 * n + 2 * n * n)
    var integerCount = Int32(3 + 5 * n)
    var work = [Double](repeating: 0, count: Int(workCount))
    var integers = [Int32](repeating: 0, count: Int(integerCount))
    // SAFETY: all buffers have the sizes that dsyevd asks for.
    BLAS.functions.dsyevd(
      "V", "U", &order, &a, &leading, &values, &work, &workCount, &integers, &integerCount, &info)
    precondition(info == 0, "dsyevd did not converge: the matrix is not finite")
    // LAPACK's vectors are columns of a column-major matrix, smallest value first.
    self.values = values.reversed()
    var vectors = [Double](repeating: 0, count: n * n)
    for j in 0..<n {
      for i in 0..<n { vectors[i * n + j] = a[(n - 1 - j) * n + i] }
    }
    self.vectors = vectors
  }
}
