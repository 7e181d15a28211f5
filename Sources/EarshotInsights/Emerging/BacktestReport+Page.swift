import FoundationEssentials

/// The page as a whole: its frame, its tables and what it ends with.
extension BacktestPage {
  var document: Markup {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '\(Self.mark(Self.css))'; base-uri 'none'; form-action 'none'">
    <meta name="referrer" content="no-referrer">
    <title>\(title)</title>
    <style>\(Self.css)</style>
    </head>
    <body>
    <main>
    \(beginning)
    \(sizes)
    \(delays)
    \(volume)
    \(alarms)
    \(trials)
    \(reading)
    <footer><p>earshot \(report.version). The same records, options and version give the same page, byte by byte.</p></footer>
    </main>
    </body>
    </html>

    """
  }

  private static let css: Markup = """

    \(AuditReportStyle.css)
    svg .hit{fill:var(--good)}
    svg .false{fill:var(--bad)}
    svg .bars{fill:var(--mark);opacity:.55}
    .quotes{list-style:none;margin:.4rem 0;padding:0;max-width:46rem}
    article{margin:1.4rem 0;border-top:1px solid var(--line)}

    """

  /// As a Content-Security-Policy names the only style it lets apply (CSP 3, §2.3.1).
  private static func mark(_ source: Markup) -> String {
    let digits = Array(AuditReportDigest.sha256(Array(source.html.utf8)))
    let bytes = stride(from: 0, to: digits.count, by: 2).map { at in
      UInt8(String(digits[at...at + 1]), radix: 16) ?? 0
    }
    return "sha256-" + Data(bytes).base64EncodedString()
  }

  private var title: Markup {
    backtest.source.isEmpty ? "Backtest" : "Backtest of \(String(backtest.source.prefix(120)))"
  }

  // MARK: - What it is

  private var beginning: Markup {
    let played = backtest.trials.count
    let found = backtest.trials.count { ($0.delayHours ?? .infinity) <= 24 }
    let heading: Markup =
      played > 0
      ? "\(Number.grouped(found)) of \(Number.counted(played, "new issue")) found within 24 hours"
      : "\(Number.counted(backtest.alarms.count, "alarm")) in \(Self.figure(backtest.replayedDays)) days"
    var tiles = [
      tile(Number.grouped(backtest.records), backtest.records == 1 ? "record" : "records"),
      tile(
        Self.figure(backtest.replayedDays),
        "days replayed, \(Self.figure(backtest.historyDays)) known before"),
      tile(
        backtest.falseAlarmsPer30Days.map { Number.decimal($0, 2) } ?? "–",
        "false alarms in 30 days; \(Number.decimal(backtest.budgetPer30Days, 2)) allowed"),
    ]
    if let size = backtest.detectablePerDay {
      tiles.append(tile("≥ \(Self.figure(size)) a day", "is found within 24 hours, by calculation"))
    }
    let notes = report.notes.map { "<li>\(.name($0, longest: 600))</li>" as Markup }
    let source: Markup =
      backtest.source.isEmpty
      ? "" : "<p class=\"over\">\(.name(backtest.source, longest: 400))</p>"
    return """
      <header>\(source)
      <h1>\(heading)</h1>
      <p class="lead">\(verdict)</p>
      <div class="tiles">\(tiles)</div>
      \(notes.isEmpty ? .none : "<div class=\"next\"><ul>\(notes)</ul></div>")</header>
      """
  }

  private func tile(_ figure: String, _ words: String) -> Markup {
    "<div class=\"tile\"><b>\(figure)</b><span>\(words)</span></div>"
  }

  private var verdict: Markup {
    guard let false30 = backtest.falseAlarmsPer30Days else { return "No time was replayed." }
    let count = Number.counted(backtest.falseAlarms, "alarm")
    let within: Markup =
      false30 <= backtest.budgetPer30Days ? "within the budget" : "over the budget"
    return backtest.trials.isEmpty
      ? "No issue was played in, so every alarm here is of the records as they are: \(count) may be false. That is \(within)."
      : "\(count) \(backtest.falseAlarms == 1 ? "was" : "were") of nothing that was played in: \(within). Of your own records some may have been real issues."
  }

  // MARK: - Tables

  private var sizes: Markup {
    guard !rates.isEmpty else { return .none }
    let rows = rates.map { rate -> Markup in
      """
      <tr><th scope="row">\(Self.rate(rate.perDay))</th><td class="n">\(Number.grouped(rate.trials))</td><td class="n">\(Number.grouped(rate.found))</td><td class="n">\(rate.within24h.map { Number.percent($0) } ?? "–")</td><td class="n">\(Number.interval([rate.within24hLow, rate.within24hHigh].compactMap { $0 }))</td><td class="n">\(Self.delay(rate.medianDelayHours, rate))</td><td class="n">\(Self.delay(rate.p90DelayHours, rate))</td><td class="n">\(rate.purity.map { Number.percent($0) } ?? "–")</td></tr>

      """
    }
    return """
      <section><h2 id="sizes">Found within 24 hours, by size</h2>
      <figure class="wide">\(BacktestChart.shares(rates))<figcaption>Bar: share of trials. Line: its 95\u{A0}% interval (Wilson).</figcaption></figure>
      \(AuditReportTable.scrolling("Found by size", "<table><thead><tr><th scope=\"col\">Records of the issue</th><th scope=\"col\" class=\"n\">Trials</th><th scope=\"col\" class=\"n\">Found at all</th><th scope=\"col\" class=\"n\">Within 24 h</th><th scope=\"col\" class=\"n\">95 % interval</th><th scope=\"col\" class=\"n\">Median delay</th><th scope=\"col\" class=\"n\">90th percentile</th><th scope=\"col\" class=\"n\">Purity</th></tr></thead><tbody>\(rows)</tbody></table>"))</section>
      """
  }

  private static func delay(_ hours: Double?, _ rate: Backtest.Rate) -> String {
    hours == nil && rate.trials > 0 ? "not found" : Self.hours(hours)
  }

  private var delays: Markup {
    guard !rates.isEmpty else { return .none }
    return """
      <section><h2 id="delays">How long it took</h2>
      <figure class="wide">\(BacktestChart.delays(backtest.trials, rates: rates))<figcaption>A dot is an issue that was played in: hours from its first record to its alarm. The scale is logarithmic; those on the right were not found.</figcaption></figure></section>
      """
  }

  private var volume: Markup {
    let chart = BacktestChart.volume(backtest.perDay, alarms: backtest.alarms, rightly: rightly)
    guard !chart.isEmpty else { return .none }
    let legend: Markup =
      backtest.trials.isEmpty
      ? "Marks above are alarms."
      : "Marks above are alarms: ▲ of an issue that was played in, ▼ of none."
    return """
      <section><h2 id="volume">Records and alarms</h2>
      <figure class="wide">\(chart)<figcaption>\(legend) Days are UTC.</figcaption></figure></section>
      """
  }

  private var alarms: Markup {
    guard !backtest.alarms.isEmpty else {
      return "<section><h2 id=\"alarms\">Alarms</h2><p>No alarm was raised.</p></section>"
    }
    // False ones first: they are what a reader has to judge.
    let sorted = backtest.alarms.enumerated().sorted { a, b in
      let (x, y) = (rightly.contains(a.element.id), rightly.contains(b.element.id))
      return x == y ? a.offset < b.offset : !x
    }.map(\.element)
    let shown = sorted.prefix(Self.mostAlarms).map { article($0) }
    let more: Markup =
      sorted.count > Self.mostAlarms
      ? "<p class=\"soft\">\(Number.grouped(sorted.count - Self.mostAlarms)) more are in the JSON.</p>"
      : .none
    return "<section><h2 id=\"alarms\">Alarms</h2>\n\(Array(shown))\(more)</section>"
  }

  private func article(_ alarm: Alarm) -> Markup {
    let badge: Markup =
      backtest.trials.isEmpty
      ? .none
      : rightly.contains(alarm.id)
        ? " <span class=\"badge pass\">PLAYED IN</span>"
        : " <span class=\"badge open\">OF NONE</span>"
    var facts: [Markup] = [
      "\(alarm.kind == .surge ? "surge" : "new theme")",
      "raised \(Self.moment(alarm.raisedAt)) UTC, \(Self.hours(alarm.delayHours)) after its first record",
      "<b>\(Number.counted(alarm.count, "record"))</b>, \(Self.figure(alarm.expected)) expected",
    ]
    if let topic = alarm.topic { facts.append("topic \(.name(topic))") }
    if let authors = alarm.distinctAuthors { facts.append("\(Number.counted(authors, "author"))") }
    let terms = alarm.terms.prefix(8).map { Markup.name($0) }
    let quotes = alarm.quotes.prefix(3).map { quote -> Markup in
      let cut = quote.text.count > 300 ? quote.text.prefix(300) + "…" : quote.text[...]
      return
        "<li><blockquote dir=\"auto\">\(String(cut))</blockquote><small class=\"soft\">record \(.name(quote.id))</small></li>"
    }
    return """
      <article><h3>\(.name(alarm.name)) <small class="soft">\(.name(alarm.id))</small>\(badge)</h3>
      <p class="soft">\(Markup.joined(facts, by: " · "))</p>\(terms.isEmpty ? .none : "<p class=\"soft small\">\(Markup.joined(terms, by: ", "))</p>")\(quotes.isEmpty ? .none : "<ul class=\"quotes\" aria-label=\"Quotes\">\(quotes)</ul>")</article>

      """
  }

  private var trials: Markup {
    guard !backtest.trials.isEmpty else { return .none }
    // What was missed or late stands first.
    let sorted = backtest.trials.enumerated().sorted { a, b in
      let (x, y) = (a.element.delayHours ?? .infinity, b.element.delayHours ?? .infinity)
      return x == y ? a.offset < b.offset : x > y
    }.map(\.element)
    let rows = sorted.prefix(Self.mostTrials).map { trial -> Markup in
      """
      <tr><th scope="row">\(.name(trial.value))</th><td class="n">\(Self.rate(trial.perDay))</td><td class="d">\(Self.moment(trial.startedAt))</td><td class="n">\(Number.grouped(trial.records))</td><td class="n">\(trial.delayHours.map { Self.hours($0) } ?? "not found")</td><td class="n">\(trial.purity.map { Number.percent($0) } ?? "–")</td><td class="d">\(trial.alarm.map { .name($0) } ?? "–")</td></tr>

      """
    }
    let more: Markup =
      sorted.count > Self.mostTrials
      ? "<p class=\"soft\">\(Number.grouped(sorted.count - Self.mostTrials)) more are in the JSON.</p>"
      : .none
    return """
      <section><h2 id="trials">What was played in, the latest found first</h2>
      \(AuditReportTable.scrolling("Trials", "<table><thead><tr><th scope=\"col\">Issue</th><th scope=\"col\" class=\"n\">Size</th><th scope=\"col\">Began (UTC)</th><th scope=\"col\" class=\"n\">Records</th><th scope=\"col\" class=\"n\">Delay</th><th scope=\"col\" class=\"n\">Purity</th><th scope=\"col\">Alarm</th></tr></thead><tbody>\(Array(rows))</tbody></table>"))\(more)</section>
      """
  }

  private var reading: Markup {
    let facts: [(Markup, Markup)] = [
      ("Budget", "How many false alarms in 30 days the watch may raise; all its tests share it."),
      (
        "Delay",
        "From the first record of the issue to the alarm, by the times that the records carry. An issue that was not found took for ever: where half or more were not, there is no median."
      ),
      (
        "Interval",
        "Where the true share lies, by 95\u{A0}% (Wilson): with few trials it is wide, and two rates whose intervals overlap may be alike."
      ),
      ("Purity", "Of the records that an alarm names, the share that is of the issue."),
      (
        "False alarm",
        "An alarm of nothing that was played in. Real issues in your history count as false here, so the figure is at most too high."
      ),
    ]
    return
      "<section><h2 id=\"reading\">How to read the numbers</h2>\(AuditReportTable.facts(facts))</section>"
  }
}
