import Glibc

/// The weights of a linear model while it is being fitted: term-major, `terms × stride` floats.
///
/// `stride` is the label count rounded up, to 4 in a finished model and to 16 while fitting; the padding
/// stays zero. One owner at a time changes it; `array()` copies it out.
public struct WeightMatrix: ~Copyable {
  public let termCount: Int
  public let stride: Int
  private let base: UnsafeMutablePointer<Float>
  /// The size of a huge page on x86-64, in bytes.
  private static let hugePage = 2 << 20

  /// All zeros.
  public init(termCount: Int, stride: Int) {
    precondition(stride % 4 == 0 && termCount >= 0)
    self.termCount = termCount
    self.stride = stride
    let count = max(termCount * stride, 16)
    let bytes = count * 4
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: bytes < Self.hugePage ? 64 : Self.hugePage)
    // A row of terms touches rows of weights all over the table; with pages of 4 kB nearly every one
    // misses the TLB. Advice only: where the kernel has none to give, nothing changes.
    if bytes >= Self.hugePage { madvise(raw, bytes, MADV_HUGEPAGE) }
    base = raw.initializeMemory(as: Float.self, repeating: 0, count: count)
  }

  /// A copy of `weights`, whose count must be a multiple of `stride`.
  public init(copying weights: [Float], stride: Int) {
    self.init(termCount: weights.count / stride, stride: stride)
    precondition(weights.count == termCount * stride)
    weights.withUnsafeBufferPointer { source in
      // SAFETY: `base` holds at least termCount · stride floats, which is what the source holds.
      if let start = source.baseAddress { base.update(from: start, count: source.count) }
    }
  }

  deinit { base.deallocate() }

  /// scores ← scores + (row `i` of `rows`) · weights.
  public borrowing func accumulate(_ rows: SparseMatrix, _ i: Int, into scores: inout [Float]) {
    precondition(rows.columnCount <= termCount && scores.count == stride)
    let start = rows.offsets[i]
    let count = rows.offsets[i + 1] - start
    rows.columns.withUnsafeBufferPointer { columns in
      rows.values.withUnsafeBufferPointer { values in
        scores.withUnsafeMutableBufferPointer { scores in
          guard count > 0, stride > 0 else { return }
          // SAFETY: `SparseMatrix` checked each column against its columnCount ≤ termCount.
          RowKernels.accumulate(
            scores: scores.baseAddress!, columns: columns.baseAddress! + start,
            values: values.baseAddress! + start, count: count, weights: base, stride: stride)
        }
      }
    }
  }

  /// weights ← weights + (row `i` of `rows`)ᵀ · change.
  public mutating func add(_ rows: SparseMatrix, _ i: Int, times change: [Float]) {
    precondition(rows.columnCount <= termCount && change.count == stride)
    let start = rows.offsets[i]
    let count = rows.offsets[i + 1] - start
    rows.columns.withUnsafeBufferPointer { columns in
      rows.values.withUnsafeBufferPointer { values in
        change.withUnsafeBufferPointer { change in
          guard count > 0, stride > 0 else { return }
          // SAFETY: as in `accumulate`.
          RowKernels.update(
            weights: base, columns: columns.baseAddress! + start,
            values: values.baseAddress! + start, count: count, change: change.baseAddress!,
            stride: stride)
        }
      }
    }
  }

  /// scores ← scores + (row `i` of `rows`) · weights, for a dense row: column `j` meets term `j`.
  public borrowing func accumulate(_ rows: DenseMatrix, _ i: Int, into scores: inout [Float]) {
    precondition(rows.columnCount == termCount && scores.count == stride)
    let d = rows.columnCount
    rows.values.withUnsafeBufferPointer { values in
      scores.withUnsafeMutableBufferPointer { scores in
        guard d > 0, stride > 0 else { return }
        precondition((i + 1) * d <= values.count)
        // SAFETY: the row holds d floats (just checked), the weights d · stride.
        RowKernels.accumulate(
          scores: scores.baseAddress!, columns: nil, values: values.baseAddress! + i * d, count: d,
          weights: base, stride: stride)
      }
    }
  }

  /// weights ← weights + (row `i` of `rows`)ᵀ · change, for a dense row.
  public mutating func add(_ rows: DenseMatrix, _ i: Int, times change: [Float]) {
    precondition(rows.columnCount == termCount && change.count == stride)
    let d = rows.columnCount
    rows.values.withUnsafeBufferPointer { values in
      change.withUnsafeBufferPointer { change in
        guard d > 0, stride > 0 else { return }
        precondition((i + 1) * d <= values.count)
        // SAFETY: as above.
        RowKernels.update(
          weights: base, columns: nil, values: values.baseAddress! + i * d, count: d,
          change: change.baseAddress!, stride: stride)
      }
    }
  }

  /// `add(rows, i, times: change)` and then `accumulate(rows, next, into: scores)`, in one pass.
  ///
  /// - Precondition: the stride is a multiple of 16.
  public mutating func add(
    _ rows: DenseMatrix, _ i: Int, times change: [Float], thenAccumulate next: Int,
    into scores: inout [Float]
  ) {
    precondition(rows.columnCount == termCount && change.count == stride && stride % 16 == 0)
    precondition(scores.count == stride)
    let d = rows.columnCount
    rows.values.withUnsafeBufferPointer { values in
      change.withUnsafeBufferPointer { change in
        scores.withUnsafeMutableBufferPointer { scores in
          guard d > 0, stride > 0 else { return }
          precondition((max(i, next) + 1) * d <= values.count && min(i, next) >= 0)
          // SAFETY: as above.
          RowKernels.updateThenAccumulate(
            weights: base, values: values.baseAddress! + i * d, change: change.baseAddress!,
            next: values.baseAddress! + next * d, scores: scores.baseAddress!, count: d,
            stride: stride)
        }
      }
    }
  }

  /// Multiplies every weight; used to move a solution along the path of strengths.
  public mutating func scale(by factor: Float) {
    for i in 0..<termCount * stride { base[i] *= factor }
  }

  /// Σ w², summed in double precision.
  public borrowing func squaredNorm() -> Double {
    var total = 0.0
    var i = 0
    let end = termCount * stride
    while i < end {
      // SAFETY: end is a multiple of stride, which is a multiple of 4, so i + 4 ≤ end.
      let w = UnsafeRawPointer(base + i).loadUnaligned(as: SIMD4<Float>.self)
      total += Double((w * w).sum())
      i += 4
    }
    return total
  }

  /// A copy of all weights, row after row.
  public borrowing func array() -> [Float] {
    Array(UnsafeBufferPointer(start: base, count: termCount * stride))
  }
}
