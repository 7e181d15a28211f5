/// The accuracy at which a tagger without a fault would be measured, since reviewers err too.
///
/// Two reviewers who are right with chance r, each on their own, agree on a record with chance
///
///     A = r² + s (1 − r)²        s: the chance that two wrong judgements are the same one
///
/// which gives r from the agreement A that was seen. A record judged once counts as wrong with chance 1 − r; one
/// judged twice, with the lead right about disagreements, only if both are wrong:
///
///     ceiling = (1 − d) r + d (1 − (1 − r)²)        d: the share of records judged twice
///
/// It is an estimate under these assumptions, no bound: reviewers who share a mistake look better than they are.
public struct HumanCeiling: Sendable, Equatable {
  /// r, the chance that one reviewer is right.
  public let reviewerAccuracy: Double
  public let ceiling: Double
  /// From the ends of the agreement's interval.
  public let interval: ClosedRange<Double>?

  /// - Parameters:
  ///   - agreement: raw agreement of pairs of judgements.
  ///   - doubleShare: d.
  ///   - sameMistake: s; 1 for yes or no, near 0 where many labels can be given.
  /// - Returns: nil when the reviewers agree no more than coins would.
  public init?(agreement: Agreement.Measure, doubleShare: Double, sameMistake: Double = 1) {
    guard let r = Self.reviewerAccuracy(agreement.value, sameMistake) else { return nil }
    func ceiling(_ r: Double) -> Double {
      (1 - doubleShare) * r + doubleShare * (1 - (1 - r) * (1 - r))
    }
    reviewerAccuracy = r
    self.ceiling = ceiling(r)
    // Below chance nothing is known of r: its end is where both roots meet.
    let worst = sameMistake / (1 + sameMistake)
    interval = agreement.interval.map { interval in
      let ends = [interval.lowerBound, interval.upperBound].map {
        ceiling(Self.reviewerAccuracy($0, sameMistake) ?? worst)
      }
      return ends[0]...ends[1]
    }
  }

  /// The larger root of (1 + s) r² − 2 s r + s − A = 0.
  private static func reviewerAccuracy(_ A: Double, _ s: Double) -> Double? {
    let square = s * s - (1 + s) * (s - A)
    return square >= 0 ? min(1, (s + square.squareRoot()) / (1 + s)) : nil
  }
}
