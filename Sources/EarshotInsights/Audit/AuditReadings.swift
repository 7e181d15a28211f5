/// What the reviews say about each record of an audit, by the rules of counting.
///
/// The lead's decision stands over all others. Without one: where all who could tell agree, that is
/// the reading, whoever else could not tell; where they do not, or nobody could tell, or nobody
/// answered, the record is undecided. Blind reviewers who name different labels disagree, but where
/// both are not the tag, the tag is wrong whoever is right.
public struct AuditReadings: Sendable, Equatable {
  /// Why a record is undecided.
  public enum Reason: String, Sendable, Codable, CaseIterable {
    /// All who looked could not tell.
    case cannotTell = "cannot_tell"
    /// Reviewers disagree and the lead has not decided.
    case notAdjudicated = "not_adjudicated"
    /// A reviewer's answer and label say different things.
    case contradiction
    /// No answer came back.
    case missing
  }

  /// One reading a record.
  public private(set) var readings: [AuditReading] = []
  /// For each record that is undecided, why; nil for the others.
  public private(set) var reasons: [Reason?] = []
  /// For each record the label that is right, as far as reviewers said one: the tag where it is
  /// right, else the label that the lead or all reviewers name.
  public private(set) var labels: [String?] = []
  /// For each record what each reviewer found, without the lead's adjudications; for agreement.
  public private(set) var ratings: [[Rating]] = []

  /// What one reviewer said of one record.
  public struct Rating: Sendable, Equatable {
    public var reviewer: String
    public var isCorrect: Bool
    /// The label named, or the tag where it was found right; nil for a wrong tag without a better one.
    public var label: String?
  }

  /// The readings of an audit from all its judgements, in the order they were made.
  ///
  /// Judgements of rows that the audit does not have are left out.
  /// - Complexity: O(judgements + rows)
  public init(_ key: AuditKey, judgements: [AuditJudgement]) {
    var byRecord = key.records.map { _ in [AuditJudgement]() }
    for judgement in judgements {
      guard let record = key.record(ofRow: judgement.row) else { continue }
      byRecord[record].append(judgement)
    }
    self.init(labels: key.records.map(\.label), blind: key.blind, judgements: byRecord)
  }

  /// - Parameters:
  ///   - labels: the tag of each record, where it is known.
  ///   - judgements: of each record.
  init(labels tags: [String?], blind: Bool, judgements: [[AuditJudgement]]) {
    precondition(tags.count == judgements.count)
    for (tag, made) in zip(tags, judgements) {
      let found = made.map { Found($0, tag: tag, blind: blind) }.filter { $0.finding != .empty }
      let (reading, reason) = Self.reading(found)
      readings.append(reading)
      reasons.append(reason)
      labels.append(Self.label(found, reading, tag: tag))
      ratings.append(Self.ratings(found))
    }
  }

  /// How many records are undecided for a reason.
  public func count(_ reason: Reason) -> Int { reasons.count { $0 == reason } }

  /// How many records have a reading.
  public func count(_ reading: AuditReading) -> Int { readings.count { $0 == reading } }

  // MARK: - One record

  private struct Found {
    let judgement: AuditJudgement
    let finding: AuditJudgement.Finding
    let label: String?

    init(_ judgement: AuditJudgement, tag: String?, blind: Bool) {
      self.judgement = judgement
      guard let tag else {
        // Without a tag to compare with, only a yes or no says something.
        switch judgement.correct {
        case .yes: finding = .correct
        case .no: finding = .wrong
        case .cannotTell: finding = .cannotTell
        case nil: finding = .empty
        }
        label = judgement.reviewerLabel
        return
      }
      finding = judgement.finding(label: tag, blind: blind)
      label = finding == .correct ? tag : judgement.reviewerLabel
    }

    var tells: Bool { finding == .correct || finding == .wrong }
  }

  private static func reading(_ found: [Found]) -> (AuditReading, Reason?) {
    // Of several decisions of the lead the last one stands.
    let deciding = found.last { $0.judgement.isAdjudication }.map { [$0] } ?? found
    if deciding.contains(where: { $0.finding == .contradicting }) {
      return (.undecided, .contradiction)
    }
    let telling = deciding.filter(\.tells)
    guard let first = telling.first else {
      return (.undecided, deciding.isEmpty ? .missing : .cannotTell)
    }
    guard telling.allSatisfy({ $0.finding == first.finding }) else {
      return (.undecided, .notAdjudicated)
    }
    return (first.finding == .correct ? .correct : .wrong, nil)
  }

  private static func label(_ found: [Found], _ reading: AuditReading, tag: String?) -> String? {
    if reading == .correct { return tag ?? found.compactMap(\.label).first }
    guard reading == .wrong else { return nil }
    let deciding = found.last { $0.judgement.isAdjudication }.map { [$0] } ?? found
    let named = deciding.filter(\.tells).compactMap(\.label)
    guard let first = named.first,
      named.allSatisfy({ AuditJudgement.isSame($0, first) })
    else { return nil }
    return first
  }

  /// One rating a reviewer, the first; reviewers without a name are told apart by their rows.
  private static func ratings(_ found: [Found]) -> [Rating] {
    var seen: Set<String> = []
    return found.filter { $0.tells && !$0.judgement.isAdjudication }.compactMap { one in
      let name = one.judgement.reviewer
      let id = name.isEmpty ? "row \(one.judgement.row)" : "name " + name.lowercased()
      guard seen.insert(id).inserted else { return nil }
      return Rating(reviewer: name, isCorrect: one.finding == .correct, label: one.label)
    }
  }
}
