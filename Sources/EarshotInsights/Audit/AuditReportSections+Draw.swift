extension AuditReportSections {
  // MARK: - How it was drawn

  /// Design, allocation, seed, strata, and what a sample of this size can show.
  var drawing: Markup {
    var facts: [(Markup, Markup)] = []
    if let key = part.key {
      let design =
        key.design == .simple
        ? "Simple random sample: every record of the frame had the same chance."
        : "Stratified random sample; each record is weighted by its chance of being drawn."
      facts.append(("Design", "\(design)"))
      if key.design == .stratified {
        facts.append(
          (
            "Allocation",
            "\(Self.allocation(key.allocation)), by \(key.stratify.joined(separator: ", "))"
          ))
      }
      facts.append(("Seed", "\(String(key.seed))"))
      facts.append(
        (
          "Double review",
          key.double > 0
            ? "\(Number.target(key.double)) of the records, \(Number.counted(key.rows.count - key.records.count, "row")) more"
            : "None"
        ))
      facts.append(
        (
          "Blind",
          key.blind
            ? "Yes: right is whoever names the hidden tag" : "No: reviewers saw the tag they judged"
        ))
      facts.append(
        ("Personal data", key.redacted ? "Taken out of the texts shown" : "Texts shown as they are")
      )
      facts.append(("Drawn by", "earshot \(key.earshot) at \(key.created_at)"))
      facts.append(("Frame hash", "<code>\(key.frame.hash)</code>"))
    }
    facts.append(("Bounds", "\(bounds)"))
    return """
      <section><h2>How the sample was drawn, and what it can show</h2>
      \(AuditReportTable.facts(facts))\(curve)\(strata)</section>
      """
  }

  private static func allocation(_ allocation: AuditKey.Allocation?) -> String {
    switch allocation {
    case .neyman: "Neyman: more from where more errors were to be expected"
    case .floor: "floor: at least so many from every stratum"
    default: "proportional to size"
    }
  }

  private var bounds: String {
    let looks =
      score.method.hasPrefix("anytime_")
      ? "Right however often one looks"
        + (score.looks > 1 ? "; scored \(score.looks) times so far" : "")
      : "For one look"
    let how: String
    if score.method.contains("korn_graubard") {
      how = "design-based (Korn–Graubard, worst split), estimates and not exact"
    } else if score.method.contains("hypergeometric") {
      how = "exact (hypergeometric, the frame being known)"
    } else if score.method.contains("clopper_pearson") {
      how = "exact (Clopper–Pearson)"
    } else {
      how =
        score.design == "design_based" ? "confidence sequence, design-based" : "confidence sequence"
    }
    let worth = score.effective_n.map {
      " The sample is worth \(Number.grouped(Int($0.rounded()))) records of a simple one."
    }
    return "\(looks); \(how).\(worth ?? "")"
  }

  private var curve: Markup {
    let curve = part.curve
    guard curve.n > 0 else { return .none }
    let rule: String
    switch (curve.maxErrors, curve.failErrors) {
    case (let most?, let fewest?):
      rule =
        "With \(Number.counted(curve.n, "record")) PASS is said with at most \(Number.counted(most, "error")), FAIL from \(fewest) on."
    case (let most?, nil):
      rule =
        "With \(Number.counted(curve.n, "record")) PASS is said with at most \(Number.counted(most, "error")); FAIL is out of reach."
    case (nil, let fewest?):
      rule =
        "With \(Number.counted(curve.n, "record")) PASS is out of reach even without an error; FAIL is said from \(Number.counted(fewest, "error")) on."
    case (nil, nil):
      rule = "With \(Number.counted(curve.n, "record")) neither PASS nor FAIL can be reached."
    }
    let power =
      curve.accuracyForPass(0.9).map {
        " PASS comes with a chance of 90\u{A0}% from a true accuracy of \(Number.percent($0)) on."
      } ?? ""
    let simple =
      part.key?.design == .stratified ? " Shown for a simple sample of this size." : ""
    return """
      <figure>\(AuditReportChart.operating(curve, target: score.target))<figcaption><span class="key" style="background:var(--good);opacity:.5"></span>PASS \
      <span class="key" style="background:var(--line)"></span>NOT PROVEN <span class="key" style="background:var(--bad);opacity:.5"></span>FAIL: \
      the chance of each (upwards) if so many tags are truly right (across; dashed: the target). \(rule)\(power)\(simple)</figcaption></figure>
      """
  }

  private var strata: Markup {
    guard let key = part.key, key.strata.count > 1 else { return .none }
    let rows = key.strata.prefix(mostRows).map { stratum -> Markup in
      """
      <tr><th scope="row">\(.name(stratum.name))</th><td class="n">\(Number.grouped(stratum.size))</td><td class="n">\(Number.grouped(stratum.drawn))</td><td class="n">\(Number.percent(stratum.inclusion_probability))</td></tr>
      """
    }
    let more: Markup =
      key.strata.count > mostRows
      ? "<p class=\"soft\">\(key.strata.count - mostRows) more are in the JSON.</p>"
      : ""
    return """
      <h3>Strata</h3>\(AuditReportTable.scrolling("Strata", """
        <table><thead><tr><th scope="col">Stratum</th><th scope="col" class="n">Records</th><th scope="col" class="n">Drawn</th><th scope="col" class="n">Chance of each</th></tr></thead><tbody>\(Array(rows))</tbody></table>
        """))\(more)
      """
  }

  // MARK: - Rows that were not as they should be

  static let mostProblems = 15

  var problems: Markup {
    let all = score.problems
    guard !all.isEmpty else { return .none }
    let shown = all.prefix(Self.mostProblems).map { "<li>\($0.sentence)</li>" as Markup }
    let more: Markup =
      all.count > Self.mostProblems
      ? "<li>and \(all.count - Self.mostProblems) more, in the JSON</li>" : ""
    return """
      <section><h2>Rows that were not as they should be</h2>
      <p class="soft">\(Number.counted(all.count, "remark")); \(Number.counted(score.uncounted_rows, "row")) could not be counted. Nothing was left out without a word.</p>
      <ul class="small">\(Array(shown))\(more)</ul></section>
      """
  }
}

/// What is to be done, by whom, until when.
enum AuditReportActions {
  /// More are in the JSON.
  static let mostActions = 100

  static func section(_ actions: [AuditAction]) -> Markup {
    guard !actions.isEmpty else { return .none }
    let rows = actions.prefix(mostActions).map { action -> Markup in
      let gaps = action.gaps
      let state: Markup =
        gaps.isEmpty
        ? (action.state.isEmpty ? "open" : .name(action.state))
        : "<span class=\"badge open\">? Incomplete</span> <span class=\"soft\">no \(gaps.map(\.rawValue).joined(separator: ", no "))</span>"
      return """
        <tr><th scope="row">\(.name(action.text, longest: 400))</th><td>\(action.owner.isEmpty ? "–" : .name(action.owner))</td><td class="d">\(action.due.isEmpty ? "–" : .name(action.due))</td><td>\(state)</td></tr>
        """
    }
    let incomplete = actions.count { !$0.gaps.isEmpty }
    let said: Markup =
      incomplete == 0
      ? ""
      : "<p>\(AuditReportNumber.counted(incomplete, "action")) of \(actions.count) \(incomplete == 1 ? "is" : "are") incomplete: without an owner and a date it is a wish.</p>"
    return """
      <section><h2>Actions</h2>\(said)
      \(AuditReportTable.scrolling("Actions", """
        <table><thead><tr><th scope="col">Action</th><th scope="col">Owner</th><th scope="col">Until</th><th scope="col">State</th></tr></thead><tbody>\(Array(rows))</tbody></table>
        """))</section>
      """
  }
}

/// What a report was made from.
enum AuditReportOrigin {
  /// The hash of everything is over all of them.
  static let mostFiles = 100

  static func footer(_ report: AuditReport) -> Markup {
    let origin = report.origin
    let rows = origin.files.prefix(mostFiles).map { file -> Markup in
      "<tr><th scope=\"row\">\(.name(file.name))</th><td>\(file.kind)</td><td class=\"n\">\(AuditReportNumber.grouped(file.bytes))</td><td><code>\(file.sha256)</code></td></tr>"
    }
    return """
      <footer><h2>What this was made from</h2>
      \(AuditReportTable.scrolling("Files", """
        <table><thead><tr><th scope="col">File</th><th scope="col">Is</th><th scope="col" class="n">Bytes</th><th scope="col">SHA-256</th></tr></thead><tbody>\(Array(rows))</tbody></table>
        """))
      <p>Made by <code>\(origin.command)</code>, earshot \(origin.version). The same files give the same report, byte by byte. Mark of everything: <code>\(report.hash)</code></p></footer>
      """
  }
}
