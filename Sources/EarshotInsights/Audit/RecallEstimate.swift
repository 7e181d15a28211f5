/// How many of the records that should have a tag have it, from two samples: of those that have it and of
/// those that have not.
///
///     recall = TP / (TP + FN) = N₁ p / (N₁ p + N₀ m)
///
/// N₁ records have the tag, a share p of them rightly; N₀ have not, a share m of them should. Recall rises with
/// p and falls with m, so bounds of each at half the risk give a bound of recall (Bonferroni): it holds at least
/// as often as it says, and is wider than need be.
public struct RecallEstimate: Sendable, Equatable {
  /// nil when no record was found that should have the tag.
  public let recall: Double?
  public let interval: ClosedRange<Double>
  public let lower: Double
  public let upper: Double
  /// Precision of the tag: the estimate of the sample that has it.
  public let precision: AuditEstimate
  /// Of the sample that has not: "correct" is a record that rightly lacks the tag.
  public let absence: AuditEstimate

  /// - Parameters:
  ///   - tagged: `wrong` is a record that should not have the tag.
  ///   - untagged: `wrong` is a record that should have it. All strata need sizes.
  public init(
    tagged: AuditSample, untagged: AuditSample, goal: AuditGoal
  ) throws(AuditEstimateError) {
    guard let N1 = tagged.frameSize else { throw .unknownFrameSize(part: "with the tag") }
    guard let N0 = untagged.frameSize else { throw .unknownFrameSize(part: "without the tag") }
    var goal = goal
    goal.plannedDraws = nil
    precision = try AuditEstimate(tagged, goal: goal)
    absence = try AuditEstimate(untagged, goal: goal)
    // An estimate's one-sided bounds at half the risk are its two-sided interval.
    let atHalf = (precision.interval, absence.interval)
    goal.confidence = (1 + goal.confidence) / 2
    let atQuarter = (
      try AuditEstimate(tagged, goal: goal).interval,
      try AuditEstimate(untagged, goal: goal).interval
    )
    func recall(_ p: Double, _ absent: Double) -> Double? {
      let found = Double(N1) * p
      let all = found + Double(N0) * (1 - absent)
      return all > 0 ? found / all : nil
    }
    lower = recall(atHalf.0.lowerBound, atHalf.1.lowerBound) ?? 0
    upper = recall(atHalf.0.upperBound, atHalf.1.upperBound) ?? 1
    let low = recall(atQuarter.0.lowerBound, atQuarter.1.lowerBound) ?? 0
    let high = recall(atQuarter.0.upperBound, atQuarter.1.upperBound) ?? 1
    interval = low...high
    if let p = precision.accuracy, let absent = absence.accuracy {
      self.recall = recall(p, absent)
    } else {
      self.recall = nil
    }
  }
}

extension AuditSample {
  /// Records in all strata together; nil when one of them has no size.
  public var frameSize: Int? {
    strata.reduce(0 as Int?) { sum, stratum in
      guard let sum, let size = stratum.size else { return nil }
      return sum + size
    }
  }
}
