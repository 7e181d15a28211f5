/// Tail probabilities and exact bounds for a share that was counted: Clopper & Pearson (1934).
public enum Binomial {
  /// The chance of exactly `count` in `trials`.
  public static func probability(_ count: Int, trials: Int, share: Double) -> Double {
    Loader.binomial(Double(count), of: Double(trials), share)
  }

  /// The chance of `count` or fewer in `trials`: P(X ≤ count) = I_{1−p}(n − count, count + 1).
  ///
  /// - Complexity: as `BetaDistribution.cumulative`, not O(count).
  public static func atMost(_ count: Int, trials: Int, share: Double) -> Double {
    if count < 0 { return 0 }
    if count >= trials { return 1 }
    return BetaDistribution.cumulative(1 - share, Double(trials - count), Double(count + 1))
  }

  /// The chance of `count` or more in `trials`: P(X ≥ count) = I_p(count, n − count + 1).
  public static func atLeast(_ count: Int, trials: Int, share: Double) -> Double {
    if count <= 0 { return 1 }
    if count > trials { return 0 }
    return BetaDistribution.cumulative(share, Double(count), Double(trials - count + 1))
  }

  /// The largest true share that would still give `successes` or more of `trials` with probability at
  /// most 1 − confidence: the exact one-sided lower bound. 0 when there were no successes.
  ///
  ///     solves  P(X ≥ successes; p) = I_p(successes, trials − successes + 1) = 1 − confidence
  ///
  /// - Complexity: about ten evaluations of the incomplete beta function.
  public static func lowerBound(successes: Int, trials: Int, confidence: Double) -> Double {
    precondition(0 <= successes && successes <= trials && 0 < confidence && confidence < 1)
    guard successes > 0 else { return 0 }
    return BetaDistribution.quantile(
      1 - confidence, Double(successes), Double(trials - successes + 1))
  }

  /// The exact one-sided upper bound; 1 when everything was a success.
  public static func upperBound(successes: Int, trials: Int, confidence: Double) -> Double {
    guard successes < trials else { return 1 }
    return 1
      - lowerBound(successes: trials - successes, trials: trials, confidence: confidence)
  }

  /// Clopper & Pearson's two-sided interval: each side leaves out half of 1 − confidence.
  public static func interval(
    successes: Int, trials: Int, confidence: Double
  ) -> ClosedRange<Double> {
    let side = (1 + confidence) / 2
    let lower = lowerBound(successes: successes, trials: trials, confidence: side)
    let upper = upperBound(successes: successes, trials: trials, confidence: side)
    return lower...upper
  }
}
