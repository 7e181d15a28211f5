import EarshotNumerics
import Glibc

/// What a stratified draw says against the claim "the share of errors in the frame is at least q", however the
/// errors are split over the strata.
///
/// With n_h records drawn from stratum h, which is a share W_h of the frame, each error found weighs
/// w_h = W_h / n_h, and T = Σ w_h · errors_h is the weighted estimate. For a split θ of the errors
/// (Σ W_h θ_h = q) Chernoff's bound is P(T ≤ t) ≤ exp(−I), and the worst split has
///
///     I(t, q) = sup_λ [ −λt − max_θ Σ n_h log(1 − θ_h a_h) ],    a_h = 1 − exp(−λ w_h)
///
/// The maximum is of a concave function: θ_h = 1/a_h − v n_h/W_h, cut to 0…1, with v such that the errors add up.
/// A simple draw of n records has I = n · KL(t ‖ q), so the draw is worth
///
///     n_eff = I(t, q) / KL(t ‖ q)    records of a simple one,
///
/// and the claim's p-value is the binomial one of n_eff records, as Korn & Graubard (1998) use it with an
/// effective size: I_{1−q}(n_eff (1 − t), n_eff t + 1). A proportional draw gets n_eff = n; Hoeffding (1956)
/// shows that this is right. In general it is exact in its exponent and for t = 0, and otherwise checked
/// by simulation, not proven.
struct WorstSplit: Sendable {
  /// Records drawn, n_h, for each stratum drawn from in part.
  let drawn: [Double]
  /// Shares W_h of those strata of their sum.
  let weights: [Double]
  /// What each error found in a stratum adds to T: w_h.
  let errorWeights: [Double]
  /// Their sum as a share of the frame; the rest was not drawn from, or wholly.
  let sampledShare: Double
  /// The share of the frame that was not drawn from at all: it may be all errors.
  let unseenShare: Double
  /// The share of the frame that was reviewed wholly and found wrong.
  let knownErrors: Double

  init(_ strata: [CountedStratum]) {
    var drawn: [Double] = []
    var weights: [Double] = []
    var unseen = 0.0
    var known = 0.0
    for stratum in strata {
      if stratum.drawn == 0 {
        unseen += stratum.share
      } else if stratum.isCensus {
        known += stratum.share * Double(stratum.count) / Double(stratum.drawn)
      } else {
        drawn.append(Double(stratum.drawn))
        weights.append(stratum.share)
      }
    }
    let sampled = weights.reduce(0, +)
    self.drawn = drawn
    self.weights = weights.map { $0 / sampled }
    errorWeights = zip(self.weights, drawn).map { $0 / $1 }
    sampledShare = sampled
    unseenShare = unseen
    knownErrors = known
  }

  /// All strata as they were planned, for bets: no stratum is left out, reviewed wholly or not at all.
  init(betsOn strata: [CountedStratum]) {
    drawn = strata.map { Double($0.drawn) }
    weights = strata.map(\.share)
    errorWeights = strata.map { $0.share / Double(max(1, $0.planned)) }
    sampledShare = 1
    unseenShare = 0
    knownErrors = 0
  }

  /// The chance of so small an estimate if at least a share q of the frame is wrong.
  ///
  /// - Parameter estimate: T, errors as a share of the frame, those known for sure included.
  func pValue(_ estimate: Double, atLeast q: Double) -> Double {
    pValues(estimate, atLeast: q)(1)
  }

  /// The same as a function of how many times the records had been drawn, with the same outcome.
  func pValues(_ estimate: Double, atLeast q: Double) -> (_ scale: Double) -> Double {
    guard let (t, q) = withinSampled(estimate, q) else { return { _ in 1 } }
    if q > 1 { return { _ in 0 } }
    if t >= q { return { _ in 1 } }
    let size = effectiveSize(t, q)
    return { BetaDistribution.cumulative(1 - q, $0 * size * (1 - t), $0 * size * t + 1) }
  }

  /// The largest share of errors that so small an estimate does not speak against at this risk.
  func upperBound(_ estimate: Double, risk: Double) -> Double {
    ShareTest.crossing { pValue(estimate, atLeast: $0) < risk }
  }

  /// n_eff against a share q, for people.
  func effectiveSize(ofEstimate estimate: Double, atLeast q: Double) -> Double? {
    guard let (t, q) = withinSampled(estimate, q), t < q, q < 1 else { return nil }
    return effectiveSize(t, q)
  }

  /// Estimate and claim as shares of the strata drawn from in part; nil when the claim needs no error there.
  private func withinSampled(_ estimate: Double, _ q: Double) -> (t: Double, q: Double)? {
    let rest = q - knownErrors - unseenShare
    guard rest > 0 else { return nil }
    guard sampledShare > 0 else { return (0, .infinity) }
    // Rounding may leave a trace of −1e-17.
    return (max(0, (estimate - knownErrors) / sampledShare), rest / sampledShare)
  }

  private func effectiveSize(_ t: Double, _ q: Double) -> Double {
    let perRecord = (t > 0 ? t * log(t / q) : 0) + (1 - t) * log((1 - t) / (1 - q))
    return max(0, exponent(t, q)) / max(perRecord, 1e-300)
  }

  /// I(t, q).
  private func exponent(_ t: Double, _ q: Double) -> Double {
    if q >= 1 { return .infinity }
    guard t > 0 else { return -worst(q, lambda: .infinity).logMean }
    // The slope in λ of what is minimised, t − E[T under the tilted worst split], rises with λ.
    let records = drawn.reduce(0, +)
    var low = log(1e-6 * records)
    var high = log(1e4 * records)
    for _ in 0..<45 {
      let middle = (low + high) / 2
      if worst(q, lambda: exp(middle)).tiltedMean > t { low = middle } else { high = middle }
    }
    let lambda = exp(high)
    return -(lambda * t + worst(q, lambda: lambda).logMean)
  }

  /// max_θ Σ n_h log(1 − θ_h a_h), and E[T] under that split after tilting by exp(−λT).
  func worst(
    _ q: Double, lambda: Double, scale: Double = 1
  ) -> (logMean: Double, tiltedMean: Double) {
    let inverse = errorWeights.map { 1 / -expm1(-lambda * $0) }  // 1/a_h
    let v = price(q, inverse, scale)
    var logMean = 0.0
    var tiltedMean = 0.0
    for h in drawn.indices {
      let n = scale * drawn[h]
      let left = exp(-lambda * errorWeights[h])
      let theta = min(1, max(0, inverse[h] - v * n / weights[h]))
      let survival = max(1e-300, 1 - theta + theta * left)
      logMean += n * log(survival)
      tiltedMean += n * errorWeights[h] * theta * left / survival
    }
    return (logMean, tiltedMean)
  }

  /// v at which Σ W_h · cut(1/a_h − v n_h/W_h) = q: the sum falls with v and is made of straight pieces,
  /// so Newton's steps, kept in a bracket, find it in a few rounds.
  private func price(_ q: Double, _ inverse: [Double], _ scale: Double) -> Double {
    var low = 0.0
    var high = 0.0
    for h in drawn.indices where drawn[h] > 0 {
      high = max(high, weights[h] * inverse[h] / (scale * drawn[h]))
    }
    var v = high / 2
    for _ in 0..<60 {
      var excess = -q
      var slope = 0.0
      for h in drawn.indices {
        let n = scale * drawn[h]
        let theta = inverse[h] - v * n / weights[h]
        if theta >= 1 {
          excess += weights[h]
        } else if theta > 0 {
          excess += weights[h] * theta
          slope += n
        }
      }
      if abs(excess) <= 1e-14 { break }
      if excess > 0 { low = v } else { high = v }
      var next = slope > 0 ? v + excess / slope : (low + high) / 2
      if !(next > low && next < high) { next = (low + high) / 2 }
      if next == v { break }
      v = next
    }
    return v
  }
}
