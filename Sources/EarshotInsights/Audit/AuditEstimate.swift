/// What an audit is asked to show.
public struct AuditGoal: Sendable, Equatable {
  /// The share of correct tags that must be exceeded.
  public var target: Double
  /// One less the risk of each one-sided bound.
  public var confidence: Double
  /// `anytime` for an audit that is scored again after more reviews.
  public var rule: AuditRule
  /// For `anytime` in a stratified draw: records planned in each stratum before the first look, where more
  /// or fewer have been reviewed by now. nil: as many as the sample holds.
  public var plannedDraws: [Int]?

  public init(
    target: Double = 0.95, confidence: Double = 0.95, rule: AuditRule = .once,
    plannedDraws: [Int]? = nil
  ) {
    self.target = target
    self.confidence = confidence
    self.rule = rule
    self.plannedDraws = plannedDraws
  }
}

public enum AuditVerdict: String, Sendable {
  case pass = "PASS"
  case fail = "FAIL"
  case notProven = "NOT_PROVEN"
}

/// How the bounds of an estimate were made; docs/audit-methods.md has each.
public enum AuditMethod: String, Sendable {
  case clopperPearson = "clopper_pearson"
  case hypergeometric = "hypergeometric"
  case kornGraubardWorstSplit = "korn_graubard_worst_split"
  case confidenceSequence = "confidence_sequence"
  case confidenceSequenceOfFrame = "confidence_sequence_finite_frame"
  case confidenceSequenceWorstSplit = "confidence_sequence_worst_split"
}

/// The accuracy of tags as a reviewed sample shows it, with bounds and a verdict.
public struct AuditEstimate: Sendable, Equatable {
  /// Records drawn.
  public let n: Int
  public let correct: Int
  public let errors: Int
  public let undecided: Int
  /// Correct of those decided, weighted by stratum; nil when none is. Strata where none is have no say.
  public let accuracy: Double?
  /// Two-sided, with undecided records against it at each end.
  public let interval: ClosedRange<Double>
  /// One-sided; undecided records count as errors.
  public let lower: Double
  /// One-sided; undecided records count as correct.
  public let upper: Double
  public let verdict: AuditVerdict
  /// Further reviews that would decide if the rate seen goes on; nil when decided, or when they never would.
  public let reviewsNeeded: Int?
  /// Not even a sample of this size without any error would have passed, and it does not fail.
  public let isTooFewToSay: Bool
  /// The chance, at most, of so few errors if the accuracy is at most the target.
  public let pValue: Double
  /// The chance, at most, of so few correct records if the accuracy is at least the target.
  public let pValueOfFail: Double
  public let method: AuditMethod
  /// A stratified draw is estimated by its design; a simple one exactly.
  public let isDesignBased: Bool
  /// Records of a simple draw that a stratified one is worth when tested against the target; nil for a simple
  /// draw, and where the estimate is no better than the target.
  public let effectiveSize: Double?
  /// n over `effectiveSize`.
  public var designEffect: Double? { effectiveSize.map { Double(n) / $0 } }

  /// - Throws: a stratum that is smaller than what was drawn from it, or one of several without a size.
  /// - Complexity: microseconds for a simple draw; 100 strata take tens of milliseconds.
  public init(_ sample: AuditSample, goal: AuditGoal) throws(AuditEstimateError) {
    let counts = try StratumCounts.all(of: sample, goal: goal)
    let evidence: any AuditEvidence =
      counts.count == 1
      ? SimpleEvidence(counts[0], goal: goal) : StratifiedEvidence(counts, goal: goal)
    let risk = 1 - goal.confidence
    n = sample.readings.count
    correct = counts.reduce(0) { $0 + $1.correct }
    errors = counts.reduce(0) { $0 + $1.errors }
    undecided = n - correct - errors
    accuracy = StratumCounts.accuracy(counts)
    lower = evidence.lower(risk: risk)
    upper = evidence.upper(risk: risk)
    interval = evidence.lower(risk: risk / 2)...evidence.upper(risk: risk / 2)
    pValue = evidence.pValueOfPass
    pValueOfFail = evidence.pValueOfFail
    verdict = lower > goal.target ? .pass : upper < goal.target ? .fail : .notProven
    reviewsNeeded = verdict == .notProven ? evidence.reviewsNeeded() : nil
    isTooFewToSay = verdict == .notProven && !evidence.couldPass
    method = evidence.method
    isDesignBased = counts.count > 1
    effectiveSize = evidence.effectiveSize
  }
}

/// Why a sample can't be estimated.
public enum AuditEstimateError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Weights need the size of every stratum.
  case unknownStratumSize(stratum: String)
  case stratumSmallerThanDrawn(stratum: String, size: Int, drawn: Int)
  case plannedDrawsForOtherStrata(found: Int, expected: Int)
  /// A share needs the sizes of what has the tag and what has not.
  case unknownFrameSize(part: String)

  public var description: String {
    switch self {
    case .unknownStratumSize(let stratum):
      "stratum \"\(stratum)\" has no size. A stratified audit is weighted by the records in each stratum; "
        + "score it with the key that the draw wrote."
    case .stratumSmallerThanDrawn(let stratum, let size, let drawn):
      "stratum \"\(stratum)\" has \(size) records, but \(drawn) were drawn from it. The key is not this "
        + "sample's, or rows were added."
    case .plannedDrawsForOtherStrata(let found, let expected):
      "planned draws are given for \(found) strata. Expected \(expected)."
    case .unknownFrameSize(let part):
      "the number of records \(part) is not known. Recall weighs both parts by their sizes; give them."
    }
  }
}
