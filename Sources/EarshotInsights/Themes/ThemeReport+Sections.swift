/// A section a theme, by area.
extension ThemeReportPage {
  /// Quotes of one theme: with many themes fewer, so that the page can still be read on a phone.
  private var mostQuotes: Int { themes.count > 100 ? 3 : 8 }
  private var longestQuote: Int { themes.count > 100 ? 300 : 600 }

  func section(_ area: Area, number: Int) -> Markup {
    let heading: Markup =
      hasAreas
      ? "\(name(area)) <small class=\"soft\">\(Number.counted(area.members.count, "theme")), \(Number.counted(area.size, "record"))</small>"
      : "Theme by theme"
    return """
      <section class="area"><h2 id="area-\(number)">\(heading)</h2>
      \(area.members.map { article(themes[$0], colour: colour(number)) })</section>

      """
  }

  private func article(_ theme: Theme, colour: Markup) -> Markup {
    var facts: [Markup] = [
      "<b>\(Number.counted(theme.size, "record"))</b>", "\(Number.percent(theme.share)) of all",
    ]
    if theme.distinct > 0, theme.distinct < theme.size {
      facts.append(
        "\(Number.counted(theme.distinct, "text")) of \(theme.distinct == 1 ? "its" : "their") own")
    }
    facts.append("cohesion \(Number.decimal(theme.cohesion, 2))")
    let terms = theme.terms.prefix(20).map { "<li>\(.name($0))</li>" as Markup }
    let quotes = theme.quotes.prefix(mostQuotes).map { quote -> Markup in
      "<li><blockquote dir=\"auto\">\(Self.short(quote.text, longestQuote))</blockquote><small class=\"soft\">record \(.name(quote.id))</small></li>"
    }
    return """
      <article id="\(Self.anchor(theme))"><h3><svg class="key \(colour)" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="7"/></svg>\(.name(theme.name)) <small class="soft">\(.name(theme.id))</small></h3>
      <p class="soft">\(Markup.joined(facts, by: " · "))</p>\(warning(theme))\(before(theme))
      \(terms.isEmpty ? .none : "<ul class=\"plain terms\" aria-label=\"Terms\">\(terms)</ul>")\(chart(theme))\(tags(theme))\(quotes.isEmpty ? .none : "<ul class=\"quotes\" aria-label=\"Quotes\">\(quotes)</ul>")</article>

      """
  }

  func isMostlyOneText(_ theme: Theme) -> Bool { theme.repeated >= 0.5 && theme.size > 1 }

  private func warning(_ theme: Theme) -> Markup {
    guard isMostlyOneText(theme) else { return .none }
    let times = Int((min(1, theme.repeated) * Double(theme.size)).rounded())
    return
      "<p class=\"warn\"><b>⚠ Mostly one text, sent \(Number.counted(times, "time")).</b> A campaign, an automatic reply or a form: read its size with that in mind.</p>"
  }

  private func before(_ theme: Theme) -> Markup {
    guard hasLastRun else { return .none }
    guard let was = theme.previous else {
      return "<p><b class=\"new\">New</b> since the last run.</p>"
    }
    let size: Markup = "\(Number.counted(was.size, "record")), \(Number.percent(was.share))"
    let theirs: Markup = "\(.name(was.theme)) “\(.name(was.name))” (\(size))"
    let said: Markup =
      switch was.change {
      case .kept: "In the last run: \(size)."
      case .renamed: "In the last run it was called “\(.name(was.name))”: \(size)."
      case .split: "Split off from \(theirs)."
      case .merged: "In the last run: \(theirs); since then it took in most of another theme."
      }
    return "<p>\(said)</p>"
  }

  private func tags(_ theme: Theme) -> Markup {
    guard let tags = theme.tags, tags.count > 0 else { return .none }
    func percent(_ share: Double) -> String { Number.decimal(share * 100, 0) + "\u{A0}%" }
    let topic: Markup =
      tags.topic.map {
        " Suggested topic: <b>\(.name($0))</b>, the tag of \(percent(tags.topicShare))."
      } ?? ""
    let moods = [("negative", tags.negative), ("frustrated", tags.frustrated)]
      .compactMap { mood, share -> Markup? in share.map { "<b>\(percent($0))</b> \(mood)" } }
    let said: Markup = moods.isEmpty ? "" : ": \(Markup.joined(moods, by: ", "))"
    return "<p>Of \(Number.grouped(tags.count)) tagged\(said).\(topic)</p>"
  }

  // MARK: - Trend

  /// Bars with real dates; as wide as there is room, so that the writing keeps its size.
  private func chart(_ theme: Theme) -> Markup {
    guard let timeline, !theme.trend.isEmpty else { return .none }
    let counts = timeline.counts(theme)
    let most = max(1, counts.max() ?? 1)
    var path = "M0 60"
    for count in counts {
      let height = (Double(max(0, count)) / Double(most) * 60).rounded()
      // A single record can be seen.
      let shown = count > 0 ? max(1, height) : 0
      path += "h1" + (shown > 0 ? "V\(Int(60 - shown))h8V60" : "h8") + "h1"
    }
    let bars = timeline.bars
    let middle: Markup =
      bars > 8
      ? "<text x=\"50%\" y=\"92\" text-anchor=\"middle\">\(timeline.date(bars / 2))</text>" : ""
    let end: Markup =
      bars > 1
      ? "<text x=\"100%\" y=\"92\" text-anchor=\"end\">\(timeline.date(bars - 1))</text>" : ""
    let values = counts.map { String($0) }.joined(separator: ",")
    return """
      <figure class="wide trend"><svg height="96" role="img" aria-label="\(spoken(counts))" data-from="\(timeline.date(0))" data-step="\(timeline.step)" data-counts="\(values)"><text x="0" y="11">up to \(Number.grouped(most)) \(timeline.unit)</text><svg y="16" width="100%" height="60" viewBox="0 0 \(bars * 10) 60" preserveAspectRatio="none"><path d="\(path)z"/></svg><line x1="0" x2="100%" y1="76.5" y2="76.5" stroke="var(--soft)"/><text x="0" y="92">\(timeline.date(0))</text>\(middle)\(end)</svg></figure>
      """
  }
}
