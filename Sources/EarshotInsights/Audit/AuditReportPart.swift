/// One audit of a report: its score, and what else its reviews tell.
public struct AuditReportPart: Sendable {
  public var score: AuditScore
  /// nil for sheets without a key.
  public let key: AuditKey?
  /// By band of confidence, by decision, by channel; those of which something is known.
  public let breakdowns: [Breakdown]
  public let pairs: [AuditReportPair]
  /// nil where the tagger gave no confidence.
  public let reliability: AuditReliability?
  public let taxonomy: AuditReportTaxonomy
  /// How often each verdict falls for a sample of this size.
  public let curve: AuditOperatingCurve
  /// This audit and those before it, the oldest first; empty without others.
  public var trend: [AuditTrendPoint]
  /// Seconds of work by reviewer, where they were measured.
  public let seconds: [String: Double]

  /// The records of an audit, told apart by one of their properties.
  public struct Breakdown: Sendable {
    /// `confidence`, `decision`, `channel`.
    public let name: String
    public let groups: [AuditScore.Group]
  }

  /// What a report may quote. Without a redactor nothing is quoted.
  public struct Quotes: Sendable {
    /// The text of a record, by its index among the audit's records; nil where it is not known.
    public var text: @Sendable (Int) -> String?
    /// Takes personal data out of a text.
    public var redactor: @Sendable (String) -> String

    public init(
      text: @escaping @Sendable (Int) -> String?, redactor: @escaping @Sendable (String) -> String
    ) {
      (self.text, self.redactor) = (text, redactor)
    }

    /// Characters of a quote.
    static let longest = 240

    func quote(of record: Int) -> String? {
      // Redacted before it is cut: a cut number would not be known for one.
      text(record).map { text in
        let whole = redactor(text)
        return whole.count > Self.longest ? String(whole.prefix(Self.longest)) + "…" : whole
      }
    }
  }

  /// - Parameters:
  ///   - score: of these reviews.
  ///   - quotes: texts for examples of errors; nil for none.
  ///   - previous: scores of earlier audits of the same field, in any order.
  /// - Throws: `AuditEstimateError` when sizes of strata do not fit the sample.
  /// - Complexity: O(records · 1000), for intervals by resampling.
  public init(
    _ reviews: AuditReviews, score: AuditScore, quotes: Quotes? = nil,
    previous: [AuditTrendPoint] = [], seconds: [String: Double] = [:]
  ) throws(AuditEstimateError) {
    let readings = reviews.readings
    let sample = reviews.sample(readings)
    self.score = score
    self.seconds = seconds
    key = reviews.key
    let goal = AuditGoal(
      target: score.target, rule: score.method.hasPrefix("anytime_") ? .anytime : .once)
    breakdowns = try Self.breakdowns(reviews.key, sample, goal)
    pairs = AuditReportPair.all(
      readings, labels: reviews.labels, ids: reviews.key?.records.map(\.record_id) ?? [],
      quotes: quotes)
    reliability = reviews.key.flatMap { Self.reliability($0, readings) }
    taxonomy = AuditReportTaxonomy(reviews, readings, pairs: pairs)
    curve = AuditOperatingCurve(
      n: score.n, population: reviews.key?.frame.size, target: score.target,
      confidence: score.confidence)
    trend = AuditTrendPoint.trend(of: AuditTrendPoint(score, key: reviews.key), after: previous)
  }

  var verdict: AuditVerdict { AuditVerdict(rawValue: score.verdict) ?? .notProven }

  // MARK: - Parts

  /// Bands around the confidences where a team decides; as the draw has them.
  static let bands: [(name: String, below: Double)] = [
    ("below 0.5", 0.5), ("0.5–0.8", 0.8), ("0.8–0.95", 0.95), ("0.95–1", .infinity),
  ]

  private static func breakdowns(
    _ key: AuditKey?, _ sample: AuditSample, _ goal: AuditGoal
  ) throws(AuditEstimateError) -> [Breakdown] {
    guard let key else { return [] }
    var all: [Breakdown] = []
    let bandNames = bands.map(\.name)
    let ofBand = key.records.map { record in
      record.confidence.flatMap { confidence in bands.firstIndex { confidence < $0.below } }
    }
    let ofDecision = key.records.map(\.decision)
    let ofChannel = key.records.map(\.channel)
    for (name, names, group) in [
      ("confidence", bandNames, ofBand), named("decision", ofDecision),
      named("channel", ofChannel),
    ] {
      let held = names.indices.filter { group.contains($0) }
      guard !held.isEmpty else { continue }
      let number = Dictionary(uniqueKeysWithValues: held.enumerated().map { ($1, $0) })
      let groups = try AuditEstimate.byGroup(
        sample, groupOfRecord: group.map { $0.flatMap { number[$0] } },
        names: held.map { names[$0] }, goal: goal)
      all.append(
        Breakdown(
          name: name, groups: groups.map { AuditScore.Group($0, label: nil, stratum: $0.name) }))
    }
    return all
  }

  private static func named(_ name: String, _ values: [String?]) -> (String, [String], [Int?]) {
    let names = Set(values.compactMap { $0 }).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    return (name, names, values.map { $0.flatMap { numbers[$0] } })
  }

  private static func reliability(
    _ key: AuditKey, _ readings: AuditReadings
  ) -> AuditReliability? {
    let reviews = key.records.indices.compactMap { i in
      key.records[i].confidence.map {
        AuditReliability.Review(
          confidence: $0, reading: readings.readings[i],
          weight: 1 / key.inclusionProbability(of: i),
          stratum: key.records[i].stratum)
      }
    }
    return reviews.contains { $0.reading != .undecided } ? AuditReliability(reviews) : nil
  }
}
