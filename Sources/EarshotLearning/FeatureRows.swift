import EarshotNumerics

/// Records as numbers: a sparse part of counted terms, and a dense part (a meaning vector) that may be
/// empty. Row `i` of both is record `i`.
public struct FeatureRows: Sendable {
  public var sparse: SparseMatrix
  public var dense: DenseMatrix

  public init(sparse: SparseMatrix, dense: DenseMatrix) {
    precondition(sparse.rowCount == dense.rowCount || dense.columnCount == 0)
    self.sparse = sparse
    self.dense = dense
  }

  /// Rows without a dense part.
  public init(_ sparse: SparseMatrix) {
    self.init(sparse: sparse, dense: DenseMatrix(columnCount: 0))
  }

  public var count: Int { sparse.rowCount }

  /// ‖x‖² of row `i`, both parts.
  func squaredNorm(ofRow i: Int) -> Float {
    var sum = sparse.squaredNorm(ofRow: i)
    let d = dense.columnCount
    for j in 0..<d { sum += dense.values[i * d + j] * dense.values[i * d + j] }
    return sum
  }
}
