import EarshotInsights
import GRDB

/// What came of the filled rows of a sheet.
public struct SheetImport: Sendable, Equatable {
  /// Judgements that were new.
  public var added = 0
  /// Judgements that replaced what the same reviewer had said of the row.
  public var changed = 0
  /// Judgements that stood already.
  public var unchanged = 0
  /// Rows whose record the same reviewer has judged in another row; not taken.
  public var secondOpinionsOfOne: [Int] = []
  /// Rows that the audit does not have; not taken.
  public var unknownRows: [Int] = []
}

extension Workspace {
  /// Takes in the judgements of a sheet, in one transaction; again as often as one likes.
  ///
  /// A judgement that contradicts itself is taken as it is: the lead will see it.
  /// - Parameter judgements: of rows that are filled in; empty ones are passed over. Those with
  ///   `isAdjudication` are the lead's.
  public func addJudgements(
    _ audit: String, _ judgements: [AuditJudgement]
  ) throws(WorkspaceError) -> SheetImport {
    let key = try key(audit)
    return try write { db in
      try Self.requireOpen(db, audit)
      var result = SheetImport()
      for judgement in judgements {
        guard let record = key.record(ofRow: judgement.row) else {
          result.unknownRows.append(judgement.row)
          continue
        }
        guard judgement.correct != nil || judgement.reviewerLabel != nil else { continue }
        var judgement = judgement
        // A sheet that names nobody is one reviewer without a name.
        judgement.reviewer =
          judgement.reviewer.isEmpty
          ? "" : try ReviewerName.checked(judgement.reviewer)
        if !judgement.isAdjudication, try Self.hasOtherRow(db, audit, record, judgement) {
          result.secondOpinionsOfOne.append(judgement.row)
          continue
        }
        let standing = try Row.fetchOne(
          db,
          sql:
            "SELECT * FROM standing WHERE audit = ? AND row = ? AND reviewer = ? AND is_lead = ?",
          arguments: [audit, judgement.row, judgement.reviewer, judgement.isAdjudication]
        ).map(AuditJudgement.init(stored:))
        if let standing, standing.says(judgement) {
          result.unchanged += 1
          continue
        }
        if judgement.isAdjudication {
          try db.execute(
            sql: "UPDATE audits SET lead = coalesce(lead, ?) WHERE id = ?",
            arguments: [judgement.reviewer, audit])
        }
        try self.append(db, audit, judgement, source: .sheet, seconds: nil)
        if standing == nil { result.added += 1 } else { result.changed += 1 }
      }
      return result
    }
  }

  /// Whether a named reviewer has judged the record in another row.
  private static func hasOtherRow(
    _ db: Database, _ audit: String, _ record: Int, _ judgement: AuditJudgement
  ) throws -> Bool {
    guard !judgement.reviewer.isEmpty else { return false }
    return try Int.fetchOne(
      db,
      sql: """
        SELECT 1 FROM standing j JOIN audit_rows o ON o.audit = j.audit AND o.row = j.row
        WHERE j.audit = ? AND o.record = ? AND j.reviewer = ? AND j.row <> ? AND NOT j.is_lead
        """, arguments: [audit, record, judgement.reviewer, judgement.row]) != nil
  }
}

extension AuditJudgement {
  fileprivate func says(_ other: AuditJudgement) -> Bool {
    (correct, reviewerLabel, note) == (other.correct, other.reviewerLabel, other.note)
  }
}
