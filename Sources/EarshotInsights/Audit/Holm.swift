/// Several claims made at once: Holm, "A simple sequentially rejective multiple test procedure" (1979).
public enum Holm {
  /// p-values that may each be compared with one risk, which then bounds the chance of any false claim.
  ///
  ///     sorted rising, the i-th becomes  max_{j ≤ i} min(1, (m − j + 1) · p_(j))
  ///
  /// - Returns: in the order given.
  /// - Complexity: O(m log m)
  public static func adjusted(_ pValues: [Double]) -> [Double] {
    let order = pValues.indices.sorted { pValues[$0] < pValues[$1] }
    var adjusted = pValues
    var highest = 0.0
    for (rank, index) in order.enumerated() {
      highest = max(highest, min(1, Double(pValues.count - rank) * pValues[index]))
      adjusted[index] = highest
    }
    return adjusted
  }
}
