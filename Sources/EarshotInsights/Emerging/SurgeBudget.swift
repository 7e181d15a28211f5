import Glibc

/// Shares a number of false alarms out over topics so that surges that matter are found most often.
///
/// A topic that triples is told best from chance by the ratio of the two likelihoods (Neyman & Pearson
/// 1933); if finding it is worth v, the most worth is found where all topics alarm at v · ratio ≥ C, with
/// one C that spends the budget:
///
///     k_i = (log C − log v_i + r log((r + 3 μ_i) / (r + μ_i))) / log(3 (r + μ_i) / (r + 3 μ_i))
///
/// is the level, the rate of `SurgeTail.crossings` at it the topic's share. A topic of 60 a day needs next to
/// nothing, one of 1 a day could not be found with everything: the budget goes to those between.
///
/// v = μ⁴, the outcome of a study (Python, budget 0.27 per 30 days, 200 records a day): a topic of 10 a
/// day among 99 of 1.9 that triples is found within 24 hours in 0.73 of cases with equal shares, 0.89 with
/// shares by μ², 0.91, 0.94, 0.944 and 0.945 with v = μ², μ³, μ⁴, μ⁶, and in 0.949 if it gets everything;
/// among Zipf shares 0.73, 0.81, 0.88, 0.888, 0.892, 0.888. Over all records μ⁴ loses 0.01 to the best v.
struct SurgeBudget: Sendable, Equatable, Codable {
  /// Slow growth's part of the budget. Its delay grows with the logarithm of 1 / share only.
  static let slowShare = 0.08
  /// The part of the rest that all topics have alike, so that fifteen where one is expected are found
  /// everywhere; it costs a topic of 10 a day 0.004 of its power.
  static let evenShare = 0.12
  private static let ratio = 3.0
  private static let worth = 4.0

  /// What it was made for.
  let falseAlarmsPer30Days: Double
  /// The new crossings a day that every topic has.
  let evenRate: Double
  /// The level of slow growth's sums in nats. The wait for one by chance is e^level days or more
  /// (Lorden 1971, theorem 2). It is 2 lower, for levels are taken a standard error high: with half of
  /// one, 7,300 simulated days of 100 topics still had 0.029 per 30 days where 0.024 were granted.
  let slowLevel: Double
  /// Whether there were topics to share it out over.
  let isShared: Bool
  private let logCut: Double

  init(falseAlarmsPer30Days: Double, expectations: [SurgeExpectation]) {
    let budget = falseAlarmsPer30Days > 0 ? min(falseAlarmsPer30Days, 1e6) / 30 : 0
    self.falseAlarmsPer30Days = falseAlarmsPer30Days
    isShared = !expectations.isEmpty
    let topics = Double(max(expectations.count, 1))
    slowLevel = max(-log(max(budget * Self.slowShare / topics, 1e-300)) - 2, 1)
    let window = budget * (1 - Self.slowShare)
    evenRate = window * Self.evenShare / topics
    let rest = window * (1 - Self.evenShare)
    let largest = expectations.reduce(1) { max($0, $1.level) }
    var (low, high) = (-4 * largest - 100, 2 * largest + 1000)
    for _ in 0..<50 {
      let middle = (low + high) / 2
      let spent = expectations.reduce(0) { $0 + Self.rate($1, logCut: middle) }
      if spent > rest { low = middle } else { high = middle }
    }
    logCut = high
  }

  var isSane: Bool {
    [falseAlarmsPer30Days, evenRate, slowLevel].allSatisfy(SurgeDetector.Number.isCount)
      && abs(logCut) <= 1e18
  }

  /// The new crossings a day that a topic may have.
  func rate(_ expectation: SurgeExpectation) -> Double {
    evenRate + Self.rate(expectation, logCut: logCut)
  }

  private static func rate(_ expectation: SurgeExpectation, logCut: Double) -> Double {
    let (mean, size) = (expectation.level, expectation.size)
    guard mean > 0 else { return 0 }
    let fraction = log1p((ratio - 1) * mean / (size + mean))  // log((r + 3 μ) / (r + μ))
    let level = (logCut - worth * log(mean) + size * fraction) / (log(ratio) - fraction)
    return SurgeTail.crossings(max(level, 1.05 * mean + 1), mean: mean, size: size)
  }
}
