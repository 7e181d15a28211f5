import EarshotInsights
import GRDB

/// How far an audit is.
public struct AuditProgress: Sendable, Equatable {
  /// Reviews asked for: a record that two reviewers are to judge counts twice.
  public var rows = 0
  /// Of them with a judgement.
  public var done = 0
  /// Who judged, the busiest first.
  public var reviewers: [Share] = []
  /// Disagreements and doubts that the lead has not decided.
  public var unsettled = 0

  public struct Share: Sendable, Equatable {
    /// Empty for rows of a sheet that does not say who judged them.
    public let reviewer: String
    public let judged: Int
  }
}

/// How far one reviewer is.
public struct ReviewerProgress: Sendable, Equatable {
  /// Decisions of this reviewer that stand.
  public var judged = 0
  /// Rows that this reviewer could still be given, those of nobody else's claim.
  public var open = 0
  /// Rows nobody judged that wait for another reviewer, since this one knows their records.
  public var forOthers = 0
  /// Median of this reviewer's last 50 decisions, else of everybody's; nil when none was timed.
  public var medianSeconds: Double?

  /// What is left for this reviewer, at the median pace.
  public var secondsLeft: Double? { medianSeconds.map { $0 * Double(open) } }
}

extension Workspace {
  /// How far an audit is.
  public func progress(_ audit: String) throws(WorkspaceError) -> AuditProgress {
    let key = try key(audit)
    var progress = AuditProgress()
    progress.rows = key.rows.count
    (progress.done, progress.reviewers) = try read { db in
      let done = try Int.fetchOne(
        db,
        sql: "SELECT count(DISTINCT row) FROM standing WHERE audit = ? AND NOT is_lead",
        arguments: [audit])
      let shares = try Row.fetchAll(
        db,
        sql: """
          SELECT min(reviewer) AS reviewer, count(*) AS judged FROM standing
          WHERE audit = ? AND NOT is_lead GROUP BY reviewer ORDER BY judged DESC, reviewer
          """, arguments: [audit])
      return (
        done ?? 0,
        shares.map { AuditProgress.Share(reviewer: $0["reviewer"], judged: $0["judged"]) }
      )
    }
    progress.unsettled = try questions(audit).count { $0.decision == nil }
    return progress
  }

  /// How many rows of an audit have a judgement.
  public func rowsDone(_ audit: String) throws(WorkspaceError) -> Int {
    try read { db in
      try Int.fetchOne(
        db, sql: "SELECT count(DISTINCT row) FROM standing WHERE audit = ? AND NOT is_lead",
        arguments: [audit]) ?? 0
    }
  }

  /// How far one reviewer of an audit is.
  public func progress(
    _ audit: String, reviewer: String
  ) throws(WorkspaceError) -> ReviewerProgress {
    _ = try key(audit)
    let name = try ReviewerName.checked(reviewer)
    let now = clock()
    return try read { db in
      var progress = ReviewerProgress()
      let counts = try Row.fetchOne(
        db,
        sql: """
          SELECT
            (SELECT count(*) FROM standing
              WHERE audit = :audit AND reviewer = :reviewer AND NOT is_lead) AS judged,
            (SELECT count(*) FROM audit_rows r WHERE r.audit = :audit
              AND NOT EXISTS (SELECT 1 FROM standing j
                WHERE j.audit = r.audit AND j.row = r.row AND NOT j.is_lead)) AS unjudged,
            (SELECT count(*) FROM audit_rows r WHERE r.audit = :audit
              AND \(Self.isOpenForReviewer)) AS mine,
            (SELECT count(*) FROM audit_rows r
              JOIN claims c ON c.audit = r.audit AND c.row = r.row
              WHERE r.audit = :audit AND c.until > :now AND c.reviewer <> :reviewer
                AND \(Self.isOpenForReviewer)) AS claimed
          """, arguments: ["audit": audit, "reviewer": name, "now": now])
      guard let counts else { return progress }
      progress.judged = counts["judged"]
      progress.open = (counts["mine"] as Int) - (counts["claimed"] as Int)
      progress.forOthers = (counts["unjudged"] as Int) - (counts["mine"] as Int)
      for whose in ["AND reviewer = ?", "AND ? <> ''"] where progress.medianSeconds == nil {
        let seconds = try Double.fetchAll(
          db,
          sql: """
            SELECT seconds FROM standing WHERE audit = ? AND seconds IS NOT NULL \(whose)
            ORDER BY seq DESC LIMIT 50
            """, arguments: [audit, name])
        progress.medianSeconds = Self.median(seconds)
      }
      return progress
    }
  }

  /// The middle value, or the mean of the two in the middle; nil of nothing.
  private static func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
