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
        // SAFETY: c + 16 ≤ d and c < d, the length of both.
        var sums = Lanes.Vector.zero
        var c = 0
        while c &+ 16 <= d {
          let difference = Lanes.load(a + c) - Lanes.load(b + c)
          sums += difference * difference
          c &+= 16
        }
        var total = Lanes.total(sums)
        while c < d {
          total += (a[c] - b[c]) * (a[c] - b[c])
          c &+= 1
        }
        return total
      }
    }
  }

  /// u · a + v · b.
  public static func mean(_ a: [Float], _ u: Float, _ b: [Float], _ v: Float) -> [Float] {
    precondition(a.count == b.count)
    return a.indices.map { u * a[$0] + v * b[$0] }
  }
}
