/// Distances and means of two rows of equal length.
public enum RowDistance {
  /// ‖a − b‖², in sixteen sums that are put together in order: the same bits on every CPU.
  ///
  /// - Complexity: O(d).
  public static func squared(_ a: [Float], _ b: [Float]) -> Float {
    precondition(a.count == b.count)
    let d = a.count
    return a.withUnsafeBufferPointer { first in
      b.withUnsafeBufferPointer { second in
        guard let a = first.baseAddress, let b = second.baseAddress else { return 0 }
        // SAFETY: both hold d numbers.
        return RowBlock.squaredDistance(a, b, d)
      }
    }
  }

  /// u · a + v · b.
  public static func mean(_ a: [Float], _ u: Float, _ b: [Float], _ v: Float) -> [Float] {
    precondition(a.count == b.count)
    return a.indices.map { u * a[$0] + v * b[$0] }
  }
}
