import COpenBLAS

/// Numbers in rows, row-major: row `i` is `values[i * columnCount ..< (i + 1) * columnCount]`.
public struct DenseMatrix: Sendable {
  public private(set) var values: [Float] = []
  public private(set) var rowCount = 0
  public let columnCount: Int

  public init(columnCount: Int) { self.columnCount = columnCount }

  /// Adds one row. - Precondition: it has `columnCount` numbers.
  public mutating func appendRow(_ row: some Collection<Float>) {
    precondition(row.count == columnCount, "\(row.count) numbers in a row of \(columnCount)")
    values.append(contentsOf: row)
    rowCount += 1
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
    BLAS.useOneThread()
    values.withUnsafeBufferPointer { a in
      weights.withUnsafeBufferPointer { b in
        result.withUnsafeMutableBufferPointer { c in
          // SAFETY: sgemm reads m·d floats from row `lowerBound`, d·stride of the weights and writes
          // m·stride; the preconditions above say that each buffer holds that many.
          cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows.count), Int32(stride),
            Int32(columnCount), 1, a.baseAddress! + rows.lowerBound * columnCount,
            Int32(columnCount), b.baseAddress!, Int32(stride), 0, c.baseAddress!, Int32(stride))
        }
      }
    }
  }
}

/// OpenBLAS's own threads lose on small machines: two of them were 4–50 times slower than one on a busy
/// two-core machine. Work is cut into row blocks outside instead (`Workers`).
enum BLAS {
  private static let once: Void = openblas_set_num_threads(1)

  static func useOneThread() { once }
}
