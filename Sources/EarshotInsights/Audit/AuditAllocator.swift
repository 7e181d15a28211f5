/// How a sample is shared out among strata.
enum AuditAllocator {
  /// Numbers that are in proportion to `weights` as far as their bounds let them:
  ///
  ///     n_h = min(most_h, max(least_h, λ w_h)),   Σ n_h = total
  ///
  /// The λ is found by halving an interval; what rounding down leaves over goes to the largest
  /// remainders, ties to the lower number.
  ///
  /// - Parameters:
  ///   - least: at least so many each. - Precondition: `least[h] ≤ most[h]`, Σ least ≤ `total`.
  ///   - most: at most so many each.
  /// - Returns: whole numbers that add up to `total`, or to Σ most where that is less.
  /// - Complexity: O(strata · log strata)
  static func share(_ total: Int, weights: [Double], least: [Int], most: [Int]) -> [Int] {
    precondition(weights.count == least.count && least.count == most.count)
    precondition(zip(least, most).allSatisfy { $0 <= $1 } && least.reduce(0, +) <= total)
    if total >= most.reduce(0, +) { return most }
    func shares(_ lambda: Double) -> [Double] {
      weights.indices.map { min(Double(most[$0]), max(Double(least[$0]), lambda * weights[$0])) }
    }
    var low = 0.0
    var high = 1.0
    // A stratum without weight stays at its least, however large λ is.
    while high < 1e300, shares(high).reduce(0, +) < Double(total) { high *= 2 }
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if shares(middle).reduce(0, +) < Double(total) { low = middle } else { high = middle }
    }
    let exact = shares(high)
    // A share that is whole but for rounding errors counts as whole.
    var counts = exact.map { Int(($0 + 1e-9).rounded(.down)) }
    var left = total - counts.reduce(0, +)
    let byRemainder = counts.indices.sorted {
      let (a, b) = (exact[$0] - Double(counts[$0]), exact[$1] - Double(counts[$1]))
      return a != b ? a > b : $0 < $1
    }
    // Twice around is enough: every stratum is at most one short; the second is for those at `most`.
    for h in byRemainder + byRemainder where left > 0 && counts[h] < most[h] {
      counts[h] += 1
      left -= 1
    }
    for h in byRemainder.reversed() where left < 0 && counts[h] > least[h] {
      counts[h] -= 1
      left += 1
    }
    return counts
  }
}
