import EarshotInsights
import GRDB

/// Something that is to be done because of an audit.
public struct AuditAction: Sendable, Equatable {
  /// A number of the workspace.
  public let id: Int
  public var text: String
  public var owner: String?
  /// A date, as `2026-12-24`.
  public var due: String?
  public var state: State

  public enum State: String, Sendable, CaseIterable { case open, done, dropped }

  /// Nobody is to do it, or by no date.
  public var isIncomplete: Bool { owner == nil || due == nil }
}

/// A verdict as it was on one day, for the trend over audits.
public struct StoredResult: Sendable, Equatable {
  public let audit: String
  /// RFC 3339 in UTC.
  public let scoredAt: String
  /// The report, as `audit score --json` prints it.
  public let json: String
}

extension Workspace {
  /// What is to be done because of an audit, in the order it was noted.
  public func actions(_ audit: String) throws(WorkspaceError) -> [AuditAction] {
    _ = try key(audit)
    return try read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM actions WHERE audit = ? ORDER BY id", arguments: [audit]
      )
      .map { row in
        AuditAction(
          id: row["id"], text: row["text"], owner: row["owner"], due: row["due"],
          state: AuditAction.State(rawValue: row["state"]) ?? .open)
      }
    }
  }

  /// Notes something to be done.
  ///
  /// - Returns: its number.
  @discardableResult
  public func addAction(
    _ audit: String, _ text: String, owner: String? = nil, due: String? = nil
  ) throws(WorkspaceError) -> Int {
    _ = try key(audit)
    return try write { db in
      try db.execute(
        sql: "INSERT INTO actions (audit, text, owner, due, state) VALUES (?, ?, ?, ?, 'open')",
        arguments: [audit, text, owner, due])
      return Int(db.lastInsertedRowID)
    }
  }

  /// Changes what stands under the action's number; nothing when there is no such action.
  public func update(_ action: AuditAction) throws(WorkspaceError) {
    try write { db in
      try db.execute(
        sql: "UPDATE actions SET text = ?, owner = ?, due = ?, state = ? WHERE id = ?",
        arguments: [action.text, action.owner, action.due, action.state.rawValue, action.id])
    }
  }

  /// Keeps a verdict for the trend; the same one again is not kept twice.
  public func addResult(_ audit: String, json: String) throws(WorkspaceError) {
    _ = try key(audit)
    let now = timestamp()
    try write { db in
      let last = try String.fetchOne(
        db, sql: "SELECT json FROM results WHERE audit = ? ORDER BY id DESC LIMIT 1",
        arguments: [audit])
      guard last != json else { return }
      try db.execute(
        sql: "INSERT INTO results (audit, scored_at, json) VALUES (?, ?, ?)",
        arguments: [audit, now, json])
    }
  }

  /// The verdicts kept so far, the oldest first.
  ///
  /// - Parameter audit: only of this one; nil for all.
  public func results(_ audit: String? = nil) throws(WorkspaceError) -> [StoredResult] {
    try read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM results WHERE ?1 IS NULL OR audit = ?1 ORDER BY id",
        arguments: [audit]
      ).map { StoredResult(audit: $0["audit"], scoredAt: $0["scored_at"], json: $0["json"]) }
    }
  }
}
