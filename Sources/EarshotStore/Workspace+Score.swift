import EarshotInsights
import GRDB

extension Workspace {
  /// The verdict on an audit as its judgements stand, noted as a look and kept for the trend.
  ///
  /// While reviews are missing or questions open the bounds are those that stay right however often
  /// one looks; they remain so afterwards, because somebody has looked. Only the first look at a
  /// finished audit may use the sharper bounds for one look.
  ///
  /// - Parameters:
  ///   - anytime: use the bounds for many looks in any case.
  ///   - json: makes the report to be kept; nil keeps none.
  /// - Throws: `unknownAudit`; `damaged` when its strata and judgements do not fit together.
  public func score(
    _ audit: String, target: Double = 0.95, confidence: Double = 0.95, anytime: Bool = false,
    json: ((AuditScore) -> String)? = nil
  ) throws(WorkspaceError) -> AuditScore {
    let key = try key(audit)
    let isFinished = try isFinished(audit)
    let judgements = try judgements(audit)
    let now = timestamp()
    let (rule, count) = try write { db -> (AuditRule, Int) in
      let stored = try String.fetchOne(
        db, sql: "SELECT looks FROM audits WHERE id = ?", arguments: [audit])
      var looks =
        stored.flatMap { AuditLooks(json: Array($0.utf8), audit: audit) }
        ?? AuditLooks(audit: audit)
      let rule = looks.look(AuditReadings(key, judgements: judgements), at: now)
      try db.execute(
        sql: "UPDATE audits SET looks = ? WHERE id = ?",
        arguments: [String(decoding: looks.json(), as: UTF8.self), audit])
      return (isFinished && !anytime ? rule : .anytime, looks.looks.count)
    }
    do {
      var score = try AuditScore(
        key, judgements: judgements, target: target, confidence: confidence, rule: rule)
      score.looks = max(1, count)
      if let json { try addResult(audit, json: json(score)) }
      return score
    } catch let error as WorkspaceError {
      throw error
    } catch {
      throw .damaged(path: path)
    }
  }

  /// Takes over the looks at an audit that were remembered beside its key.
  public func noteLooks(_ looks: AuditLooks) throws(WorkspaceError) {
    try write { db in
      try db.execute(
        sql: "UPDATE audits SET looks = coalesce(looks, ?) WHERE id = ?",
        arguments: [String(decoding: looks.json(), as: UTF8.self), looks.audit])
    }
  }

  /// Whether all rows have a judgement and the lead has decided all questions.
  public func isFinished(_ audit: String) throws(WorkspaceError) -> Bool {
    let progress = try progress(audit)
    return progress.done == progress.rows && progress.unsettled == 0
  }
}
