/// The `d` strongest directions of sparse rows, found by random projection.
///
///     A ≈ U · diag(σ) · Vᵀ,      A n × terms, V terms × d with columns of unit length
///
/// Halko, Martinsson & Tropp 2011, "Finding structure with randomness", algorithm 4.4 with the roles of
/// A and Aᵀ exchanged: G ← orthonormal basis of (AᵀA)^q Ω for random signs Ω, orthonormal again after each
/// product; then, as in their section 5.1, the small matrix (A G)ᵀ(A G) gives σ² and V = G W. Kept
/// on the side of the terms, nothing of n × d is ever stored: a million rows cost passes, not memory.
/// σ below a millionth of the largest one is rounding and is left out.
///
/// Same rows, options and CPU: same result, to the bit, on any number of threads.
public struct TruncatedSVD: Sendable {
  public struct Options: Sendable {
    /// `d`: at most so many directions; fewer where the rank is lower.
    public var dimension: Int
    /// q: how often AᵀA is applied. Each time the σ_i² / σ_j² that tell directions apart are multiplied.
    public var iterations = 5
    /// Directions beyond `d` that are carried along and thrown away.
    public var oversampling = 16
    public var seed: UInt64 = 1
    public var threads = 1

    public init(dimension: Int) { self.dimension = dimension }
  }

  /// σ, largest first.
  public let singularValues: [Float]
  /// V, term-major: `terms × stride`; the rest of a row is zeros.
  private let components: Storage<Float>
  private let stride: Int
  public let termCount: Int

  /// How many directions there are.
  public var dimension: Int { singularValues.count }

  /// - Precondition: `options.dimension` ≥ 1 and numbers are finite.
  /// - Complexity: O(q · entries · d + terms · d²).
  public init(_ rows: SparseMatrix, _ options: Options) {
    precondition(options.dimension >= 1 && options.iterations >= 1 && options.oversampling >= 0)
    let threads = options.threads
    let termCount = rows.columnCount
    let wanted = min(
      options.dimension + options.oversampling, min(rows.columnCount, rows.rowCount))
    guard wanted > 0 else {
      self.init(termCount: termCount, singularValues: [], components: [], stride: 0)
      return
    }
    var basis = TermPanels.signs(
      termCount: termCount, columnCount: wanted, seed: options.seed)
    for _ in 0..<options.iterations where basis.columnCount > 0 {
      basis = basis.normalProduct(rows, threads: threads).orthonormalized(threads: threads)
    }
    guard basis.columnCount > 0 else {
      self.init(termCount: termCount, singularValues: [], components: [], stride: 0)
      return
    }
    // Once may leave weak directions a little aslant.
    basis = basis.orthonormalized(threads: threads)
    let l = basis.columnCount
    let eigen = SymmetricEigen(basis.projectedGram(rows, threads: threads), size: l)
    let kept = min(options.dimension, eigen.values.prefix { $0 > eigen.values[0] * 1e-12 }.count)
    var rotation = [Double](repeating: 0, count: l * kept)
    for i in 0..<l {
      for j in 0..<kept { rotation[i * kept + j] = eigen.vectors[i * l + j] }
    }
    let found = basis.times(rotation, columns: kept, threads: threads)
    let stride = RowKernels.stride(labels: kept)
    var components = [Float](repeating: 0, count: termCount * stride)
    for j in 0..<kept {
      // A direction is as good as its opposite: the largest number shall be positive.
      var largest: Float = 0
      for t in 0..<termCount where abs(found[t, j]) > abs(largest) { largest = found[t, j] }
      let sign: Float = largest < 0 ? -1 : 1
      for t in 0..<termCount { components[t * stride + j] = found[t, j] * sign }
    }
    self.init(
      termCount: termCount,
      singularValues: eigen.values.prefix(kept).map { Float($0.squareRoot()) },
      components: components, stride: stride)
  }

  private init(termCount: Int, singularValues: [Float], components: [Float], stride: Int) {
    self.termCount = termCount
    self.singularValues = singularValues
    self.components = Storage(components)
    self.stride = stride
  }

  /// What term `t` adds to each direction, a row of V.
  public func component(ofTerm t: Int) -> [Float] {
    (0..<dimension).map { components[t * stride + $0] }
  }

  /// A · V for these or other rows, `n × d`; for the rows of the fit this is U · diag(σ).
  ///
  /// - Precondition: the rows have the columns of the fit.
  /// - Complexity: O(entries · d).
  public func transform(_ rows: SparseMatrix, threads: Int = 1) -> DenseMatrix {
    precondition(rows.columnCount == termCount, "\(rows.columnCount) columns, \(termCount) terms")
    let d = dimension
    guard d > 0 else {
      var none = DenseMatrix(columnCount: 0)
      for _ in 0..<rows.rowCount { none.appendRow([]) }
      return none
    }
    let block = 1024
    let parts = Workers.map((rows.rowCount + block - 1) / block, threads: threads) { b in
      let range = b * block..<min((b + 1) * block, rows.rowCount)
      var part: [Float] = []
      part.reserveCapacity(range.count * d)
      let sums = FloatBlock(count: stride)
      rows.columns.withUnsafeBufferPointer { columns in
        rows.values.withUnsafeBufferPointer { values in
          for i in range {
            let entries = rows.offsets[i]..<rows.offsets[i + 1]
            sums.base.update(repeating: 0, count: stride)
            if !entries.isEmpty {
              // SAFETY: a row's entries lie within columns and values, each column is below the
              // number of terms, and components are terms × stride, aligned to 64 bytes.
              RowKernels.accumulate(
                scores: sums.base, columns: columns.baseAddress! + entries.lowerBound,
                values: values.baseAddress! + entries.lowerBound, count: entries.count,
                weights: components.base, stride: stride)
            }
            part.append(contentsOf: UnsafeBufferPointer(start: sums.base, count: d))
          }
        }
      }
      return part
    }
    return DenseMatrix(values: Array(parts.joined()), columnCount: d)
  }
}
