/// A wrong tag and the label that reviewers name instead.
public struct AuditReportPair: Sendable, Equatable {
  public let label: String
  public let reviewerLabel: String
  public let count: Int
  /// How often the two were confused the other way round.
  public let reverse: Int
  public let examples: [Example]

  public struct Example: Sendable, Equatable, Encodable {
    public let record_id: String
    /// Without personal data; absent without a redactor.
    public let quote: String?
  }

  /// Examples of a pair.
  static let mostExamples = 3

  /// The most frequent first.
  static func all(
    _ readings: AuditReadings, labels: [String?], ids: [String], quotes: AuditReportPart.Quotes?
  ) -> [AuditReportPair] {
    struct Key: Hashable {
      let label: String
      let right: String
    }
    var records: [Key: [Int]] = [:]
    for i in labels.indices where readings.readings[i] == .wrong {
      if let label = labels[i], let right = readings.labels[i] {
        records[Key(label: label, right: right), default: []].append(i)
      }
    }
    return records.map { key, found in
      AuditReportPair(
        label: key.label, reviewerLabel: key.right, count: found.count,
        reverse: records[Key(label: key.right, right: key.label)]?.count ?? 0,
        examples: found.prefix(mostExamples).filter { ids.indices.contains($0) }.map {
          Example(record_id: ids[$0], quote: quotes?.quote(of: $0))
        })
    }
    .sorted { ($1.count, $0.label, $0.reviewerLabel) < ($0.count, $1.label, $1.reviewerLabel) }
  }
}

/// What the reviews say about the labels themselves rather than about the tagger.
public struct AuditReportTaxonomy: Sendable, Equatable {
  /// Two labels confused both ways: their definitions overlap.
  public struct Overlap: Sendable, Equatable, Encodable {
    public let labels: [String]
    /// Tagged the first where the second is right, and the other way round.
    public let counts: [Int]
    /// Of the records of both labels, the share confused.
    public let share: Double
  }

  public struct Count: Sendable, Equatable, Encodable {
    public let label: String
    public let records: Int
  }

  public let overlaps: [Overlap]
  /// Labels of the frame with fewer records in the sample than `rareBelow`, the rarest first; none
  /// among them was drawn 0 times.
  public let rare: [Count]
  /// Labels of the frame of which nothing was drawn.
  public let unseen: [String]
  /// Labels that reviewers name though the audit does not have them.
  public let unknown: [Count]
  /// Of the records drawn: tagged with a label that says nothing (`none`, `other`).
  public let noneTagged: Int
  /// Of the records where a label is known to be right: those where such a label is.
  public let noneRight: Int
  public let labelKnown: Int
  /// Judgements that say `cannot_tell`, of all.
  public let cannotTell: Int
  public let judgements: Int
  public let records: Int

  /// Of a label with fewer records not even its accuracy to ±25 points is known.
  public static let rareBelow = 10
  static let emptyLabels: Set<String> = [
    "none", "other", "others", "unknown", "misc", "miscellaneous", "general", "n/a", "unclear",
  ]

  /// Whether a label says nothing: `none`, `billing.other`.
  static func isEmpty(_ label: String) -> Bool {
    let last = label.lowercased().split { $0 == "." || $0 == "/" || $0 == ":" }.last ?? ""
    return emptyLabels.contains(String(last))
  }

  init(_ reviews: AuditReviews, _ readings: AuditReadings, pairs: [AuditReportPair]) {
    var drawn: [String: Int] = [:]
    for label in reviews.labels.compactMap({ $0 }) { drawn[label, default: 0] += 1 }
    overlaps = pairs.filter { $0.reverse > 0 && $0.label < $0.reviewerLabel }.map { pair in
      let all = (drawn[pair.label] ?? 0) + (drawn[pair.reviewerLabel] ?? 0)
      return Overlap(
        labels: [pair.label, pair.reviewerLabel], counts: [pair.count, pair.reverse],
        share: Double(pair.count + pair.reverse) / Double(max(1, all)))
    }.sorted { ($1.share, $0.labels[0]) < ($0.share, $1.labels[0]) }
    rare = drawn.filter { $0.value < Self.rareBelow }
      .map { Count(label: $0.key, records: $0.value) }
      .sorted { ($0.records, $0.label) < ($1.records, $1.label) }
    let known = reviews.key?.labels ?? []
    unseen = known.filter { drawn[$0] == nil }
    let spellings = Set(known.map { $0.lowercased() })
    var strange: [String: Int] = [:]
    if !known.isEmpty {
      for judgement in reviews.judgements.flatMap({ $0 }) {
        for label in AuditJudgement.parts(judgement.reviewerLabel ?? "")
        where !spellings.contains(label.lowercased()) {
          strange[label, default: 0] += 1
        }
      }
    }
    unknown = strange.map { Count(label: $0.key, records: $0.value) }
      .sorted { ($1.records, $0.label) < ($0.records, $1.label) }
    noneTagged = reviews.labels.count { $0.map(Self.isEmpty) ?? false }
    let right = readings.labels.compactMap { $0 }
    noneRight = right.count(where: Self.isEmpty)
    labelKnown = right.count
    let all = reviews.judgements.flatMap { $0 }
    cannotTell = all.count { $0.correct == .cannotTell }
    judgements = all.count
    records = reviews.labels.count
  }
}
