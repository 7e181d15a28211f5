import EarshotNumerics

/// How many records must be reviewed, and how many of them may be wrong, for a claim about tags to hold.
///
/// PASS is said when the exact one-sided lower bound lies above the target, that is when
///
///     P(X ≤ errors | share of errors = 1 − target) < 1 − confidence
///
/// where X is binomial, or hypergeometric for a frame of known size. The power rises and falls like a saw
/// with n (each further error allowed costs a few reviews), so `n` is the smallest at which it is reached,
/// not the smallest from which on it always is.
public struct AuditPlan: Sendable, Equatable {
  /// What a plan is asked for; shares are 0…1.
  public struct Wish: Sendable, Equatable {
    /// The share of correct tags that must be exceeded.
    public var target: Double
    /// One less the risk of PASS for tags that only just miss the target.
    public var confidence: Double
    /// The share of correct tags that is believed to be true.
    public var assumedTruth: Double
    /// How likely PASS must be if the assumption is true.
    public var power: Double
    /// Records in the frame; nil for a large one.
    public var population: Int?

    public init(
      target: Double = 0.95, confidence: Double = 0.95, assumedTruth: Double = 0.98,
      power: Double = 0.9, population: Int? = nil
    ) {
      self.target = target
      self.confidence = confidence
      self.assumedTruth = assumedTruth
      self.power = power
      self.population = population
    }
  }

  /// How often each verdict falls for tags of one true accuracy; the three add up to 1.
  public struct Characteristic: Sendable, Equatable {
    public let trueAccuracy: Double
    public let pass: Double
    public let notProven: Double
    public let fail: Double
  }

  /// More reviews than this are not planned.
  public static let mostReviews = 10_000_000

  public let wish: Wish
  /// Reviews; at most the population.
  public let n: Int
  /// The most errors at which PASS is said.
  public let maxErrors: Int
  /// The fewest errors at which FAIL is said; nil when no number of errors would show it.
  public let failErrors: Int?
  /// The chance of PASS if the assumption is true.
  public let power: Double
  /// From the best accuracy to the worst; the target and the assumption are among them.
  public let operatingCharacteristic: [Characteristic]

  /// - Throws: what about the wish cannot be fulfilled.
  /// - Complexity: below a millisecond for ordinary wishes, below a second for millions of reviews.
  public init(_ wish: Wish) throws(AuditPlanError) {
    try wish.check()
    let law = Law(wish)
    guard let (n, maxErrors) = law.smallestPlan() else {
      throw AuditPlanError.tooManyReviews(limit: Self.mostReviews, wish: wish)
    }
    self.wish = wish
    self.n = n
    self.maxErrors = maxErrors
    let failErrors = law.failErrors(n)
    self.failErrors = failErrors
    power = law.atMost(maxErrors, n, errorShare: law.assumedErrorShare)
    operatingCharacteristic = law.accuracies().map { accuracy in
      let pass = law.atMost(maxErrors, n, errorShare: 1 - accuracy)
      let fail =
        failErrors.map { max(0, 1 - law.atMost($0 - 1, n, errorShare: 1 - accuracy)) } ?? 0
      return Characteristic(
        trueAccuracy: accuracy, pass: pass, notProven: max(0, 1 - pass - fail), fail: fail)
    }
  }

  /// Hours of work for a number of records.
  ///
  /// - Parameter doubleShare: the share of records that two people judge, 0…1.
  public static func reviewHours(
    reviews: Int, secondsPerReview: Double = 30, doubleShare: Double = 0
  ) -> Double {
    Double(reviews) * (1 + doubleShare) * secondsPerReview / 3600
  }
}

extension AuditPlan.Wish {
  func check() throws(AuditPlanError) {
    let shares: [(AuditPlanError.Quantity, Double)] = [
      (.target, target), (.confidence, confidence), (.power, power),
    ]
    for (quantity, value) in shares where !(value > 0 && value < 1) {
      throw .outOfRange(quantity, found: value)
    }
    guard assumedTruth > 0 && assumedTruth <= 1 else {
      throw .outOfRange(.assumedTruth, found: assumedTruth)
    }
    guard assumedTruth > target else {
      throw .assumedNotAboveTarget(assumed: assumedTruth, target: target)
    }
    if let population, population < 1 { throw .emptyPopulation(found: population) }
  }
}

/// How errors are drawn under a plan: binomial, or hypergeometric for a known frame.
private struct Law {
  let wish: AuditPlan.Wish
  let risk: Double
  let test: ShareTest

  init(_ wish: AuditPlan.Wish) {
    self.wish = wish
    risk = 1 - wish.confidence
    test = ShareTest(rule: .once, population: wish.population)
  }

  /// The share of errors if the assumption is true; in a small frame a whole number of records, below
  /// the fewest that would miss the target.
  var assumedErrorShare: Double {
    guard let population = wish.population else { return 1 - wish.assumedTruth }
    let errors = Int((Double(population) * (1 - wish.assumedTruth)).rounded())
    return Double(min(errors, ShareTest.marked(1 - wish.target, of: population) - 1))
      / Double(population)
  }

  func atMost(_ errors: Int, _ n: Int, errorShare: Double) -> Double {
    guard let N = wish.population else {
      return Binomial.atMost(errors, trials: n, share: errorShare)
    }
    let marked = Int((errorShare * Double(N)).rounded())
    return Hypergeometric.atMost(errors, population: N, marked: marked, drawn: n)
  }

  func passes(_ errors: Int, _ n: Int) -> Bool {
    test.isUnlikely(errors, of: n, atLeast: 1 - wish.target, risk: risk)
  }

  func smallestPlan() -> (n: Int, maxErrors: Int)? {
    let mostReviews = min(wish.population ?? AuditPlan.mostReviews, AuditPlan.mostReviews)
    let assumed = assumedErrorShare
    // For a number of errors the power is highest at the fewest reviews that allow it.
    func fewestReviews(_ errors: Int) -> Int? {
      Search.smallest(
        from: errors + 1, to: mostReviews, near: Int(Double(errors) / (1 - wish.target))
      ) {
        passes(errors, $0)
      }
    }
    func reaches(_ errors: Int) -> Bool {
      guard let n = fewestReviews(errors) else { return true }
      return atMost(errors, n, errorShare: assumed) >= wish.power
    }
    // Rounding n to a whole number makes the power at those n waver by less than this many errors.
    let q0 = 1 - wish.target
    let q1 = 1 - wish.assumedTruth
    let waver = 8 + Int(min(10_000, 4 * q0 * max(q1, 1 / Double(mostReviews)) / (q0 - q1)))
    guard let errors = Search.smallest(from: 0, to: mostReviews - 1, wavering: waver, reaches),
      let n = fewestReviews(errors)
    else { return nil }
    var maxErrors = errors
    while maxErrors + 1 < n && passes(maxErrors + 1, n) { maxErrors += 1 }
    return atMost(maxErrors, n, errorShare: assumed) >= wish.power ? (n, maxErrors) : nil
  }

  func failErrors(_ n: Int) -> Int? {
    // The fewest errors are the most correct ones that are unlikely if the target were met.
    func fails(_ errors: Int) -> Bool {
      test.isUnlikely(n - errors, of: n, atLeast: wish.target, risk: risk)
    }
    return fails(n) ? Search.smallest(from: 0, to: n, wavering: 0, fails) : nil
  }

  /// Accuracies worth a row, best first: error shares in steps of the target's own.
  func accuracies() -> [Double] {
    let steps = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.2, 1.5, 2, 3]
    let shares =
      steps.map { $0 * (1 - wish.target) }.filter { $0 <= 1 }
      + [1 - wish.target, assumedErrorShare, 1 - wish.assumedTruth]
    var accuracies = shares.map { share in
      guard let N = wish.population else { return 1 - share }
      return 1 - (share * Double(N)).rounded() / Double(N)
    }
    .map { ($0 * 1e12).rounded() / 1e12 }
    accuracies.sort(by: >)
    return accuracies.reduce(into: []) { kept, next in
      if kept.last.map({ $0 - next > 1e-9 }) ?? true { kept.append(next) }
    }
  }
}
