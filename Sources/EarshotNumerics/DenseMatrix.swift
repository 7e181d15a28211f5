/// Numbers in rows, row-major: row `i` is `values[i * columnCount ..< (i + 1) * columnCount]`.
public struct DenseMatrix: Sendable {
  public private(set) var values: [Float] = []
  public private(set) var rowCount = 0
  public let columnCount: Int

  public init(columnCount: Int) { self.columnCount = columnCount }

  /// Takes rows that lie one after the other.
  ///
  /// - Precondition: `values` are whole rows; `columnCount` is above 0.
  public init(values: [Float], columnCount: Int) {
    precondition(columnCount > 0 && values.count % columnCount == 0)
    self.values = values
    self.columnCount = columnCount
    rowCount = values.count / columnCount
  }

  /// Adds one row. - Precondition: it has `columnCount` numbers.
  public mutating func appendRow(_ row: some Collection<Float>) {
    precondition(row.count == columnCount, "\(row.count) numbers in a row of \(columnCount)")
    values.append(contentsOf: row)
    rowCount += 1
  }

  /// The numbers of row `i`.
  public func row(_ i: Int) -> ArraySlice<Float> {
    values[i * columnCount..<(i + 1) * columnCount]
  }

  /// Multiplies every number.
  ///
  /// - Parameter columns: only the first so many; nil for all.
  public mutating func scale(by factor: Float, columns: Int? = nil) {
    let scaled = columns ?? columnCount
    for i in values.indices where i % columnCount < scaled { values[i] *= factor }
  }

  /// The first columns of every row.
  public func prefix(columns: Int) -> DenseMatrix {
    guard columns < columnCount else { return self }
    var rows = DenseMatrix(columnCount: columns)
    for i in 0..<rowCount {
      rows.appendRow(values[i * columnCount..<i * columnCount + columns])
    }
    return rows
  }

  /// The rows `members`, in that order.
  public func gathered(_ members: some Collection<Int>) -> DenseMatrix {
    var rows = DenseMatrix(columnCount: columnCount)
    for i in members {
      rows.appendRow(values[i * columnCount..<(i + 1) * columnCount])
    }
    return rows
  }

  /// self[rows] · weights, through one-threaded `sgemm`.
  ///
  /// - Parameters:
  ///   - rows: `m` consecutive rows of this `n × d` matrix.
  ///   - weights: `d × stride`, row-major.
  ///   - result: `m × stride`, row-major; overwritten.
  /// - Complexity: O(m · d · stride). The bits depend on the CPU: never on the tagging path.
  public func multiply(
    rows: Range<Int>, by weights: [Float], stride: Int, into result: inout [Float]
  ) {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= rowCount)
    precondition(weights.count == columnCount * stride && result.count == rows.count * stride)
    guard !rows.isEmpty, columnCount > 0, stride > 0 else { return }
    values.withUnsafeBufferPointer { a in
      weights.withUnsafeBufferPointer { b in
        result.withUnsafeMutableBufferPointer { c in
          // SAFETY: sgemm reads m·d floats from row `lowerBound`, d·stride of the weights and writes
          // m·stride; the preconditions above say that each buffer holds that many.
          BLAS.functions.sgemm(
            BLAS.rowMajor, BLAS.plain, BLAS.plain, Int32(rows.count), Int32(stride),
            Int32(columnCount), 1, a.baseAddress! + rows.lowerBound * columnCount,
            Int32(columnCount), b.baseAddress!, Int32(stride), 0, c.baseAddress!, Int32(stride))
        }
      }
    }
  }

  /// self[rows] · otherᵀ, through one-threaded `sgemm`.
  ///
  /// - Parameters:
  ///   - rows: `m` consecutive rows of this `n × d` matrix.
  ///   - other: `k × d`.
  ///   - result: `m × k`, row-major; overwritten.
  /// - Complexity: O(m · k · d). The bits depend on the CPU: never on the tagging path.
  public func multiply(
    rows: Range<Int>, byTransposeOf other: DenseMatrix, into result: inout [Float]
  ) {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= rowCount)
    precondition(other.columnCount == columnCount)
    precondition(result.count == rows.count * other.rowCount)
    guard !rows.isEmpty, other.rowCount > 0 else { return }
    values.withUnsafeBufferPointer { a in
      other.values.withUnsafeBufferPointer { b in
        result.withUnsafeMutableBufferPointer { c in
          // SAFETY: the preconditions above are the sizes that it asks for.
          MatrixProduct.timesTransposed(
            a.baseAddress! + rows.lowerBound * columnCount, b.baseAddress!, c.baseAddress!,
            rows.count, other.rowCount, columnCount, stride: other.rowCount)
        }
      }
    }
  }
}
