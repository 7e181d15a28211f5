/// Sums of a dense row times term-major weights, aligned as `RowKernels` asks for; one a thread.
public struct AlignedFloats: ~Copyable {
  private let block: FloatBlock

  public init(count: Int) { block = FloatBlock(count: count) }

  public subscript(i: Int) -> Float {
    precondition(i >= 0 && i < block.count)
    // SAFETY: just checked.
    return block.base[i]
  }

  /// self ← row · weights.
  ///
  /// - Parameter weights: `row.count × stride`, aligned to 16 bytes.
  /// - Precondition: the sizes fit; `stride` is a multiple of 4 and no more than this holds.
  /// - Complexity: O(d · stride); the same bits on every CPU.
  public mutating func setToProduct(of row: [Float], _ weights: Storage<Float>, stride: Int) {
    precondition(stride % 4 == 0 && stride <= block.count && weights.count == row.count * stride)
    block.base.update(repeating: 0, count: stride)
    row.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      // SAFETY: the precondition names the sizes that `accumulate` reads and writes.
      RowKernels.accumulate(
        scores: block.base, columns: nil, values: base, count: values.count, weights: weights.base,
        stride: stride)
    }
  }
}
