import Glibc

/// Exact bounds for a share that was counted: Clopper & Pearson (1934).
public enum Binomial {
  /// The largest true share that would still give `successes` or more of `trials` with probability at
  /// most 1 − confidence: the exact one-sided lower bound. 0 when there were no successes.
  ///
  ///     solves  P(X ≥ successes; p) = I_p(successes, trials − successes + 1) = 1 − confidence
  ///
  /// - Complexity: O(1), a hundred evaluations of the incomplete beta function.
  public static func lowerBound(successes: Int, trials: Int, confidence: Double) -> Double {
    precondition(0 <= successes && successes <= trials && 0 < confidence && confidence < 1)
    guard successes > 0 else { return 0 }
    return root { p in
      incompleteBeta(p, Double(successes), Double(trials - successes + 1)) - (1 - confidence)
    }
  }

  /// The exact one-sided upper bound; 1 when everything was a success.
  public static func upperBound(successes: Int, trials: Int, confidence: Double) -> Double {
    guard successes < trials else { return 1 }
    return 1
      - lowerBound(successes: trials - successes, trials: trials, confidence: confidence)
  }

  /// Where an increasing function on 0…1 crosses zero, by bisection to the last bit or so.
  private static func root(_ f: (Double) -> Double) -> Double {
    var low = 0.0
    var high = 1.0
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if f(middle) < 0 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// The regularised incomplete beta function I_x(a, b), by Lentz's continued fraction (Press et al.,
  /// Numerical Recipes, §6.4); relative error below 1e-9 up to a million trials.
  public static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    // The fraction converges fast only left of the mean; the other side follows by symmetry.
    return x < (a + 1) / (a + b + 2)
      ? front * betaFraction(x, a, b) / a
      : 1 - front * betaFraction(1 - x, b, a) / b
  }

  private static func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    var c = 1.0
    var d = 1 - (a + b) * x / (a + 1)
    d = 1 / (abs(d) < tiny ? tiny : d)
    var h = d
    for m in 1...10_000 {
      let m = Double(m)
      for numerator in [
        m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
        -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
      ] {
        d = 1 + numerator * d
        d = 1 / (abs(d) < tiny ? tiny : d)
        c = 1 + numerator / c
        if abs(c) < tiny { c = tiny }
        h *= d * c
      }
      if abs(d * c - 1) < 1e-15 { break }
    }
    return h
  }
}
