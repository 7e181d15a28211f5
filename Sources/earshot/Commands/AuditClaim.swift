import EarshotInsights
import EarshotRecords
import FoundationEssentials

/// The sheets of one audit with its key, and the file that remembers the looks at it.
struct AuditClaim {
  let reviews: AuditReviews
  let sheets: [String]
  /// nil for sheets without a key.
  let keyPath: String?

  /// Sorts sheets by the audit they belong to, and finds the key of each.
  ///
  /// A key is one of those named, else the file `NAME.audit.json` of the sheet's own name, else the one
  /// in the sheet's folder that belongs to the audit which the sheet names. Sheets that name no audit
  /// and have no key are each a claim of their own. A key that was named and fits none is an error.
  ///
  /// - Throws: what keeps a file from being read, or sheets from being scored.
  static func all(sheets paths: [String], keys: [String], lead: String?) throws -> [AuditClaim] {
    let named = try keys.map { path in (path: path, key: try readKey(path)) }
    var claims: [(key: (path: String, key: AuditKey)?, id: String, sheets: [AuditFilledSheet])] = []
    for path in paths {
      let sheet = try AuditFilledSheet(path: path)
      let key = try Self.key(of: sheet, named: named)
      let isOther = key.map { !sheet.audits.isEmpty && !sheet.audits.contains($0.key.audit) }
      let id =
        isOther == true ? "\n" + path : key?.key.audit ?? sheet.audits.first ?? "\n" + path
      if let same = claims.firstIndex(where: { $0.id == id }) {
        claims[same].sheets.append(sheet)
        claims[same].key = claims[same].key ?? key
      } else {
        claims.append((key, id, [sheet]))
      }
    }
    for one in named where !claims.contains(where: { $0.key?.path == one.path }) {
      throw AuditScoreError.otherAudit(
        path: paths[0], key: one.path, wanted: one.key.audit)
    }
    if let lead, !claims.contains(where: { $0.sheets.contains { $0.names(lead) } }) {
      Console.note("Note: no row has the reviewer named by --lead, so nothing was adjudicated.")
    }
    return try claims.map { claim in
      AuditClaim(
        reviews: try AuditReviews(
          claim.sheets, key: claim.key?.key, keyPath: claim.key?.path, lead: lead),
        sheets: claim.sheets.map(\.path), keyPath: claim.key?.path)
    }
  }

  private static func key(
    of sheet: AuditFilledSheet, named: [(path: String, key: AuditKey)]
  ) throws -> (path: String, key: AuditKey)? {
    let audits = sheet.audits
    func fits(_ key: AuditKey) -> Bool { audits.isEmpty || audits.contains(key.audit) }
    if let one = named.first(where: { fits($0.key) }) { return one }
    let beside = AuditFiles.key(besideSheet: sheet.path)
    var other = named.count == 1 ? named[0] : nil
    if FileManager.default.fileExists(atPath: beside) {
      let key = try readKey(beside)
      if fits(key) { return (beside, key) }
      other = other ?? (beside, key)
    }
    // A key that does not fit is refused with a reason by whoever reads the rows, never passed over.
    return keyInFolder(of: sheet) ?? other
  }

  /// The key of the audit that a sheet names, from the folder that the sheet lies in.
  private static func keyInFolder(of sheet: AuditFilledSheet) -> (path: String, key: AuditKey)? {
    let audits = sheet.audits
    if audits.isEmpty { return nil }
    let folder = sheet.path.lastIndex(of: "/").map { String(sheet.path[...$0]) } ?? ""
    let names =
      (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    for name in names.sorted().prefix(10_000) where name.hasSuffix(".audit.json") {
      if let key = try? readKey(folder + name), audits.contains(key.audit) {
        return (folder + name, key)
      }
    }
    return nil
  }

  static func readKey(_ path: String) throws -> AuditKey {
    guard let data = try? Data(contentsOf: URL(filePath: path)) else {
      throw Failure("\(path): cannot open the key of the audit.")
    }
    return try AuditKey(json: Array(data), path: path)
  }

  /// The scores of all claims, their verdicts corrected for standing side by side.
  ///
  /// - Throws: `Failure` where sizes of strata do not fit the sample.
  static func scores(
    _ claims: [AuditClaim], target: Double, confidence: Double, anytime: Bool
  ) throws -> [AuditScore] {
    var scores = try claims.map {
      try $0.score(target: target, confidence: confidence, anytime: anytime)
    }
    // Under Bonferroni's share of the risk a claim passes at the latest when Holm lets it.
    let shared = 1 - (1 - confidence) / Double(max(1, claims.count))
    AuditScore.correct(&scores) { i in
      try? claims[i].score(target: target, confidence: shared, anytime: anytime, remembers: false)
        .reviews_needed.value
    }
    return scores
  }

  /// - Parameter remembers: whether this is a look, to be noted beside the key.
  func score(
    target: Double, confidence: Double, anytime: Bool, remembers: Bool = true
  ) throws -> AuditScore {
    let (rule, looks) = self.rule(remembers: remembers)
    do throws(AuditEstimateError) {
      var score = try AuditScore(
        reviews, target: target, confidence: confidence, rule: anytime ? .anytime : rule)
      score.sheets = sheets.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
      score.key = keyPath.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
      score.looks = looks
      return score
    } catch {
      throw Failure("\(sheets[0]): \(error.description)")
    }
  }

  /// The bound that is right for this look, and the looks so far with this one.
  private func rule(remembers: Bool) -> (AuditRule, looks: Int) {
    guard let keyPath, let key = reviews.key else { return (.once, 1) }
    let path = AuditFiles.scores(besideKey: keyPath)
    var looks = AuditLooks(audit: key.audit)
    if FileManager.default.fileExists(atPath: path) {
      guard let data = try? Data(contentsOf: URL(filePath: path)),
        let known = AuditLooks(json: Array(data), audit: key.audit)
      else {
        if remembers {
          Console.note(
            "Note: \(path) should tell how often this audit was scored, and can't be read. The bound that stays right however often one looks is used."
          )
        }
        return (.anytime, 1)
      }
      looks = known
    }
    let before = looks
    let rule = looks.look(reviews.readings, at: AuditFrame.now().description)
    if remembers, looks != before {
      do {
        var file = try OutputFile(path: path, fingerprint: "audit score", resume: false)
        try file.write(looks.json())
        try file.finish()
      } catch {
        Console.note(
          "Note: this look can't be remembered (\(path) can't be written). Score this audit again only with --anytime."
        )
      }
    }
    return (rule, max(1, looks.looks.count))
  }
}

extension AuditFilledSheet {
  /// Whether somebody of that name judged a row.
  fileprivate func names(_ reviewer: String) -> Bool {
    let wanted = reviewer.trimmed().lowercased()
    return rows.contains { $0.reviewer?.trimmed().lowercased() == wanted }
  }
}
