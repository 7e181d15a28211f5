/// Products of dense blocks of rows, through one-threaded `sgemm`.
///
/// Work is cut into blocks and spread over threads outside (`Workers`): OpenBLAS's own threads lose on
/// small machines, and its bits depend on how many it uses.
public enum MatrixProduct {
  /// C ← α · A · Bᵀ + β · C
  ///
  /// - Parameters:
  ///   - a: `m × d`, row-major.
  ///   - b: `n × d`, row-major.
  ///   - c: `m × n`, row-major.
  /// - Precondition: the counts are those of the shapes.
  /// - Complexity: O(m · n · d). The bits depend on the CPU and on the shapes; each number is within
  ///   (d + 1) · 2⁻²⁴ · Σ |a||b| of the exact one, whatever the order of the sum.
  public static func timesTransposed(
    _ a: [Float], _ b: [Float], into c: inout [Float], rows m: Int, columns n: Int, depth d: Int,
    alpha: Float = 1, beta: Float = 0
  ) {
    precondition(a.count == m * d && b.count == n * d, "a: \(a.count), b: \(b.count) numbers")
    precondition(c.count == m * n, "c: \(c.count) numbers for \(m) × \(n)")
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        c.withUnsafeMutableBufferPointer { c in
          guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
          // SAFETY: the preconditions are the sizes that `timesTransposed` asks for.
          timesTransposed(a, b, c, m, n, d, stride: n, alpha: alpha, beta: beta)
        }
      }
    }
  }

  /// The same over pointers; `stride ≥ n` floats lie between the rows of C.
  ///
  /// - Precondition: `a` holds m · d floats, `b` n · d, `c` (m − 1) · stride + n.
  static func timesTransposed(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    _ m: Int, _ n: Int, _ d: Int, stride: Int, alpha: Float = 1, beta: Float = 0
  ) {
    guard m > 0, n > 0, d > 0 else { return }
    // SAFETY: sgemm reads and writes just the floats that the precondition names.
    BLAS.functions.sgemm(
      BLAS.rowMajor, BLAS.plain, BLAS.transposed, Int32(m), Int32(n), Int32(d), alpha, a, Int32(d),
      b,
      Int32(d), beta, c, Int32(stride))
  }
}
