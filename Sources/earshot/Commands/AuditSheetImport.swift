import EarshotInsights
import EarshotRecords
import EarshotStore
import FoundationEssentials

/// Brings sheets of one audit into a workspace.
struct AuditSheetImport {
  let sheets: [String]
  /// Path of the key, where it was named.
  let key: String?
  let lead: String?
  /// Path of the workspace, for messages.
  let workspace: String

  /// Opens the audit for review where it is new, and adds the rows that were filled.
  ///
  /// - Returns: the audit; whether all rows were as they should be, else they were named.
  func run(in store: Workspace) throws -> (audit: String, isWhole: Bool) {
    let filled = try sheets.map { try AuditFilledSheet(path: $0) }
    let (key, path) = try findKey(filled, store)
    let reviews = try AuditReviews(filled, key: key, keyPath: path, lead: lead)
    if try !store.audits().contains(where: { $0.id == key.audit }) {
      try store.createAudit(key, texts: texts(key))
      // Somebody may have looked already.
      if let data = try? Data(contentsOf: URL(filePath: AuditFiles.scores(besideKey: path))),
        let looks = AuditLooks(json: Array(data), audit: key.audit)
      {
        try store.noteLooks(looks)
      }
      Console.note(
        "\(key.audit): \(counted(key.records.count, "record")) in \(counted(key.rows.count, "row")) to review. Next: earshot serve --workspace \(workspace)"
      )
    }
    let result = try store.addJudgements(
      key.audit, reviews.judgements.flatMap { $0 }.sorted { $0.row < $1.row })
    if result.added + result.changed + result.unchanged > 0 {
      Console.note(
        "\(counted(result.added, "new judgement")), \(result.changed) changed, \(result.unchanged) as before."
      )
    }
    for row in result.secondOpinionsOfOne {
      Console.note(
        "Row \(row) was not taken: the same reviewer judged its record in another row, and a second opinion is another's."
      )
    }
    for problem in reviews.problems.prefix(200) { Console.note(problem.sentence) }
    if reviews.problems.count > 200 { Console.note("… and \(reviews.problems.count - 200) more.") }
    return (key.audit, reviews.problems.isEmpty && result.secondOpinionsOfOne.isEmpty)
  }

  /// The text of each record, from the first sheet.
  private func texts(_ key: AuditKey) throws -> [String] {
    let read = try AuditSheetTexts(path: sheets[0], key: key)
    let edited = read.edited.keys.count { read.asDrawn[$0] == nil }
    let missing = key.records.count - read.asDrawn.count - edited
    guard missing == 0 else {
      throw Failure(
        "\(sheets[0]): \(counted(missing, "record")) of the audit \(missing == 1 ? "has" : "have") no row here, so there is no text to show. Bring in the whole sheet that `earshot audit draw` wrote first."
      )
    }
    if edited > 0 {
      Console.note(
        "\(counted(edited, "text")) in \(sheets[0]) \(edited == 1 ? "is" : "are") not what was drawn; reviewers will see \(edited == 1 ? "it" : "them") as in the sheet."
      )
    }
    return key.records.indices.map { read.asDrawn[$0] ?? read.edited[$0] ?? "" }
  }

  /// The key that was named, lies beside the first sheet, or is in the workspace.
  private func findKey(
    _ filled: [AuditFilledSheet], _ store: Workspace
  ) throws -> (AuditKey, String) {
    let beside = AuditFiles.key(besideSheet: sheets[0])
    if let path = key ?? (FileManager.default.fileExists(atPath: beside) ? beside : nil) {
      return (try AuditClaim.readKey(path), path)
    }
    if let audit = filled.lazy.flatMap(\.audits).first,
      try store.audits().contains(where: { $0.id == audit })
    {
      return (try store.key(audit), workspace)
    }
    throw Failure(
      "\(sheets[0]): the key of the audit is not beside it. Name it with --key (the file NAME.audit.json that `earshot audit draw` wrote)."
    )
  }
}
