/// Why no plan can be made.
public enum AuditPlanError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Quantity: String, Sendable {
    case target, confidence, power
    case assumedTruth = "assumed truth"
  }

  /// A share that is not between 0 and 1.
  case outOfRange(Quantity, found: Double)
  /// Tags that are no better than the target can't be shown to be better.
  case assumedNotAboveTarget(assumed: Double, target: Double)
  case emptyPopulation(found: Int)
  /// The assumption is so close to the target that more reviews than `limit` are needed.
  case tooManyReviews(limit: Int, wish: AuditPlan.Wish)

  public var description: String {
    switch self {
    case .outOfRange(let quantity, let found):
      "\(quantity.rawValue) is \(found). Expected a share between 0 and 1, as 0.95."
    case .assumedNotAboveTarget(let assumed, let target):
      "the assumed truth \(assumed) is not above the target \(target). Tags that are no better than the "
        + "target can't be proven better; assume more, or set a lower target."
    case .emptyPopulation(let found):
      "the population is \(found). Expected the number of records in the frame, 1 or more."
    case .tooManyReviews(let limit, let wish):
      "to tell \(wish.assumedTruth) from \(wish.target) takes more than \(limit) reviews. Assume more, or "
        + "set a lower target or power."
    }
  }
}
