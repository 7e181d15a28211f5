/// How well a score puts one kind of record above another, whatever its scale.
public enum RankMetrics {
  /// The chance that a positive scores above a negative, ties counting half (Mann & Whitney 1947).
  ///
  /// - Returns: nil unless both kinds are there.
  /// - Complexity: O(n log n).
  public static func auroc(_ records: [(score: Double, isPositive: Bool)]) -> Double? {
    let sorted = records.sorted { $0.score < $1.score }
    var below = 0
    var wins = 0.0
    forEachTie(sorted) { positives, negatives in
      wins += Double(positives) * (Double(below) + Double(negatives) / 2)
      below += negatives
    }
    let positives = sorted.count - below
    return positives == 0 || below == 0 ? nil : wins / (Double(positives) * Double(below))
  }

  /// Σ (recall_i − recall_{i−1}) · precision_i over falling thresholds, as scikit-learn has it.
  ///
  /// - Returns: nil without positives. - Complexity: O(n log n).
  public static func averagePrecision(_ records: [(score: Double, isPositive: Bool)]) -> Double? {
    let sorted = records.sorted { $0.score > $1.score }
    var found = 0
    var seen = 0
    var sum = 0.0
    forEachTie(sorted) { positives, negatives in
      found += positives
      seen += positives + negatives
      sum += Double(positives) * Double(found) / Double(seen)
    }
    return found == 0 ? nil : sum / Double(found)
  }

  /// Calls `body` with the positives and negatives of each run of equal scores.
  private static func forEachTie(
    _ sorted: [(score: Double, isPositive: Bool)],
    _ body: (_ positives: Int, _ negatives: Int) -> Void
  ) {
    var start = 0
    while start < sorted.count {
      var end = start
      var positives = 0
      while end < sorted.count, sorted[end].score == sorted[start].score {
        positives += sorted[end].isPositive ? 1 : 0
        end += 1
      }
      body(positives, end - start - positives)
      start = end
    }
  }
}
