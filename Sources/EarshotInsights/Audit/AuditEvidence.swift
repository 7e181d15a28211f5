/// How many records of one stratum were found what.
struct StratumCounts: Sendable {
  let stratum: AuditStratum
  let drawn: Int
  let planned: Int
  let correct: Int
  let errors: Int

  var undecided: Int { drawn - correct - errors }

  /// All strata that hold records; at least one.
  static func all(
    of sample: AuditSample, goal: AuditGoal
  ) throws(AuditEstimateError) -> [StratumCounts] {
    if let planned = goal.plannedDraws, planned.count != sample.strata.count {
      throw .plannedDrawsForOtherStrata(found: planned.count, expected: sample.strata.count)
    }
    var drawn = [Int](repeating: 0, count: sample.strata.count)
    var correct = drawn
    var errors = drawn
    for (h, reading) in zip(sample.stratumOfRecord, sample.readings) {
      drawn[h] += 1
      switch reading {
      case .correct: correct[h] += 1
      case .wrong: errors[h] += 1
      case .undecided: break
      }
    }
    var counts: [StratumCounts] = []
    for (h, stratum) in sample.strata.enumerated() where stratum.size != 0 || drawn[h] > 0 {
      if let size = stratum.size, size < drawn[h] {
        throw .stratumSmallerThanDrawn(stratum: stratum.name, size: size, drawn: drawn[h])
      }
      counts.append(
        StratumCounts(
          stratum: stratum, drawn: drawn[h], planned: goal.plannedDraws?[h] ?? drawn[h],
          correct: correct[h], errors: errors[h]))
    }
    if counts.count > 1, let unknown = counts.first(where: { $0.stratum.size == nil }) {
      throw .unknownStratumSize(stratum: unknown.stratum.name)
    }
    return counts.isEmpty
      ? [
        StratumCounts(
          stratum: AuditStratum(name: "", size: nil), drawn: 0, planned: 0, correct: 0, errors: 0)
      ] : counts
  }

  /// The weighted share of correct among the decided.
  static func accuracy(_ counts: [StratumCounts]) -> Double? {
    var weight = 0.0
    var sum = 0.0
    for stratum in counts where stratum.correct + stratum.errors > 0 {
      let W = Double(stratum.stratum.size ?? 1)
      weight += W
      sum += W * Double(stratum.correct) / Double(stratum.correct + stratum.errors)
    }
    return weight > 0 ? sum / weight : nil
  }
}

/// What a sample says for and against a target, however it was drawn.
protocol AuditEvidence {
  var method: AuditMethod { get }
  var effectiveSize: Double? { get }
  var pValueOfPass: Double { get }
  var pValueOfFail: Double { get }
  /// Whether a sample of this size and design without any error would pass.
  var couldPass: Bool { get }
  func lower(risk: Double) -> Double
  func upper(risk: Double) -> Double
  func reviewsNeeded() -> Int?
}

/// A simple random sample.
struct SimpleEvidence: AuditEvidence {
  let goal: AuditGoal
  let test: ShareTest
  let n: Int
  /// Errors if every undecided record is one.
  let mostErrors: Int
  /// Correct records if every undecided one is.
  let mostCorrect: Int

  init(_ counts: StratumCounts, goal: AuditGoal) {
    self.goal = goal
    test = ShareTest(rule: goal.rule, population: counts.stratum.size)
    n = counts.drawn
    mostErrors = counts.errors + counts.undecided
    mostCorrect = counts.correct + counts.undecided
  }

  var method: AuditMethod {
    switch (goal.rule, test.population) {
    case (.once, nil): .clopperPearson
    case (.once, _): .hypergeometric
    case (.anytime, nil): .confidenceSequence
    case (.anytime, _): .confidenceSequenceOfFrame
    }
  }

  var effectiveSize: Double? { nil }
  var pValueOfPass: Double { test.pValue(mostErrors, of: n, atLeast: 1 - goal.target) }
  var pValueOfFail: Double { test.pValue(mostCorrect, of: n, atLeast: goal.target) }
  var couldPass: Bool {
    test.isUnlikely(0, of: n, atLeast: 1 - goal.target, risk: 1 - goal.confidence)
  }
  func lower(risk: Double) -> Double { test.lowerBoundOfOthers(mostErrors, of: n, risk: risk) }
  func upper(risk: Double) -> Double { test.upperBound(mostCorrect, of: n, risk: risk) }

  func reviewsNeeded() -> Int? {
    guard n > 0 else { return nil }
    let share = 1 - goal.target
    if Double(mostErrors) < share * Double(n) {
      return reviewsUntilUnlikely(mostErrors, atLeast: share)
    }
    if Double(mostCorrect) < goal.target * Double(n) {
      return reviewsUntilUnlikely(mostCorrect, atLeast: goal.target)
    }
    return nil
  }

  /// The fewest further reviews after which a count that grows at the rate seen, rounded up, is too small.
  private func reviewsUntilUnlikely(_ count: Int, atLeast q: Double) -> Int? {
    let most = min(test.population ?? AuditPlan.mostReviews, AuditPlan.mostReviews)
    let risk = 1 - goal.confidence
    // Reviews at which the count is still k are those up to k / rate.
    func lastReview(_ k: Int) -> Int {
      count == 0 ? most : min(most, (k * n) / count)
    }
    func isDecided(_ k: Int) -> Bool {
      let reviews = lastReview(k)
      return reviews >= most
        || (reviews > n && test.isUnlikely(k, of: reviews, atLeast: q, risk: risk))
    }
    guard
      let k = Search.smallest(
        from: count, to: max(count, most), wavering: 64, isDecided)
    else { return nil }
    let first = max(n + 1, k == count ? n + 1 : lastReview(k - 1) + 1)
    return Search.smallest(from: first, to: lastReview(k), near: first) {
      test.isUnlikely(k, of: $0, atLeast: q, risk: risk)
    }.map { $0 - n }
  }
}

/// A stratified random sample.
struct StratifiedEvidence: AuditEvidence {
  let goal: AuditGoal
  let n: Int
  let population: Int
  private let ofErrors: StratifiedTest
  private let ofCorrect: StratifiedTest
  private let ofNone: StratifiedTest

  init(_ counts: [StratumCounts], goal: AuditGoal) {
    self.goal = goal
    let population = counts.reduce(0) { $0 + ($1.stratum.size ?? 0) }
    func test(_ count: (StratumCounts) -> Int) -> StratifiedTest {
      let strata = counts.map {
        CountedStratum(
          share: Double($0.stratum.size ?? 0) / Double(population), size: $0.stratum.size ?? 0,
          drawn: $0.drawn, planned: $0.planned, count: count($0))
      }
      return StratifiedTest(strata, rule: goal.rule)
    }
    n = counts.reduce(0) { $0 + $1.drawn }
    self.population = population
    ofErrors = test { $0.errors + $0.undecided }
    ofCorrect = test { $0.correct + $0.undecided }
    ofNone = test { _ in 0 }
  }

  private var risk: Double { 1 - goal.confidence }
  var method: AuditMethod {
    goal.rule == .once ? .kornGraubardWorstSplit : .confidenceSequenceWorstSplit
  }
  var effectiveSize: Double? { ofErrors.effectiveSize(atLeast: 1 - goal.target) }
  var pValueOfPass: Double { n == 0 ? 1 : ofErrors.pValue(atLeast: 1 - goal.target, risk: risk) }
  var pValueOfFail: Double { n == 0 ? 1 : ofCorrect.pValue(atLeast: goal.target, risk: risk) }
  var couldPass: Bool { n > 0 && ofNone.pValue(atLeast: 1 - goal.target, risk: risk) < risk }
  func lower(risk: Double) -> Double { n == 0 ? 0 : 1 - ofErrors.upperBound(risk: risk) }
  func upper(risk: Double) -> Double { n == 0 ? 1 : ofCorrect.upperBound(risk: risk) }

  /// Reviews are thought of as growing in every stratum alike.
  func reviewsNeeded() -> Int? {
    guard n > 0 else { return nil }
    for (test, share) in [(ofErrors, 1 - goal.target), (ofCorrect, goal.target)]
    where test.estimate < share {
      let pValue = test.pValues(atLeast: share, risk: risk)
      let most = min(population, AuditPlan.mostReviews)
      let size = Search.smallest(from: n + 1, to: most, near: n + 1) {
        pValue(Double($0) / Double(n)) < risk
      }
      // One look at all records decides in any case.
      return size.map { $0 - n }
        ?? (goal.rule == .once && most == population && most > n ? most - n : nil)
    }
    return nil
  }
}
