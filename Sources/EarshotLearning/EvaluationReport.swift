import EarshotNumerics

/// The quality of tags against labels: what `train` and `evaluate` print with `--json`.
///
/// `accuracy` is of best guesses: a record that was turned away counts with its best alternative. For a
/// multi-label field a record is right when its set of labels is exactly right.
public struct EvaluationReport: Codable, Sendable {
  public var n: Int
  public var accuracy: Double
  /// Mean F1 of the labels that occur in the truth or in the guesses.
  public var macro_f1: Double
  /// F1 over all single decisions; only for multi-label fields.
  public var micro_f1: Double?
  /// Mean negative log-likelihood and Brier score; nil without probabilities.
  public var nll: Double?
  public var brier: Double?
  public var ece: Double?
  public var coverage_at_95: Double?
  public var accuracy_at_80_coverage: Double?
  public var auto: Auto?
  /// How well foreign records are told apart; only where some are there.
  public var domain: Domain?
  /// Share of records without a label, by reason.
  public var abstained: [String: Double]
  public var labels: [Label]
  /// The largest off-diagonal cells, at most 20; empty for multi-label fields.
  public var confusion: [Cell]

  public struct Auto: Codable, Sendable {
    public var coverage: Double
    /// Nil when no record is `auto`.
    public var accuracy: Double?
    /// Exact one-sided 95 % lower bound.
    public var accuracy_lower_95: Double?
  }

  /// Records whose right label the model does not have (foreign) against all others.
  public struct Domain: Codable, Sendable {
    public var foreign: Int
    /// Of the domain score.
    public var auroc: Double
    public var average_precision: Double
    /// Share turned away as out of domain, of the foreign records and of the others.
    public var foreign_turned_away: Double
    public var turned_away: Double
  }

  public struct Label: Codable, Sendable {
    public var label: String
    /// Records that truly have it.
    public var support: Int
    public var precision: Double
    public var recall: Double
    public var f1: Double
  }

  public struct Cell: Codable, Sendable {
    public var truth: String
    public var predicted: String
    public var count: Int
  }

  /// - Complexity: O(n log n).
  public init(_ outcomes: [Outcome], isMultiLabel: Bool) {
    n = outcomes.count
    let right = outcomes.count { $0.isRight }
    accuracy = n == 0 ? 0 : Double(right) / Double(n)
    let counts = LabelCounts(outcomes)
    labels = counts.labels
    macro_f1 = labels.isEmpty ? 0 : labels.reduce(0) { $0 + $1.f1 } / Double(labels.count)
    micro_f1 = isMultiLabel ? counts.microF1 : nil
    nll = Self.mean(outcomes.map(\.logLoss))
    brier = Self.mean(outcomes.map(\.brier))
    let known = outcomes.compactMap { o in o.confidence.map { (confidence: $0, isRight: o.isRight) }
    }
    let reliability = known.count == n ? Reliability(known) : nil
    ece = reliability?.expectedCalibrationError()
    coverage_at_95 = reliability?.coverage(atAccuracy: 0.95)
    accuracy_at_80_coverage = reliability?.accuracy(atCoverage: 0.8)
    auto = Self.auto(outcomes, isMultiLabel: isMultiLabel)
    domain = Self.domain(outcomes)
    let total = Double(n)
    abstained = Dictionary(grouping: outcomes.compactMap(\.reason), by: { $0 })
      .mapValues { Double($0.count) / total }
    confusion = isMultiLabel ? [] : counts.confusion
  }

  /// The mean, or nil unless every record has a value.
  private static func mean(_ values: [Double?]) -> Double? {
    let known = values.compactMap { $0 }
    guard known.count == values.count, !known.isEmpty else { return nil }
    return known.reduce(0, +) / Double(known.count)
  }

  private static func auto(_ outcomes: [Outcome], isMultiLabel: Bool) -> Auto? {
    guard outcomes.contains(where: { $0.isAuto != nil }) else { return nil }
    let standing = outcomes.filter { $0.isAuto == true }
    // `auto` promises that what was given is right, not that nothing is missing.
    let right = standing.count {
      isMultiLabel ? Set($0.guess).isSubset(of: $0.truth) : $0.isRight
    }
    guard !standing.isEmpty else { return Auto(coverage: 0) }
    return Auto(
      coverage: Double(standing.count) / Double(outcomes.count),
      accuracy: Double(right) / Double(standing.count),
      accuracy_lower_95: Binomial.lowerBound(
        successes: right, trials: standing.count, confidence: 0.95))
  }
}

extension EvaluationReport {
  private static func domain(_ outcomes: [Outcome]) -> Domain? {
    let scored = outcomes.compactMap { outcome in
      outcome.domainScore.map { (score: $0, isPositive: outcome.isForeign) }
    }
    let foreign = outcomes.filter(\.isForeign)
    guard scored.count == outcomes.count, let auroc = RankMetrics.auroc(scored),
      let precision = RankMetrics.averagePrecision(scored)
    else { return nil }
    func turnedAway(_ outcomes: [Outcome]) -> Double {
      Double(outcomes.count { $0.reason == "out_of_domain" }) / Double(outcomes.count)
    }
    return Domain(
      foreign: foreign.count, auroc: auroc, average_precision: precision,
      foreign_turned_away: turnedAway(foreign),
      turned_away: turnedAway(outcomes.filter { !$0.isForeign }))
  }
}

/// True and false, a label at a time.
private struct LabelCounts {
  private struct Count {
    var both = 0
    var truth = 0
    var guess = 0
  }

  private struct Pair: Hashable {
    let truth: String
    let guess: String
  }

  private var counts: [String: Count] = [:]
  private var pairs: [Pair: Int] = [:]

  init(_ outcomes: [Outcome]) {
    for outcome in outcomes {
      for label in Set(outcome.truth) { counts[label, default: Count()].truth += 1 }
      for label in Set(outcome.guess) { counts[label, default: Count()].guess += 1 }
      for label in Set(outcome.truth).intersection(outcome.guess) {
        counts[label, default: Count()].both += 1
      }
      if let truth = outcome.truth.first, let guess = outcome.guess.first, truth != guess {
        pairs[Pair(truth: truth, guess: guess), default: 0] += 1
      }
    }
  }

  var labels: [EvaluationReport.Label] {
    counts.sorted { $0.key < $1.key }.map { label, count in
      EvaluationReport.Label(
        label: label, support: count.truth,
        precision: Self.ratio(count.both, count.guess),
        recall: Self.ratio(count.both, count.truth),
        f1: Self.ratio(2 * count.both, count.truth + count.guess))
    }
  }

  var microF1: Double {
    let all = counts.values
    return Self.ratio(
      2 * all.reduce(0) { $0 + $1.both }, all.reduce(0) { $0 + $1.truth + $1.guess })
  }

  var confusion: [EvaluationReport.Cell] {
    let cells = pairs.map {
      EvaluationReport.Cell(truth: $0.key.truth, predicted: $0.key.guess, count: $0.value)
    }
    return Array(
      cells.sorted { ($1.count, $0.truth, $0.predicted) < ($0.count, $1.truth, $1.predicted) }
        .prefix(20))
  }

  private static func ratio(_ part: Int, _ whole: Int) -> Double {
    whole == 0 ? 0 : Double(part) / Double(whole)
  }
}
