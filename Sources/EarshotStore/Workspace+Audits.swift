import EarshotInsights
import EarshotRecords
import FoundationEssentials
import GRDB

/// An audit of a workspace, for a list of them.
public struct StoredAudit: Sendable, Equatable {
  public let id: String
  public let field: String
  public let isBlind: Bool
  /// RFC 3339 in UTC, as are all times here.
  public let createdAt: String
  /// When it was closed; nil while reviews are welcome.
  public let closedAt: String?
  /// Who decides between reviewers; nil until somebody does.
  public let lead: String?
  public let records: Int
  public let rows: Int
}

extension Workspace {
  /// Takes in a drawn audit, so that it can be reviewed.
  ///
  /// - Parameters:
  ///   - texts: what reviewers are to read, one a record of the key.
  ///   - labels: what they choose from beside the labels of the key: the rest of the taxonomy.
  /// - Returns: false when the workspace has this very audit already; nothing is changed then.
  /// - Throws: `auditExists` when it has another of that name, `textsDoNotFit`.
  @discardableResult
  public func createAudit(
    _ key: AuditKey, texts: [String], labels: [String] = []
  ) throws(WorkspaceError) -> Bool {
    guard texts.count == key.records.count else {
      throw .textsDoNotFit(id: key.audit, records: key.records.count, texts: texts.count)
    }
    let json = String(decoding: key.json(), as: UTF8.self)
    let choices = Self.json(of: Array(Set(key.labels).union(labels)).sorted())
    let turns = key.rowsOfRecords()
    return try write { db in
      let stored = try String.fetchOne(
        db, sql: "SELECT key FROM audits WHERE id = ?", arguments: [key.audit])
      if let stored {
        guard stored == json else { throw WorkspaceError.auditExists(id: key.audit) }
        return false
      }
      try db.execute(
        sql: "INSERT INTO audits (id, key, labels, created_at) VALUES (?, ?, ?, ?)",
        arguments: [key.audit, json, choices, key.created_at])
      for (record, rows) in turns.enumerated() {
        for (turn, row) in rows.enumerated() {
          try db.execute(
            sql: "INSERT INTO audit_rows (audit, row, record, turn) VALUES (?, ?, ?, ?)",
            arguments: [key.audit, row, record, turn])
        }
        try db.execute(
          sql: "INSERT INTO audit_texts (audit, record, text) VALUES (?, ?, ?)",
          arguments: [key.audit, record, texts[record]])
      }
      return true
    }
  }

  /// All audits, the newest first.
  public func audits() throws(WorkspaceError) -> [StoredAudit] {
    let ids = try read { db in
      try String.fetchAll(db, sql: "SELECT id FROM audits ORDER BY created_at DESC, id")
    }
    var audits: [StoredAudit] = []
    for id in ids { audits.append(try audit(id)) }
    return audits
  }

  /// One audit.
  ///
  /// - Throws: `unknownAudit`.
  public func audit(_ id: String) throws(WorkspaceError) -> StoredAudit {
    let key = try key(id)
    let (closedAt, lead) = try read { db -> (String?, String?) in
      let row = try Row.fetchOne(
        db, sql: "SELECT closed_at, lead FROM audits WHERE id = ?", arguments: [id])
      return (row?["closed_at"], row?["lead"])
    }
    return StoredAudit(
      id: id, field: key.field, isBlind: key.blind, createdAt: key.created_at,
      closedAt: closedAt, lead: lead, records: key.records.count, rows: key.rows.count)
  }

  /// The labels that reviewers of an audit choose from, in alphabetical order.
  public func labels(_ audit: String) throws(WorkspaceError) -> [String] {
    _ = try key(audit)
    let json = try read { db in
      try String.fetchOne(db, sql: "SELECT labels FROM audits WHERE id = ?", arguments: [audit])
    }
    guard let json, let labels = try? JSONDecoder().decode([String].self, from: Data(json.utf8))
    else { throw .damaged(path: path) }
    return labels
  }

  /// The text of a record (an index of the key's records); nil once the audit is closed.
  public func text(_ audit: String, record: Int) throws(WorkspaceError) -> String? {
    try read { db in
      try String.fetchOne(
        db, sql: "SELECT text FROM audit_texts WHERE audit = ? AND record = ?",
        arguments: [audit, record])
    }
  }

  /// Ends the reviews of an audit and deletes its texts, also from the file's free space.
  ///
  /// - Parameter keepTexts: leave them, for records that are to be looked at again.
  public func close(_ audit: String, keepTexts: Bool = false) throws(WorkspaceError) {
    _ = try key(audit)
    let now = timestamp()
    try write { db in
      try db.execute(
        sql: "UPDATE audits SET closed_at = coalesce(closed_at, ?) WHERE id = ?",
        arguments: [now, audit])
      try db.execute(sql: "DELETE FROM claims WHERE audit = ?", arguments: [audit])
      if !keepTexts {
        try db.execute(sql: "DELETE FROM audit_texts WHERE audit = ?", arguments: [audit])
      }
    }
    try checkpoint()
  }

  /// Now, RFC 3339 in UTC.
  func timestamp() -> String {
    Timestamp(microseconds: Int64(clock()) * 1_000_000).description
  }

  private static func json(of labels: [String]) -> String {
    guard let data = try? JSONEncoder().encode(labels) else {
      preconditionFailure("strings are always JSON")
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// - Throws: `auditClosed`.
  static func requireOpen(_ db: Database, _ audit: String) throws {
    let closed = try String.fetchOne(
      db, sql: "SELECT closed_at FROM audits WHERE id = ?", arguments: [audit])
    if closed != nil { throw WorkspaceError.auditClosed(id: audit) }
  }
}
