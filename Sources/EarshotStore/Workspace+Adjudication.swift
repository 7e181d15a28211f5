import EarshotInsights
import GRDB

/// A record whose reviewers leave a question open, for the lead.
public struct AuditQuestion: Sendable, Equatable {
  /// An index of the key's records.
  public let record: Int
  public let recordID: String
  public let kind: Kind
  /// What the reviewers said, in an order that does not tell who was first.
  public let answers: [AuditJudgement]
  /// What the lead decided; nil while it is open.
  public let decision: AuditJudgement?

  public enum Kind: Sendable, Equatable {
    /// Reviewers differ.
    case disagreement
    /// Nobody who looked could tell.
    case cannotTell
    /// A judgement says two things at once; sheets can.
    case contradiction
  }
}

extension Workspace {
  /// The records on which reviewers differ, that nobody could tell, or with a judgement that
  /// contradicts itself: decided ones too, in the order of the records, disagreements first.
  public func questions(_ audit: String) throws(WorkspaceError) -> [AuditQuestion] {
    let key = try key(audit)
    var byRecord: [Int: [AuditJudgement]] = [:]
    for judgement in try judgements(audit) {
      guard let record = key.record(ofRow: judgement.row) else { throw .damaged(path: path) }
      byRecord[record, default: []].append(judgement)
    }
    let questions = byRecord.compactMap { record, judgements -> AuditQuestion? in
      let answers = judgements.filter { !$0.isAdjudication }
      guard let kind = Self.kind(of: answers, key, record) else { return nil }
      // The record's hash is as good as a coin, and falls the same way on every look.
      let isTurned = (key.records[record].hash.utf8.last ?? 0) % 2 == 1
      return AuditQuestion(
        record: record, recordID: key.records[record].record_id, kind: kind,
        answers: isTurned ? answers.reversed() : answers,
        decision: judgements.last { $0.isAdjudication })
    }
    return questions.sorted {
      ($0.kind == .disagreement ? 0 : 1, $0.record) < ($1.kind == .disagreement ? 0 : 1, $1.record)
    }
  }

  private static func kind(
    of answers: [AuditJudgement], _ key: AuditKey, _ record: Int
  ) -> AuditQuestion.Kind? {
    let label = key.records[record].label
    let findings = answers.map { $0.finding(label: label, blind: key.blind) }
    if findings.contains(.contradicting) { return .contradiction }
    let telling = zip(answers, findings).filter { $0.1 == .correct || $0.1 == .wrong }
    guard let first = telling.first else {
      return findings.contains(.cannotTell) ? .cannotTell : nil
    }
    let agree = telling.allSatisfy { answer, finding in
      // Not knowing the tag, reviewers agree only on the label they would give themselves.
      key.blind
        ? AuditJudgement.isSame(answer.reviewerLabel ?? "", first.0.reviewerLabel ?? "")
        : finding == first.1
    }
    return agree ? nil : .disagreement
  }

  /// Makes somebody an audit's lead: who decides between reviewers.
  ///
  /// - Throws: `notLead` when it is somebody else already and `takeOver` is false.
  public func setLead(
    _ audit: String, _ lead: String, takeOver: Bool = false
  ) throws(WorkspaceError) {
    _ = try key(audit)
    let name = try ReviewerName.checked(lead)
    try write { db in
      try Self.requireOpen(db, audit)
      if !takeOver { try Self.requireLead(db, audit, name) }
      try db.execute(sql: "UPDATE audits SET lead = ? WHERE id = ?", arguments: [name, audit])
    }
  }

  /// Nobody, or this person, is the lead so far.
  private static func requireLead(_ db: Database, _ audit: String, _ name: String) throws {
    let other = try String.fetchOne(
      db, sql: "SELECT lead FROM audits WHERE id = ? AND lead <> ?", arguments: [audit, name])
    if let other { throw WorkspaceError.notLead(audit: audit, lead: other) }
  }

  /// Stores what the lead decided about a record; it stands over all other judgements of it.
  ///
  /// Whoever decides first becomes the audit's lead.
  /// - Throws: `notLead`, `auditClosed`, `unknownRecord`, `noDecision`.
  public func adjudicate(
    _ audit: String, record: Int, lead: String, _ decision: Decision,
    source: JudgementSource = .page
  ) throws(WorkspaceError) {
    let key = try key(audit)
    let name = try ReviewerName.checked(lead)
    guard let index = key.rows.firstIndex(of: record) else {
      throw .unknownRecord(audit: audit, record: record)
    }
    let judgement = try Self.judgement(
      decision, key, row: index + 1, reviewer: name, isLead: true)
    try write { db in
      try Self.requireOpen(db, audit)
      try Self.requireLead(db, audit, name)
      try db.execute(sql: "UPDATE audits SET lead = ? WHERE id = ?", arguments: [name, audit])
      // One decision a record, also when the lead changed meanwhile.
      let others = try String.fetchAll(
        db,
        sql: """
          SELECT j.reviewer FROM standing j JOIN audit_rows o ON o.audit = j.audit AND o.row = j.row
          WHERE j.audit = ? AND o.record = ? AND j.is_lead AND j.reviewer <> ?
          """, arguments: [audit, record, name])
      for other in others { try Self.withdraw(db, audit, record, other, by: name) }
      try self.append(db, audit, judgement, source: source, seconds: decision.seconds)
    }
  }

  /// Marks a former lead's decision on a record as taken back by the new one.
  private static func withdraw(
    _ db: Database, _ audit: String, _ record: Int, _ former: String, by name: String
  ) throws {
    try db.execute(
      sql: """
        UPDATE judgements SET undone_by = (SELECT seq + 1 FROM sqlite_sequence
          WHERE name = 'judgements')
        WHERE kind = 'judgement' AND undone_by IS NULL AND is_lead AND audit = ? AND reviewer = ?
          AND row IN (SELECT row FROM audit_rows WHERE audit = ? AND record = ?)
        """, arguments: [audit, former, audit, record])
  }

  /// Takes back the lead's last decision.
  ///
  /// - Returns: its record; nil when there is nothing to take back.
  public func undoAdjudication(_ audit: String, lead: String) throws(WorkspaceError) -> Int? {
    let key = try key(audit)
    let name = try ReviewerName.checked(lead)
    let row = try write { db in
      try Self.requireOpen(db, audit)
      try Self.requireLead(db, audit, name)
      return try self.undo(db, audit, name, isLead: true, .page)
    }
    return row.flatMap { key.record(ofRow: $0) }
  }
}
