/// The sections of one audit's report; each is empty where there is nothing to say.
struct AuditReportSections {
  typealias Number = AuditReportNumber

  let part: AuditReportPart
  let mostRows: Int
  var score: AuditScore { part.score }

  // MARK: - In short

  /// Frame, period, draw and reviewers at a glance.
  var short: Markup {
    var facts: [(Markup, Markup)] = []
    if let key = part.key {
      facts.append(("Frame", "\(frame(key))"))
      facts.append(("Period", "\(Self.period(key))"))
    } else {
      facts.append(
        (
          "Frame",
          "Not known, since there is no key: the sheet counts as a simple random sample of many records. That is true only if it was drawn at random."
        ))
    }
    facts.append(("Sample", "\(sample)"))
    if let model = part.key?.source.model {
      facts.append(("Tagged by", .name(model)))
    }
    facts.append(("Reviewed by", names))
    return """
      <section><h2>The audit in short</h2>\(AuditReportTable.facts(facts))</section>
      """
  }

  private func frame(_ key: AuditKey) -> String {
    let frame = key.frame
    var text = "\(Number.counted(frame.size, "tagged record"))"
    if !key.source.files.isEmpty { text += " from \(key.source.files.joined(separator: ", "))" }
    var aside: [String] = []
    if frame.without_tag > 0 {
      aside.append("\(Number.grouped(frame.without_tag)) without a tag left out")
    }
    if frame.unreadable > 0 {
      aside.append("\(Number.grouped(frame.unreadable)) unreadable left out")
    }
    if frame.duplicates > 0 {
      aside.append(
        "\(Number.counted(frame.duplicates, "duplicate")) \(frame.skips_duplicates ? "left out" : "among them")"
      )
    }
    if frame.automatic_replies > 0 {
      aside.append(
        Number.counted(frame.automatic_replies, "automatic reply", plural: "automatic replies")
          + " among them")
    }
    return aside.isEmpty ? text + "." : text + "; " + aside.joined(separator: ", ") + "."
  }

  static func period(_ key: AuditKey) -> String {
    guard let from = key.frame.from, let to = key.frame.to else {
      return "Not known: the records have no time. Drawn on \(Number.day(key.created_at))."
    }
    let (first, last) = (Number.day(from), Number.day(to))
    return (first == last ? "Records of \(first)" : "Records of \(first) to \(last)")
      + ", drawn on \(Number.day(key.created_at))."
  }

  private var sample: String {
    guard let key = part.key else { return "\(Number.counted(score.n, "record"))." }
    let how =
      key.design == .simple
      ? "simple random sample"
      : "stratified by \(key.stratify.joined(separator: ", ")) (\(key.allocation?.rawValue ?? "proportional"))"
    let double =
      key.double > 0 ? ", \(Number.target(key.double)) of them for two reviewers" : ""
    return
      "\(Number.counted(score.n, "record"))\(double): \(how), \(key.blind ? "blind: reviewers did not see the tags" : "not blind: reviewers saw the tags")."
  }

  private var names: Markup {
    let named = score.reviewers.filter { !$0.name.isEmpty }
    guard !named.isEmpty else {
      return score.reviewers.isEmpty ? "Nobody yet." : "Reviewers who gave no name."
    }
    let shown = named.prefix(12).map { reviewer -> Markup in
      "\(.name(reviewer.name)) (\(Number.grouped(reviewer.judgements)))"
    }
    let more: Markup = named.count > 12 ? " and \(named.count - 12) more" : ""
    return "\(Markup.joined(Array(shown), by: ", "))\(more)"
  }

  // MARK: - Groups

  /// Accuracy by label, stratum, confidence, decision, channel.
  var groups: Markup {
    guard score.accuracy.value != nil else { return .none }
    let titles: [String: (String, String)] = [
      "label": ("By label", "Tag"), "stratum": ("By stratum", "Stratum"),
      "confidence": ("By confidence", "Confidence"), "decision": ("By decision", "Decision"),
      "channel": ("By channel", "Channel"),
    ]
    // Strata that are the labels again would be the same table twice.
    let parts = part.parts.filter { $0.name != "stratum" || !isStratifiedByLabelAlone }
    let tables = parts.filter { $0.groups.count > 1 || $0.name == "label" }.map { part -> Markup in
      let (title, noun) = titles[part.name] ?? (part.name, part.name)
      return AuditReportTable.groups(
        part.groups, title: title, noun: noun, target: score.target,
        inOrder: part.name == "confidence", mostRows: mostRows)
    }
    guard !tables.isEmpty else { return .none }
    return """
      <section><h2>Where the tags are right</h2>
      <p class="soft">Each line is judged by itself: its verdict is corrected for being one of many in its table. “Too few to say” means that not even a line without an error would pass.</p>
      \(tables)</section>
      """
  }

  private var isStratifiedByLabelAlone: Bool {
    guard let key = part.key else { return false }
    return Set(key.strata.map(\.name)).isSubset(of: Set(score.by_label.map(\.name)))
  }

  // MARK: - Confusions

  private var mostPairs: Int { min(20, mostRows) }

  var pairs: Markup {
    guard score.errors > 0 else { return .none }
    guard !part.pairs.isEmpty else {
      return """
        <section><h2>What is confused</h2><p>Reviewers named no better label for the \(Number.counted(score.errors, "wrong tag")).</p></section>
        """
    }
    let rows = part.pairs.prefix(mostPairs).map { pair -> Markup in
      let examples = pair.examples.map { example -> Markup in
        let quote: Markup =
          example.quote.map { "<blockquote dir=\"auto\">\($0)</blockquote>" } ?? ""
        return "<code>\(.name(example.record_id))</code>\(quote)"
      }
      return """
        <tr><td class="n">\(pair.count)</td><th scope="row">\(.name(pair.label))</th><td>\(.name(pair.reviewerLabel))</td><td class="ex">\(Markup.joined(examples, by: pair.examples.contains { $0.quote != nil } ? " " : ", "))</td></tr>
        """
    }
    let named = part.pairs.reduce(0) { $0 + $1.count }
    var note = ""
    if part.pairs.count > mostPairs {
      note += " \(part.pairs.count - mostPairs) rarer pairs are in the JSON."
    }
    if named < score.errors {
      note +=
        " For \(score.errors - named) wrong tags reviewers named no other label, or different ones."
    }
    let quoted = part.pairs.contains { $0.examples.contains { $0.quote != nil } }
    return """
      <section><h2>What is confused</h2>
      <p class="soft">Wrong tags and the label that reviewers find right, the most frequent first. \(quoted ? "Personal data is taken out of quotes; what a pattern does not know may remain." : "Examples are given by their ids; their texts stay where the records are.")\(note)</p>
      \(AuditReportTable.scrolling("Confused labels", """
        <table><thead><tr><th scope="col" class="n">Records</th><th scope="col">Tag given</th><th scope="col">Right label</th><th scope="col">Examples</th></tr></thead><tbody>\(Array(rows))</tbody></table>
        """))</section>
      """
  }

  // MARK: - Reliability

  var reliability: Markup {
    guard let found = part.reliability else { return .none }
    let bins = found.bins.filter { $0.reviews > 0 }
    let rows = bins.map { bin -> Markup in
      """
      <tr><th scope="row">\(Number.decimal(bin.lower, 1))–\(Number.decimal(bin.upper, 1))</th><td class="n">\(Number.grouped(bin.reviews))</td><td class="n">\(bin.confidence.map { Number.percent($0) } ?? "–")</td><td class="n">\(bin.accuracy.map { Number.percent($0) } ?? "–")</td><td class="n">\(bin.interval.map { Number.interval([$0.lowerBound, $0.upperBound]) } ?? "–")</td></tr>
      """
    }
    var said = ""
    if let error = found.calibrationError {
      let interval = found.calibrationErrorInterval.map {
        " (95 % interval \(Number.interval([$0.lowerBound, $0.upperBound])))"
      }
      said =
        "On average the confidence is \(Number.percent(error))\(interval ?? "") off (expected calibration error)."
      if let chance = found.errorIfCalibrated {
        said +=
          " A tagger without any fault in it would show \(Number.percent(chance)) in as many reviews, by chance alone."
      }
    }
    return """
      <section><h2>Can the confidence be believed?</h2>
      <p>A tag with confidence 0.9 should be right nine times in ten. \(said)</p>
      <div class="pair"><figure>\(AuditReportChart.reliability(bins))<figcaption>Across: the confidence given. Upwards: the share found right, with 95 % intervals; larger dots are more records. On the dashed line they agree; below it the tagger is too sure of itself.</figcaption></figure>
      \(AuditReportTable.scrolling("Confidence and correctness", """
        <table><thead><tr><th scope="col">Confidence</th><th scope="col" class="n">Records</th><th scope="col" class="n">Said</th><th scope="col" class="n">Found</th><th scope="col" class="n">95 % interval</th></tr></thead><tbody>\(rows)</tbody></table>
        """))</div></section>
      """
  }
}
