import EarshotInsights
import GRDB

/// A record as a reviewer sees it.
public struct ReviewRow: Sendable, Equatable {
  /// The row of the audit, from 1.
  public let row: Int
  /// An index of the key's records.
  public let record: Int
  public let recordID: String
  public let text: String
  /// The tag to be judged; nil in a blind audit.
  public let label: String?
  /// What the reviewer said of this row before; nil when it is new to them.
  public let mine: AuditJudgement?
}

/// What a reviewer decided, before it has a row and a name.
public struct Decision: Sendable, Equatable {
  public var correct: AuditJudgement.Answer?
  /// The label that is right.
  public var label: String?
  public var note: String?
  /// From the text's appearance to the decision; nil when nobody measured it.
  public var seconds: Double?

  public init(
    correct: AuditJudgement.Answer? = nil, label: String? = nil, note: String? = nil,
    seconds: Double? = nil
  ) {
    (self.correct, self.label) = (correct, label)
    (self.note, self.seconds) = (note, seconds)
  }
}

/// Where judgements come from.
public enum JudgementSource: String, Sendable { case page, terminal, sheet }

extension Workspace {
  /// For how long a row that is being looked at is kept from others, in seconds.
  static let claimSeconds = 600
  /// A longer note is cut here, in bytes.
  static let longestNote = 4000

  /// The next row for a reviewer, and claims it for ten minutes.
  ///
  /// It is one that nobody judged and nobody else looks at, of a record that this reviewer has not
  /// judged in another row. First rows of records come before second ones. Asked again without a
  /// decision, it is the same row.
  /// - Returns: nil when nothing is left for this reviewer now.
  public func nextRow(_ audit: String, reviewer: String) throws(WorkspaceError) -> ReviewRow? {
    let key = try key(audit)
    let name = try ReviewerName.checked(reviewer)
    let now = clock()
    let row: Int? = try write { db in
      try Self.requireOpen(db, audit)
      let row = try Int.fetchOne(
        db,
        sql: """
          SELECT r.row FROM audit_rows r
          LEFT JOIN claims c ON c.audit = r.audit AND c.row = r.row AND c.until > :now
          WHERE r.audit = :audit AND (c.reviewer IS NULL OR c.reviewer = :reviewer)
            AND \(Self.isOpenForReviewer)
          ORDER BY c.reviewer IS NULL, r.turn, r.row LIMIT 1
          """, arguments: ["audit": audit, "reviewer": name, "now": now])
      if let row { try self.claim(db, audit, row, name) }
      return row
    }
    return try row.map { row throws(WorkspaceError) in try self.row(key, row, reviewer: name) }
      ?? nil
  }

  /// Whether a row `r` has no judgement yet, and `:reviewer` none of its record.
  static let isOpenForReviewer = """
    NOT EXISTS (SELECT 1 FROM standing j
      WHERE j.audit = r.audit AND j.row = r.row AND j.is_lead = 0)
    AND NOT EXISTS (SELECT 1 FROM audit_rows o
      JOIN standing j ON j.audit = o.audit AND j.row = o.row AND j.is_lead = 0
      WHERE o.audit = r.audit AND o.record = r.record AND j.reviewer = :reviewer)
    """

  private func claim(_ db: Database, _ audit: String, _ row: Int, _ reviewer: String) throws {
    // One claim a reviewer: whoever goes elsewhere lets go of the row.
    try db.execute(
      sql: "DELETE FROM claims WHERE audit = ? AND (until <= ? OR reviewer = ?)",
      arguments: [audit, clock(), reviewer])
    try db.execute(
      sql: "INSERT OR REPLACE INTO claims (audit, row, reviewer, until) VALUES (?, ?, ?, ?)",
      arguments: [audit, row, reviewer, clock() + Self.claimSeconds])
  }

  /// A row that this reviewer has judged, to look at it again or to change it; nil when it is none
  /// of theirs.
  public func judgedRow(
    _ audit: String, row: Int, reviewer: String
  ) throws(WorkspaceError) -> ReviewRow? {
    let shown = try self.row(key(audit), row, reviewer: ReviewerName.checked(reviewer))
    return shown?.mine == nil ? nil : shown
  }

  /// The rows this reviewer has judged, the first decided first.
  public func judgedRows(_ audit: String, reviewer: String) throws(WorkspaceError) -> [Int] {
    let name = try ReviewerName.checked(reviewer)
    return try read { db in
      // A decision that was changed keeps its place: that of the first one.
      try Int.fetchAll(
        db,
        sql: """
          SELECT s.row FROM standing s WHERE s.audit = ? AND s.reviewer = ? AND s.is_lead = 0
          ORDER BY (SELECT min(j.seq) FROM judgements j WHERE j.audit = s.audit
            AND j.row = s.row AND j.reviewer = s.reviewer AND j.is_lead = 0), s.seq
          """, arguments: [audit, name])
    }
  }

  private func row(
    _ key: AuditKey, _ row: Int, reviewer: String
  ) throws(WorkspaceError) -> ReviewRow? {
    guard let record = key.record(ofRow: row) else {
      throw .unknownRow(audit: key.audit, row: row, rows: key.rows.count)
    }
    guard let text = try text(key.audit, record: record) else { return nil }
    let mine = try read { db in
      try Row.fetchOne(
        db,
        sql: "SELECT * FROM standing WHERE audit = ? AND row = ? AND reviewer = ? AND NOT is_lead",
        arguments: [key.audit, row, reviewer]
      ).map(AuditJudgement.init(stored:))
    }
    return ReviewRow(
      row: row, record: record, recordID: key.records[record].record_id, text: text,
      label: key.blind ? nil : key.records[record].label, mine: mine)
  }

  // MARK: - Deciding

  /// Stores a decision; it is on the disk when this returns.
  ///
  /// An earlier decision of the same reviewer on the row is kept, marked as replaced. Should another
  /// reviewer have judged the row meanwhile, both stand.
  /// - Throws: `auditClosed`, `unknownRow`, `noDecision`, and `judgedInOtherRow`: no reviewer may
  ///   judge a record twice, that would be no second opinion.
  public func judge(
    _ audit: String, row: Int, reviewer: String, _ decision: Decision,
    source: JudgementSource = .page
  ) throws(WorkspaceError) {
    let key = try key(audit)
    let name = try ReviewerName.checked(reviewer)
    guard let record = key.record(ofRow: row) else {
      throw .unknownRow(audit: audit, row: row, rows: key.rows.count)
    }
    let judgement = try Self.judgement(decision, key, row: row, reviewer: name, isLead: false)
    try write { db in
      try Self.requireOpen(db, audit)
      let other = try Int.fetchOne(
        db,
        sql: """
          SELECT j.row FROM standing j JOIN audit_rows o ON o.audit = j.audit AND o.row = j.row
          WHERE j.audit = ? AND o.record = ? AND j.reviewer = ? AND j.row <> ? AND NOT j.is_lead
          """, arguments: [audit, record, name, row])
      if let other {
        throw WorkspaceError.judgedInOtherRow(audit: audit, row: row, other: other)
      }
      try self.append(db, audit, judgement, source: source, seconds: decision.seconds)
      try db.execute(
        sql: "DELETE FROM claims WHERE audit = ? AND row = ? AND reviewer = ?",
        arguments: [audit, row, name])
    }
  }

  /// A decision as the judgement it makes.
  ///
  /// - Throws: `noDecision` when it decides nothing, contradicts itself, or says yes or no to a tag
  ///   that nobody could see.
  static func judgement(
    _ decision: Decision, _ key: AuditKey, row: Int, reviewer: String, isLead: Bool
  ) throws(WorkspaceError) -> AuditJudgement {
    func given(_ text: String?) -> String? { text?.isEmpty == false ? text : nil }
    let judgement = AuditJudgement(
      row: row, reviewer: reviewer, correct: decision.correct,
      reviewerLabel: given(decision.label),
      note: given(decision.note).map { cut($0, bytes: longestNote) }, isAdjudication: isLead)
    let isDecision =
      key.blind
      ? (judgement.correct == .cannotTell) != (judgement.reviewerLabel != nil)
        && (judgement.correct == nil || judgement.correct == .cannotTell)
      : ![.empty, .contradicting].contains(
        judgement.finding(label: key.records[key.rows[row - 1]].label, blind: false))
    guard isDecision else { throw .noDecision(audit: key.audit, row: row) }
    return judgement
  }

  /// A text of at most so many bytes, cut between scalars.
  private static func cut(_ text: String, bytes: Int) -> String {
    guard text.utf8.count > bytes else { return text }
    var cut = String.UnicodeScalarView()
    var count = 0
    for scalar in text.unicodeScalars {
      count += UTF8.width(scalar)
      if count > bytes { break }
      cut.append(scalar)
    }
    return String(cut)
  }

  /// Adds a judgement, and marks what the same person said of the row before as replaced.
  func append(
    _ db: Database, _ audit: String, _ judgement: AuditJudgement, source: JudgementSource,
    seconds: Double?
  ) throws {
    let earlier = try Int.fetchOne(
      db,
      sql: "SELECT seq FROM standing WHERE audit = ? AND row = ? AND reviewer = ? AND is_lead = ?",
      arguments: [audit, judgement.row, judgement.reviewer, judgement.isAdjudication])
    if let earlier {
      // The number that the entry below will get: numbers are given in order and never twice.
      try db.execute(
        sql: """
          UPDATE judgements SET undone_by = (SELECT seq + 1 FROM sqlite_sequence
            WHERE name = 'judgements') WHERE seq = ?
          """, arguments: [earlier])
    }
    let measured = seconds.flatMap { $0.isFinite && $0 >= 0 ? min($0, 3600) : nil }
    try db.execute(
      sql: """
        INSERT INTO judgements
          (audit, row, reviewer, kind, correct, reviewer_label, note, is_lead, source, made_at, seconds)
        VALUES (?, ?, ?, 'judgement', ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        audit, judgement.row, judgement.reviewer, judgement.correct?.rawValue,
        judgement.reviewerLabel, judgement.note, judgement.isAdjudication, source.rawValue,
        timestamp(), measured,
      ])
  }

  /// Takes back a reviewer's last decision, and claims its row for them again.
  ///
  /// - Returns: the row; nil when there is nothing to take back.
  public func undo(
    _ audit: String, reviewer: String, source: JudgementSource = .page
  ) throws(WorkspaceError) -> Int? {
    _ = try key(audit)
    let name = try ReviewerName.checked(reviewer)
    return try write { db in
      try Self.requireOpen(db, audit)
      guard let row = try self.undo(db, audit, name, isLead: false, source) else { return nil }
      try self.claim(db, audit, row, name)
      return row
    }
  }

  /// Adds an undo of the last standing judgement of a person; nil when there is none.
  func undo(
    _ db: Database, _ audit: String, _ name: String, isLead: Bool, _ source: JudgementSource
  ) throws -> Int? {
    let last = try Row.fetchOne(
      db,
      sql: """
        SELECT seq, row FROM standing WHERE audit = ? AND reviewer = ? AND is_lead = ?
        ORDER BY seq DESC LIMIT 1
        """, arguments: [audit, name, isLead])
    guard let last else { return nil }
    let row: Int = last["row"]
    try db.execute(
      sql: """
        INSERT INTO judgements (audit, row, reviewer, kind, is_lead, source, made_at)
        VALUES (?, ?, ?, 'undo', ?, ?, ?)
        """, arguments: [audit, row, name, isLead, source.rawValue, timestamp()])
    try db.execute(
      sql: "UPDATE judgements SET undone_by = ? WHERE seq = ?",
      arguments: [db.lastInsertedRowID, last["seq"] as Int])
    return row
  }

  // MARK: - What was decided

  /// All judgements that stand, in the order they were made: what a verdict is made from.
  public func judgements(_ audit: String) throws(WorkspaceError) -> [AuditJudgement] {
    _ = try key(audit)
    return try read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM standing WHERE audit = ? ORDER BY seq", arguments: [audit]
      ).map(AuditJudgement.init(stored:))
    }
  }
}

extension AuditJudgement {
  /// A row of the table `judgements`.
  init(stored row: Row) {
    self.init(
      row: row["row"], reviewer: row["reviewer"],
      correct: (row["correct"] as String?).flatMap(Answer.init(rawValue:)),
      reviewerLabel: row["reviewer_label"], note: row["note"],
      isAdjudication: (row["is_lead"] as Int) != 0)
  }
}
