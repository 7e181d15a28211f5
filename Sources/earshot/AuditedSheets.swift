import EarshotInsights

/// Reviewed sheets with their keys, for commands that learn from reviews.
struct AuditedSheets {
  /// One audit.
  struct Audit {
    let key: AuditKey
    let records: [AuditedRecord]

    var decided: Int { records.count { $0.reading != .undecided } }
    /// As a model's card calls it.
    var name: String { "audit \(key.audit), \(counted(decided, "review"))" }
  }

  let audits: [Audit]
  /// What is odd about the sheets.
  let problems: [AuditProblem]

  /// - Parameter lead: reviewer whose judgements decide where others disagree.
  /// - Throws: what keeps a sheet or key from being read; `Failure` for a sheet without a key.
  init(sheets: [String], keys: [String] = [], lead: String?) throws {
    var audits: [Audit] = []
    var problems: [AuditProblem] = []
    for claim in try AuditClaim.all(sheets: sheets, keys: keys, lead: lead) {
      guard let key = claim.reviews.key else {
        throw Failure(
          "\(claim.sheets[0]): there is no key beside the sheet, so it is not known what was drawn. The key is the file NAME.audit.json that `earshot audit draw` wrote."
        )
      }
      var texts: [Int: String] = [:]
      for sheet in claim.sheets {
        texts.merge(try AuditSheetTexts(path: sheet, key: key).asDrawn) { first, _ in first }
      }
      audits.append(
        Audit(key: key, records: AuditedRecord.all(key, claim.reviews.readings, texts: texts)))
      problems += claim.reviews.problems
    }
    self.audits = audits
    self.problems = problems
  }

  /// Says what is odd, at most 20 sentences of it.
  func noteProblems() {
    for problem in problems.prefix(20) { Console.note(problem.sentence) }
    if problems.count > 20 {
      Console.note("… and \(problems.count - 20) more; see `earshot audit score`.")
    }
  }
}
