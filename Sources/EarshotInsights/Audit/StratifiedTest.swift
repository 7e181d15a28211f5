import EarshotNumerics
import Glibc

/// What was counted in one stratum: errors for a lower bound of accuracy, correct records for an upper one.
struct CountedStratum: Sendable {
  /// Its share of the frame.
  let share: Double
  let size: Int
  let drawn: Int
  /// How many it was to be at first, for bets that are laid before anything is seen.
  let planned: Int
  let count: Int

  var isCensus: Bool { drawn == size }
}

/// `ShareTest`'s question for a stratified draw: is the weighted count too small for a share of at least q?
///
/// For one look the answer is the more careful one of `WorstSplit` and `KornGraubard`: the second alone
/// trusts the variance it sees, and passes too often when all errors sit where few records were drawn.
struct StratifiedTest: Sendable {
  let rule: AuditRule
  private let split: WorstSplit
  private let kornGraubard: KornGraubard
  private let bets: WorstSplit
  /// T: the weighted share that was counted; strata without reviews have no say.
  let estimate: Double
  private let betEstimate: Double
  private let betSize: Double

  init(_ strata: [CountedStratum], rule: AuditRule) {
    self.rule = rule
    split = WorstSplit(strata)
    bets = WorstSplit(betsOn: strata)
    kornGraubard = KornGraubard(strata)
    estimate = strata.reduce(0) {
      $1.drawn > 0 ? $0 + $1.share * Double($1.count) / Double($1.drawn) : $0
    }
    betEstimate = strata.reduce(0) { $0 + $1.share * Double($1.count) / Double(max(1, $1.planned)) }
    betSize = 1 / strata.reduce(0) { $0 + $1.share * $1.share / Double(max(1, $1.planned)) }
  }

  /// Records of a simple draw that this one is worth against a share of at least q; nil when none can tell.
  func effectiveSize(atLeast q: Double) -> Double? {
    split.effectiveSize(ofEstimate: estimate, atLeast: q).map {
      min($0, kornGraubard.effectiveSize)
    }
  }

  /// The chance, at most, of so small a count if the share is at least q.
  func pValue(atLeast q: Double, risk: Double) -> Double { pValues(atLeast: q, risk: risk)(1) }

  /// The same as a function of how many times the reviews had been made, with the same outcome.
  func pValues(atLeast q: Double, risk: Double) -> (_ scale: Double) -> Double {
    switch rule {
    case .anytime:
      return { min(1, exp(-logEvidence(atLeast: q, scale: $0))) }
    case .once:
      let ofSplit = split.pValues(estimate, atLeast: q)
      return { max(ofSplit($0), kornGraubard.pValue(atLeast: q, risk: risk, scale: $0)) }
    }
  }

  /// The largest share that so small a count does not speak against at this risk.
  func upperBound(risk: Double) -> Double {
    switch rule {
    case .anytime:
      return ShareTest.crossing { logEvidence(atLeast: $0) >= -log(risk) }
    case .once:
      return max(
        split.upperBound(estimate, risk: risk), kornGraubard.upperBound(risk: risk))
    }
  }

  /// log of a mixture of bets exp(−λT) / max_θ E exp(−λT), with the tilts of `ConfidenceSequence`.
  ///
  /// The weights in T are those of the planned draw, since a bet must be laid before it is seen. For each split
  /// θ the quotient is a martingale, so the least over all splits is none that grows.
  private func logEvidence(atLeast q: Double, scale: Double = 1) -> Double {
    guard q > 0 else { return -.infinity }
    guard q < 1 else { return .infinity }
    return ConfidenceSequence.logMixture { tilt in
      let lambda = -log(tilt) * betSize
      return -lambda * betEstimate * scale
        - bets.worst(q, lambda: lambda, scale: scale).logMean
    }
  }
}
