/// The verdict on one audit with all it rests on: what `audit score --json` prints, with its names.
public struct AuditScore: Encodable, Sendable {
  /// Absent where no sheet names one.
  public var audit: String?
  public var field: String?
  public private(set) var verdict: String
  public let target: Double
  public let confidence: Double
  /// Records drawn; without a key, records of the sheet.
  public let n: Int
  public let correct: Int
  /// Records whose tag was found wrong; undecided ones are counted apart.
  public let errors: Int
  public let undecided: Undecided
  public let accuracy: Nullable<Double>
  /// Two-sided 95 %.
  public let interval_95: [Double]
  /// One-sided 95 %.
  public let lower_95: Double
  public let upper_95: Double
  /// One-sided at `confidence`: what the verdict compares with the target.
  public let lower: Double
  public let upper: Double
  public private(set) var reviews_needed: Nullable<Int>
  /// `simple`, `design_based` (stratified), or `assumed_simple` (no key).
  public let design: String
  /// How the bounds were made; `anytime_…` where they stay right however often one looks.
  public let method: String
  /// Times that different reviews of this audit were scored, this one among them.
  public var looks = 1
  public let design_effect: Double?
  public let effective_n: Double?
  /// The chance of so few errors if the accuracy were at most the target; after Holm's correction where
  /// several claims are made.
  public private(set) var p_value: Double
  public private(set) var p_value_fail: Double
  public let by_label: [Group]
  public let by_stratum: [Group]
  public let agreement: Nullable<AgreementFigures>
  public let human_ceiling: Nullable<Double>
  public let human_ceiling_interval_95: [Double]?
  public let reviewers: [Reviewer]
  /// Wrong tags and the label that is right, most frequent first, where reviewers named one.
  public let confusion: [Confusion]
  public let blind: Bool
  /// Of the frame; absent without a key.
  public let frame: AuditKey.Frame?
  public let seed: UInt64?
  public var sheets: [String] = []
  public var key: String?
  /// Rows that hold no judgement because they could not be counted; each is among `problems`.
  public let uncounted_rows: Int
  public let problems: [AuditProblem]

  public struct Undecided: Encodable, Sendable, Equatable {
    public let total: Int
    public let cannot_tell: Int
    public let not_adjudicated: Int
    public let contradiction: Int
    public let missing: Int
  }

  /// A part of the records: those with one tag, or of one stratum.
  public struct Group: Encodable, Sendable {
    /// One of these says which part.
    public let label: String?
    public let stratum: String?
    public let n: Int
    public let correct: Int
    public let errors: Int
    public let undecided: Int
    public let accuracy: Nullable<Double>
    public let interval_95: [Double]
    public let lower_95: Double
    public let upper_95: Double
    /// After Holm's correction for as many claims as there are groups.
    public let verdict: String
    /// So few that not even a part without an error would pass.
    public let too_few_to_say: Bool
    public let p_value: Double

    public var name: String { label ?? stratum ?? "" }
  }

  public struct AgreementFigures: Encodable, Sendable {
    /// Records that two or more people judged.
    public let records: Int
    public let raw: Nullable<Double>
    public let cohen_kappa: Nullable<Double>
    public let fleiss_kappa: Nullable<Double>
    public let gwet_ac1: Nullable<Double>
    public let krippendorff_alpha: Nullable<Double>
    /// Bootstrap, by the names of the measures.
    public let intervals_95: [String: [Double]]
  }

  public struct Reviewer: Encodable, Sendable, Equatable {
    public let name: String
    public let judgements: Int
  }

  public struct Confusion: Encodable, Sendable, Equatable {
    public let label: String
    public let reviewer_label: String
    public let count: Int
  }

  /// Scores the reviews of one audit.
  ///
  /// - Throws: `AuditEstimateError` when sizes of strata do not fit the sample.
  public init(
    _ reviews: AuditReviews, target: Double, confidence: Double, rule: AuditRule
  ) throws(AuditEstimateError) {
    try self.init(
      reviews.readings, sample: reviews.sample(reviews.readings), key: reviews.key,
      labels: reviews.labels, judgements: reviews.judgements.flatMap { $0 },
      problems: reviews.problems, uncountedRows: reviews.uncountedRows, target: target,
      confidence: confidence, rule: rule)
    (audit, field) = (reviews.audit, reviews.field)
  }

  /// Scores the judgements of a workspace.
  ///
  /// - Throws: `AuditEstimateError` when sizes of strata do not fit the sample.
  public init(
    _ key: AuditKey, judgements: [AuditJudgement], target: Double, confidence: Double,
    rule: AuditRule
  ) throws(AuditEstimateError) {
    let readings = AuditReadings(key, judgements: judgements)
    try self.init(
      readings, sample: key.sample(readings.readings), key: key,
      labels: key.records.map(\.label), judgements: judgements, problems: [], uncountedRows: 0,
      target: target, confidence: confidence, rule: rule)
    (audit, field) = (key.audit, key.field)
  }

  private init(
    _ readings: AuditReadings, sample: AuditSample, key: AuditKey?, labels: [String?],
    judgements: [AuditJudgement], problems: [AuditProblem], uncountedRows: Int, target: Double,
    confidence: Double, rule: AuditRule
  ) throws(AuditEstimateError) {
    let goal = AuditGoal(target: target, confidence: confidence, rule: rule)
    let estimate = try AuditEstimate(sample, goal: goal)
    var goal95 = goal
    goal95.confidence = 0.95
    let at95 = confidence == 0.95 ? estimate : try AuditEstimate(sample, goal: goal95)
    self.target = target
    self.confidence = confidence
    verdict = estimate.verdict.rawValue
    n = estimate.n
    correct = estimate.correct
    errors = estimate.errors
    undecided = Undecided(
      total: estimate.undecided, cannot_tell: readings.count(.cannotTell),
      not_adjudicated: readings.count(.notAdjudicated),
      contradiction: readings.count(.contradiction), missing: readings.count(.missing))
    accuracy = Nullable(estimate.accuracy)
    interval_95 = [at95.interval.lowerBound, at95.interval.upperBound]
    (lower_95, upper_95) = (at95.lower, at95.upper)
    (lower, upper) = (estimate.lower, estimate.upper)
    reviews_needed = Nullable(estimate.reviewsNeeded)
    design = key == nil ? "assumed_simple" : estimate.isDesignBased ? "design_based" : "simple"
    method = (rule == .anytime ? "anytime_" : "") + estimate.method.rawValue
    design_effect = estimate.designEffect.flatMap { $0.isFinite ? $0 : nil }
    effective_n = estimate.effectiveSize.flatMap { $0.isFinite ? $0 : nil }
    (p_value, p_value_fail) = (estimate.pValue, estimate.pValueOfFail)

    let names = Set(labels.compactMap { $0 }).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    by_label = try AuditEstimate.byGroup(
      sample, groupOfRecord: labels.map { $0.flatMap { numbers[$0] } }, names: names, goal: goal95
    ).map { Group($0, label: $0.name, stratum: nil) }
    by_stratum =
      sample.strata.count < 2
      ? []
      : try AuditEstimate.byStratum(sample, goal: goal95).map {
        Group($0, label: nil, stratum: $0.name)
      }

    let isBlind = key?.blind ?? false
    let table = Self.ratings(readings, byLabel: isBlind)
    let figures = Agreement(table.ratings)
    agreement = Nullable(figures.comparableRecords == 0 ? nil : AgreementFigures(figures))
    let ceiling = figures.raw.flatMap {
      HumanCeiling(
        agreement: $0,
        doubleShare: Double(figures.comparableRecords) / Double(max(1, readings.readings.count)),
        // Blind reviewers who are both wrong may name different labels.
        sameMistake: isBlind ? 1 / Double(max(1, table.categories - 1)) : 1)
    }
    human_ceiling = Nullable(ceiling?.ceiling)
    human_ceiling_interval_95 = ceiling?.interval.map { [$0.lowerBound, $0.upperBound] }
    reviewers = Self.reviewers(judgements)
    confusion = Self.confusion(readings, labels)
    blind = isBlind
    frame = key?.frame
    seed = key?.seed
    uncounted_rows = uncountedRows
    self.problems = problems
  }

  // MARK: - Several claims

  /// Corrects the verdicts for being given together (Holm 1979): the chance that any claim is
  /// wrongly said to pass is at most 1 − confidence, and so is that of wrong failures.
  ///
  /// - Parameter needed: for each claim the further reviews under the correction; asked for where it
  ///   is not proven.
  public static func correct(_ claims: inout [AuditScore], needed: (Int) -> Int?) {
    guard claims.count > 1 else { return }
    let passes = Holm.adjusted(claims.map(\.p_value))
    let fails = Holm.adjusted(claims.map(\.p_value_fail))
    for i in claims.indices {
      let risk = 1 - claims[i].confidence
      (claims[i].p_value, claims[i].p_value_fail) = (passes[i], fails[i])
      let verdict: AuditVerdict =
        passes[i] < risk ? .pass : fails[i] < risk ? .fail : .notProven
      claims[i].verdict = verdict.rawValue
      claims[i].reviews_needed = Nullable(verdict == .notProven ? needed(i) : nil)
    }
  }

  // MARK: - Parts

  /// A table of who said what. Reviewers without a name are taken to be the first, second … of a record.
  private static func ratings(
    _ readings: AuditReadings, byLabel: Bool
  ) -> (ratings: RatingTable, categories: Int) {
    var raters: [String: Int] = [:]
    var categories: [String: Int] = byLabel ? [:] : ["correct": 0, "wrong": 1]
    var rows: [[(rater: Int, category: Int)]] = []
    for ratings in readings.ratings {
      rows.append(
        ratings.enumerated().map { position, rating in
          let name = rating.reviewer.isEmpty ? "\n\(position)" : rating.reviewer.lowercased()
          let rater = raters[name, default: raters.count]
          raters[name] = rater
          let said =
            byLabel
            ? Set(AuditJudgement.parts(rating.label ?? "")).sorted().joined(separator: "|")
            : rating.isCorrect ? "correct" : "wrong"
          let category = categories[said, default: categories.count]
          categories[said] = category
          return (rater, category)
        })
    }
    let full = rows.map { row in
      var cells = [Int?](repeating: nil, count: raters.count)
      for (rater, category) in row { cells[rater] = category }
      return cells
    }
    return (RatingTable(full, categories: max(2, categories.count)), max(2, categories.count))
  }

  private static func reviewers(_ judgements: [AuditJudgement]) -> [Reviewer] {
    var counts: [String: Int] = [:]
    var names: [String: String] = [:]
    for judgement in judgements {
      let id = judgement.reviewer.lowercased()
      counts[id, default: 0] += 1
      names[id] = names[id] ?? judgement.reviewer
    }
    return counts.map { Reviewer(name: names[$0.key] ?? "", judgements: $0.value) }
      .sorted { ($1.judgements, $0.name) < ($0.judgements, $1.name) }
  }

  private static func confusion(_ readings: AuditReadings, _ labels: [String?]) -> [Confusion] {
    var counts: [[String]: Int] = [:]
    for i in labels.indices where readings.readings[i] == .wrong {
      if let label = labels[i], let right = readings.labels[i] {
        counts[[label, right], default: 0] += 1
      }
    }
    return counts.map { Confusion(label: $0.key[0], reviewer_label: $0.key[1], count: $0.value) }
      .sorted {
        ($1.count, $0.label, $0.reviewer_label) < ($0.count, $1.label, $1.reviewer_label)
      }
  }
}

extension AuditScore.Group {
  init(_ group: AuditGroup, label: String?, stratum: String?) {
    let estimate = group.estimate
    (self.label, self.stratum) = (label, stratum)
    (n, correct, errors) = (estimate.n, estimate.correct, estimate.errors)
    undecided = estimate.undecided
    accuracy = Nullable(estimate.accuracy)
    interval_95 = [estimate.interval.lowerBound, estimate.interval.upperBound]
    (lower_95, upper_95) = (estimate.lower, estimate.upper)
    verdict = group.verdict.rawValue
    too_few_to_say = estimate.isTooFewToSay
    p_value = group.adjustedPValue
  }
}

extension AuditScore.AgreementFigures {
  init(_ agreement: Agreement) {
    records = agreement.comparableRecords
    var intervals: [String: [Double]] = [:]
    func value(_ name: String, _ measure: Agreement.Measure?) -> Nullable<Double> {
      if let interval = measure?.interval {
        intervals[name] = [interval.lowerBound, interval.upperBound]
      }
      return Nullable(measure?.value)
    }
    raw = value("raw", agreement.raw)
    cohen_kappa = value("cohen_kappa", agreement.cohenKappa)
    fleiss_kappa = value("fleiss_kappa", agreement.fleissKappa)
    gwet_ac1 = value("gwet_ac1", agreement.gwetAC1)
    krippendorff_alpha = value("krippendorff_alpha", agreement.krippendorffAlpha)
    intervals_95 = intervals
  }
}

/// A value that is written as `null` where there is none, so that its key is always there.
public struct Nullable<Value: Encodable & Sendable>: Encodable, Sendable {
  public let value: Value?

  public init(_ value: Value?) { self.value = value }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let value { try container.encode(value) } else { try container.encodeNil() }
  }
}
