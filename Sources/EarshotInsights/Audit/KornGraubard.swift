import EarshotNumerics

/// Korn & Graubard's bounds for a share in a stratified sample (Survey Methodology 24, 1998), as R's
/// svyciprop(method = "beta").
///
/// The sample is treated as a simple one of
///
///     n* = p(1 − p) / v · (t_{n−1} / t_{df})²        v = Σ W_h² (1 − f_h) s_h² / n_h,   df = n − H
///
/// records, but never as more than a simple one would be, n / (1 − f): the design effect is at least 1. A
/// stratum with one record borrows its variance from the whole; without any error at all, n* is Kish's
/// 1 / Σ W_h² (1 − f_h) / n_h.
struct KornGraubard: Sendable {
  let n: Int
  /// The weighted share of errors.
  let errorShare: Double
  /// Records of a simple sample this one is worth, before the correction for few degrees of freedom.
  let effectiveSize: Double
  let degreesOfFreedom: Int

  init(_ strata: [CountedStratum]) {
    let strata = strata.filter { $0.drawn > 0 }
    let total = strata.reduce(0) { $0 + $1.share }
    n = strata.reduce(0) { $0 + $1.drawn }
    let p = strata.reduce(0) { $0 + $1.share / total * Double($1.count) / Double($1.drawn) }
    var variance = 0.0
    var squaredWeights = 0.0
    for stratum in strata {
      let W = stratum.share / total
      let drawn = Double(stratum.drawn)
      let left = 1 - drawn / Double(stratum.size)
      let q = Double(stratum.count) / drawn
      let spread = drawn > 1 ? drawn / (drawn - 1) * q * (1 - q) : p * (1 - p)
      variance += W * W * left * spread / drawn
      squaredWeights += W * W * left / drawn
    }
    errorShare = p
    let left = 1 - Double(n) / Double(strata.reduce(0) { $0 + $1.size })
    effectiveSize = min(
      Double(n) / left, variance > 0 ? p * (1 - p) / variance : 1 / squaredWeights)
    degreesOfFreedom = max(1, n - strata.count)
  }

  /// The largest share of errors that is not spoken against at this one-sided risk.
  func upperBound(risk: Double) -> Double {
    guard errorShare < 1 else { return 1 }
    let size = adjustedSize(risk: risk)
    guard size.isFinite else { return errorShare }
    return BetaDistribution.quantile(1 - risk, size * errorShare + 1, size * (1 - errorShare))
  }

  /// The chance of so small a share of errors if it is at least q in the frame.
  ///
  /// The correction for degrees of freedom depends on the risk, so it is asked for.
  func pValue(atLeast q: Double, risk: Double, scale: Double = 1) -> Double {
    if errorShare >= q { return 1 }
    let size = scale * adjustedSize(risk: risk)
    guard size.isFinite else { return 0 }
    return BetaDistribution.cumulative(1 - q, size * (1 - errorShare), size * errorShare + 1)
  }

  private func adjustedSize(risk: Double) -> Double {
    guard n > 1 else { return effectiveSize }
    let ratio =
      StudentT.quantile(risk, degreesOfFreedom: Double(n - 1))
      / StudentT.quantile(risk, degreesOfFreedom: Double(degreesOfFreedom))
    return effectiveSize * ratio * ratio
  }
}
