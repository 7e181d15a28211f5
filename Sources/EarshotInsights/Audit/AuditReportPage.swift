extension AuditReport {
  /// One HTML page that needs nothing from outside: no script, no font, no picture but its own.
  ///
  /// Below 500 kB: tables are cut, the same for all, until it is; what they leave out is in `json()`.
  /// - Complexity: O(labels + strata + errors); a few milliseconds.
  public func html() -> [UInt8] {
    var page = ""
    for mostRows in [60, 25, 10, 3] {
      page = AuditReportPage(report: self, mostRows: mostRows).document.html
      if page.utf8.count < 500_000 { break }
    }
    return Array(page.utf8)
  }
}

/// The page of a report, the verdict first.
struct AuditReportPage {
  typealias Number = AuditReportNumber

  let report: AuditReport
  /// Rows of one table; the rest is in the JSON and the CSV, so that the page stays small.
  let mostRows: Int

  private var isSeveral: Bool { report.audits.count > 1 }

  var document: Markup {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="referrer" content="no-referrer">
    <title>\(title)</title>
    <style>
    \(AuditReportStyle.css)
    </style>
    </head>
    <body>
    <main>
    \(isSeveral ? overview : .none)
    \(report.audits.map(audit))
    \(AuditReportActions.section(report.actions))
    \(AuditReportOrigin.footer(report))
    </main>
    </body>
    </html>

    """
  }

  private var title: String {
    let fields = report.audits.compactMap(\.score.field)
    let about = fields.isEmpty ? "tags" : fields.joined(separator: ", ")
    return "\(AuditReportPage.words(report.verdict)): audit of \(about)"
  }

  static func words(_ verdict: AuditVerdict) -> String {
    verdict.rawValue.replacing("_", with: " ")
  }

  /// Several audits side by side.
  private var overview: Markup {
    let passed = report.audits.count { $0.verdict == .pass }
    let failed = report.audits.count { $0.verdict == .fail }
    let open = report.audits.count - passed - failed
    let counts = [(passed, "pass"), (failed, "fail"), (open, "not proven")].filter { $0.0 > 0 }
      .map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    let rows = report.audits.map { part -> Markup in
      let score = part.score
      return """
        <tr><th scope="row">\(.name(score.field ?? score.audit ?? "tags"))</th><td class="n">\(Number.grouped(score.n))</td><td class="n">\(Number.grouped(score.errors))</td><td class="n">\(score.accuracy.value.map { Number.percent($0, besides: score.target) } ?? "–")</td><td class="n">\(Number.interval(score.interval_95, besides: score.target))</td><td class="v">\(AuditReportVerdict.badge(score.verdict))</td></tr>
        """
    }
    let lines = report.audits.map { part in
      AuditReportChart.Line(
        name: part.score.field ?? part.score.audit ?? "tags", accuracy: part.score.accuracy.value,
        interval: part.score.interval_95, ceiling: part.score.human_ceiling.value)
    }
    return """
      <header>
      <div class="over"><span>Tag audits</span>\(AuditReportVerdict.badge(report.verdict.rawValue))</div>
      <h1>\(report.verdict == .pass ? "All \(report.audits.count) audits pass." : "Of \(report.audits.count) audits \(counts).")</h1>
      <p class="lead">Verdicts that are given together are corrected for it (Holm): the chance that any PASS among them is wrong stays at \(Number.target(1 - report.audits[0].score.confidence)) at most.</p>
      <figure class="wide">\(AuditReportChart.intervals(lines, target: report.audits[0].score.target))</figure>
      \(AuditReportTable.scrolling("Accuracy by field", """
        <table><caption>Accuracy by field, with two-sided 95 % intervals</caption><thead><tr><th scope="col">Field</th><th scope="col" class="n">Records</th><th scope="col" class="n">Wrong</th><th scope="col" class="n">Right</th><th scope="col" class="n">95 % interval</th><th scope="col">Verdict</th></tr></thead><tbody>\(rows)</tbody></table>
        """))
      </header>
      """
  }

  private func audit(_ part: AuditReportPart) -> Markup {
    let sections = AuditReportSections(part: part, mostRows: mostRows)
    return """
      <article>
      \(top(part))
      \(sections.short)
      \(sections.groups)
      \(sections.pairs)
      \(sections.reliability)
      \(sections.reviewers)
      \(sections.taxonomy)
      \(sections.trend)
      \(sections.drawing)
      \(sections.problems)
      </article>
      """
  }

  /// The verdict, what it means, what to do next, and the figures it rests on.
  private func top(_ part: AuditReportPart) -> Markup {
    let verdict = AuditReportVerdict(part: part, isOneOfSeveral: isSeveral)
    let score = part.score
    let heading: Markup =
      isSeveral
      ? "<h2 class=\"audit\">\(verdict.headline)</h2>" : "<h1>\(verdict.headline)</h1>"
    let name = score.audit.map { "Tag audit \($0)" } ?? "Tag audit"
    let line = AuditReportChart.Line(
      name: score.field ?? "accuracy", accuracy: score.accuracy.value,
      interval: score.interval_95, ceiling: score.human_ceiling.value)
    let steps = verdict.next
    let next: Markup =
      steps.count == 1
      ? "<p><b>Next:</b> \(steps)</p>"
      : "<p><b>Next</b></p><ul>\(steps.map { "<li>\($0)</li>" as Markup })</ul>"
    return """
      <header>
      \(isSeveral ? heading : .none)
      <div class="over"><span>\(.name(name))</span>\(AuditReportVerdict.badge(score.verdict))</div>
      \(isSeveral ? .none : heading)
      <p class="lead">\(verdict.meaning.joined(separator: " "))</p>
      <div class="next">\(next)</div>
      \(tiles(score))
      <figure class="wide">\(AuditReportChart.intervals([line], target: score.target))<figcaption>\(legend(score))</figcaption></figure>
      </header>
      """
  }

  private func legend(_ score: AuditScore) -> Markup {
    let ceiling: Markup =
      score.human_ceiling.value == nil
      ? ""
      : " The diamond is the human ceiling: what tags without a fault would reach in this review."
    return
      "The dot is the share right among records that were decided, the bar the two-sided 95 % interval for all, undecided records counted against it at each end.\(ceiling)"
  }

  private func tiles(_ score: AuditScore) -> Markup {
    let accuracy = score.accuracy.value.map { Number.percent($0, besides: score.target) } ?? "–"
    var all: [(String, String)] = [
      (
        accuracy,
        "of the tags judged are right; all: \(Number.interval(score.interval_95, besides: score.target))"
      ),
      (
        Number.percent(score.lower_95, besides: score.target),
        "at least, with 95 % confidence; the target is \(Number.target(score.target))"
      ),
      (
        "\(Number.grouped(score.errors)) / \(Number.grouped(score.n))",
        "wrong of those drawn"
          + (score.undecided.total > 0
            ? ", \(Number.grouped(score.undecided.total)) undecided" : "")
      ),
    ]
    if let ceiling = score.human_ceiling.value {
      all.append((Number.percent(ceiling), "human ceiling: reviewers err too"))
    }
    return
      "<div class=\"tiles\">\(all.map { "<div class=\"tile\"><b>\($0.0)</b><span>\($0.1)</span></div>" as Markup })</div>"
  }
}
