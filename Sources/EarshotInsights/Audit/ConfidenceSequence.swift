import EarshotNumerics
import Glibc

/// Bounds for a share that stay right however often one looks.
///
/// Against the claim "the share of errors is at least q" each review multiplies a bet: with odds tilted by
/// ρ < 1 the bet after e errors in n reviews is
///
///     M_ρ = ρ^e / (1 − q + ρq)^n          (the likelihood ratio of odds ρ·q/(1−q) to odds q/(1−q))
///
/// which no one can expect to grow while the claim is true. So neither can a mixture M = Σ π_ρ M_ρ, and by
/// Ville's inequality it ever reaches 1/α with chance at most α (Robbins 1970; Howard, Ramdas, McAuliffe &
/// Sekhon 2021). M rises with q, which gives the bound: the smallest q with M ≥ 1/α.
///
/// A frame of known size, drawn without replacement, uses ratios of hypergeometric probabilities instead
/// (Waudby-Smith & Ramdas 2020): N marked records against fewer, tilted the same way.
enum ConfidenceSequence {
  /// The tilts ρ with their shares π. Tuned for a target of 0.95 and 100 to 1000 reviews of tags that are 97
  /// to 99 % right; the last ones keep the bound shrinking beyond. A tagger that is 98 % right passes after 199
  /// reviews in the middle case; the plan for one look needs 311.
  static let tilts: [(odds: Double, share: Double)] = [
    (0.02, 1), (0.1, 1), (0.2, 2), (0.3, 3), (0.4, 4), (0.5, 3), (0.6, 2), (0.7, 1), (0.8, 0.5),
    (0.9, 0.3), (0.96, 0.2), (0.99, 0.1),
  ].map { ($0.0, $0.1 / 18.1) }

  /// log M after `count` of `n`, against a share of at least q.
  static func logEvidence(_ count: Double, of n: Double, atLeast q: Double) -> Double {
    logMixture { count * log($0) - n * log1p(-q * (1 - $0)) }
  }

  /// log M for a frame of N records, against at least `marked` marked ones.
  static func logEvidence(_ count: Int, of n: Int, marked: Int, population N: Int) -> Double {
    // More were seen than the claim is about, or so few others are left that it can't be true.
    if marked <= count { return -.infinity }
    if N - marked < n - count { return .infinity }
    let truth = logWays(count, of: n, marked: marked, N)
    let q = Double(marked) / Double(N)
    return logMixture { tilt in
      let tilted = Int((Double(N) * tilt * q / (1 - q + tilt * q)).rounded())
      let fewer = min(tilted, marked - 1)
      guard fewer >= count else { return -.infinity }
      return logWays(count, of: n, marked: fewer, N) - truth
    }
  }

  /// log C(M, count) + log C(N − M, n − count).
  private static func logWays(_ count: Int, of n: Int, marked M: Int, _ N: Int) -> Double {
    logChoose(M, count) + logChoose(N - M, n - count)
  }

  private static func logChoose(_ n: Int, _ k: Int) -> Double {
    k == 0 || k == n
      ? 0 : lgamma(Double(n) + 1) - lgamma(Double(k) + 1) - lgamma(Double(n - k) + 1)
  }

  /// log Σ π_ρ exp(f(ρ)).
  static func logMixture(_ logEvidence: (_ tilt: Double) -> Double) -> Double {
    var highest = -Double.infinity
    var sum = 0.0
    for (odds, share) in tilts {
      let value = logEvidence(odds) + log(share)
      if value == .infinity { return .infinity }
      if value == -.infinity { continue }
      if value <= highest {
        sum += exp(value - highest)
      } else {
        sum = sum * exp(highest - value) + 1
        highest = value
      }
    }
    return highest + log(sum)
  }
}
