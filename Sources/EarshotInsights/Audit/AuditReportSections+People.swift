extension AuditReportSections {
  // MARK: - Reviewers

  /// Who judged, how far they agree, and what that means for the accuracy.
  var reviewers: Markup {
    guard !score.reviewers.isEmpty else { return .none }
    let hasSeconds = !part.seconds.isEmpty
    let rows = score.reviewers.prefix(mostRows).map { reviewer -> Markup in
      let seconds = part.seconds[reviewer.name]
      let time: Markup =
        hasSeconds
        ? "<td class=\"n\">\(seconds.map { Number.duration(seconds: $0) } ?? "–")</td><td class=\"n\">\(seconds.map { Number.duration(seconds: $0 / Double(max(1, reviewer.judgements))) } ?? "–")</td>"
        : ""
      return
        "<tr><th scope=\"row\">\(reviewer.name.isEmpty ? "no name given" : .name(reviewer.name))</th><td class=\"n\">\(Number.grouped(reviewer.judgements))</td>\(time)</tr>"
    }
    let times: Markup =
      hasSeconds
      ? "<th scope=\"col\" class=\"n\">Time</th><th scope=\"col\" class=\"n\">Each</th>" : ""
    return """
      <section><h2>The reviewers</h2>
      <p>\(agreementSentence)</p>
      <div class="pair">\(AuditReportTable.scrolling("Reviewers", """
        <table><thead><tr><th scope="col">Reviewer</th><th scope="col" class="n">Judgements</th>\(times)</tr></thead><tbody>\(Array(rows))</tbody></table>
        """))
      \(agreementTable)</div></section>
      """
  }

  private var agreementSentence: String {
    guard let agreement = score.agreement.value, let raw = agreement.raw.value else {
      return
        "No record was judged by two people, so it is not known how far reviewers agree: an error of theirs counts as one of the tagger. Draw with --double 0.2 to know."
    }
    var text =
      "Two or more people judged \(Number.counted(agreement.records, "record")); two of them say the same \(Number.percent(raw)) of the time."
    if let ceiling = score.human_ceiling.value {
      let interval = score.human_ceiling_interval_95.map { " (\(Number.interval($0)))" } ?? ""
      text +=
        " So tags without a fault would be found about \(Number.percent(ceiling))\(interval) right in this review: that is the human ceiling, beside an accuracy of \(score.accuracy.value.map { Number.percent($0) } ?? "–")."
      if let accuracy = score.accuracy.value, accuracy > ceiling {
        text += " The tags are at it; what remains is as much doubt about the labels as errors."
      }
    }
    return text
  }

  private var agreementTable: Markup {
    guard let agreement = score.agreement.value else { return .none }
    let measures: [(String, Nullable<Double>, String)] = [
      ("Raw agreement", agreement.raw, "raw"),
      ("Cohen's kappa", agreement.cohen_kappa, "cohen_kappa"),
      ("Fleiss' kappa", agreement.fleiss_kappa, "fleiss_kappa"),
      ("Gwet's AC1", agreement.gwet_ac1, "gwet_ac1"),
      ("Krippendorff's alpha", agreement.krippendorff_alpha, "krippendorff_alpha"),
    ]
    let rows = measures.compactMap { name, value, key -> Markup? in
      guard let value = value.value else { return nil }
      let interval = agreement.intervals_95[key].map {
        "\(Number.decimal($0[0], 2)) to \(Number.decimal($0[1], 2))"
      }
      return
        "<tr><th scope=\"row\">\(name)</th><td class=\"n\">\(Number.decimal(value, 2))</td><td class=\"n\">\(interval ?? "–")</td></tr>"
    }
    return """
      <div>\(AuditReportTable.scrolling("Agreement", """
        <table><thead><tr><th scope="col">Agreement</th><th scope="col" class="n">Value</th><th scope="col" class="n">95 % interval</th></tr></thead><tbody>\(rows)</tbody></table>
        """))<p class="soft small">1 is perfect, 0 what chance would give (not for raw agreement). Where nearly all tags are right, kappa and alpha fall though people agree; AC1 does not.</p></div>
      """
  }

  // MARK: - Taxonomy

  private var mostNames: Int { min(40, mostRows) }

  /// What is wrong with the labels rather than with the tagger.
  var taxonomy: Markup {
    let found = part.taxonomy
    var pieces: [Markup] = []
    if !found.overlaps.isEmpty {
      let rows = found.overlaps.prefix(min(20, mostRows)).map { overlap -> Markup in
        """
        <tr><th scope="row">\(.name(overlap.labels[0]))</th><td>\(.name(overlap.labels[1]))</td><td class="n">\(overlap.counts[0])</td><td class="n">\(overlap.counts[1])</td><td class="n">\(Number.percent(overlap.share))</td></tr>
        """
      }
      pieces.append(
        """
        <h3>Overlapping labels</h3><p class="soft">Confused both ways: people and tagger draw the line in different places. A sharper definition, or one label instead of two, helps more than training.</p>
        \(AuditReportTable.scrolling("Overlapping labels", """
          <table><thead><tr><th scope="col">Label</th><th scope="col">and</th><th scope="col" class="n">First for second</th><th scope="col" class="n">Second for first</th><th scope="col" class="n">Of both</th></tr></thead><tbody>\(Array(rows))</tbody></table>
          """))
        """)
    }
    if !found.rare.isEmpty || !found.unseen.isEmpty {
      pieces.append(
        """
        <h3>Rare labels</h3><p class="soft">\(rareSentence(found))</p>
        \(names(found.rare.map { ($0.label, "\($0.records)") } + found.unseen.map { ($0, "0") }))
        """)
    }
    if !found.unknown.isEmpty {
      pieces.append(
        """
        <h3>Labels that reviewers miss</h3><p class="soft">Named by reviewers, but none of the audit's labels: a spelling, or a topic without a label.</p>
        \(names(found.unknown.map { ($0.label, "\($0.records)") }))
        """)
    }
    pieces.append(
      "<h3>None and cannot tell</h3><p>\(emptySentence(found))</p>")
    let calm =
      found.overlaps.isEmpty && found.unknown.isEmpty
      ? "<p class=\"soft\">No two labels are confused both ways.</p>" as Markup : .none
    return "<section><h2>The taxonomy</h2>\(calm)\(pieces)</section>"
  }

  private func rareSentence(_ found: AuditReportTaxonomy) -> String {
    var text: [String] = []
    if !found.rare.isEmpty {
      text.append(
        "\(Number.counted(found.rare.count, "label")) with fewer than \(AuditReportTaxonomy.rareBelow) records in the sample: of these alone next to nothing is known."
      )
    }
    if !found.unseen.isEmpty {
      text.append(
        "\(Number.counted(found.unseen.count, "label")) of the frame \(found.unseen.count == 1 ? "was" : "were") not drawn at all."
      )
    }
    return text.joined(separator: " ")
      + " To see each, draw with --stratify \(part.key?.field ?? "label") --allocation floor."
  }

  private func emptySentence(_ found: AuditReportTaxonomy) -> String {
    let share = { (part: Int, all: Int) in
      all == 0
        ? "–"
        : "\(Number.percent(Double(part) / Double(all))) (\(Number.grouped(part)) of \(Number.grouped(all)))"
    }
    return
      "Tagged with a label that says nothing, such as none or other: \(share(found.noneTagged, found.records)) of the sample. Where the right label is known, it is such a one in \(share(found.noneRight, found.labelKnown)). Reviewers could not tell in \(share(found.cannotTell, found.judgements)) judgements."
  }

  private func names(_ all: [(String, String)]) -> Markup {
    let shown = all.prefix(mostNames).map { name, count -> Markup in
      "<li><b>\(.name(name))</b> \(count)</li>"
    }
    let more: Markup =
      all.count > mostNames ? "<li>and \(all.count - mostNames) more</li>" : ""
    return "<ul class=\"plain\">\(Array(shown))\(more)</ul>"
  }

  // MARK: - Trend

  static let mostTrend = 52

  var trend: Markup {
    guard !part.trend.isEmpty else { return .none }
    let points = Array(part.trend.suffix(Self.mostTrend))
    let rows = points.reversed().map { point -> Markup in
      let isThis = point.audit == score.audit
      return """
        <tr><th scope="row" class="d">\(point.date ?? "no date")</th><td class="ex">\(point.audit.map { Markup.name($0) } ?? "–")\(isThis ? " (this one)" : "")</td><td class="n">\(Number.grouped(point.n))</td><td class="n">\(Number.grouped(point.errors))</td><td class="n">\(point.accuracy.map { Number.percent($0, besides: point.target) } ?? "–")</td><td class="n">\(Number.interval(point.interval_95, besides: point.target))</td><td class="v">\(AuditReportVerdict.badge(point.verdict))</td></tr>
        """
    }
    return """
      <section><h2>Over time</h2>
      <p class="soft">Each audit with its two-sided 95 % interval. Intervals that overlap much may show no change at all.</p>
      <figure>\(AuditReportChart.trend(points))<figcaption>\(points.contains { $0.date == nil } ? "In the order given, the last is this audit." : "By month and day of the last record, or of the draw.") Dashed: the target.</figcaption></figure>
      \(AuditReportTable.scrolling("Past audits", """
        <table><thead><tr><th scope="col">Date</th><th scope="col">Audit</th><th scope="col" class="n">Records</th><th scope="col" class="n">Wrong</th><th scope="col" class="n">Right</th><th scope="col" class="n">95 % interval</th><th scope="col">Verdict</th></tr></thead><tbody>\(Array(rows))</tbody></table>
        """))</section>
      """
  }
}
