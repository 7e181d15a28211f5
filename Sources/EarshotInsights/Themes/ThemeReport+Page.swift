import FoundationEssentials

/// The page as a whole: its frame, what it begins and ends with.
extension ThemeReportPage {
  var document: Markup {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '\(Self.mark(ThemeReportScript.source))'; style-src '\(Self.mark(ThemeReportStyle.css))'; base-uri 'none'; form-action 'none'">
    <meta name="referrer" content="no-referrer">
    <title>\(title)</title>
    <style>\(ThemeReportStyle.css)</style>
    </head>
    <body>
    <main>
    \(beginning)
    \(map)
    \(table)
    \(areas.enumerated().map { section($1, number: $0) })
    \(changes)
    \(reading)
    \(origin)
    </main>
    <script>\(ThemeReportScript.source)</script>
    </body>
    </html>

    """
  }

  /// Of a script or style, as a Content-Security-Policy names the only one it lets run (CSP 3, §2.3.1).
  private static func mark(_ source: Markup) -> String {
    let digits = Array(AuditReportDigest.sha256(Array(source.html.utf8)))
    let bytes = stride(from: 0, to: digits.count, by: 2).map { at in
      UInt8(String(digits[at...at + 1]), radix: 16) ?? 0
    }
    return "sha256-" + Data(bytes).base64EncodedString()
  }

  private var title: Markup {
    report.source.isEmpty ? "Themes" : "Themes in \(String(report.source.prefix(120)))"
  }

  // MARK: - What it is

  private var beginning: Markup {
    let named = areas.count { $0.name != nil }
    let without = report.withoutTheme
    var tiles: [Markup] = [
      tile(Number.grouped(report.records), report.records == 1 ? "record" : "records"),
      tile(Number.grouped(themes.count), themes.count == 1 ? "theme" : "themes"),
    ]
    if hasAreas { tiles.append(tile("\(named)", named == 1 ? "area" : "areas")) }
    tiles.append(
      tile(
        Number.grouped(without),
        "\(without == 1 ? "fits" : "fit") no theme"
          + (report.records > 0 ? ", \(Number.percent(share(without)))" : "")))
    let span: Markup =
      timeline.map { " Written from <b>\($0.first)</b> to <b>\($0.last)</b>." } ?? ""
    let said: Markup =
      "\(Number.counted(report.records, "record")) in \(Number.counted(themes.count, "theme"))\(hasAreas ? " of \(Number.counted(named, "area"))" : ""); \(without == 0 ? "every record fits one" : "\(Number.grouped(without)) \(without == 1 ? "fits" : "fit") none").\(span)"
    let heading: Markup =
      themes.isEmpty
      ? "No theme was found"
      : "What \(Number.counted(report.records, "record")) \(report.records == 1 ? "is" : "are") about"
    let source: Markup =
      report.source.isEmpty ? "" : "<p class=\"over\">\(.name(report.source, longest: 400))</p>"
    return """
      <header>\(source)
      <h1>\(heading)</h1>
      <p class="lead">\(said)</p>
      <div class="tiles">\(tiles)</div>
      \(reasons)\(notes)\(contents)</header>
      """
  }

  private func tile(_ figure: String, _ word: String) -> Markup {
    "<div class=\"tile\"><b>\(figure)</b><span>\(word)</span></div>"
  }

  func share(_ count: Int) -> Double {
    report.records > 0 ? Double(count) / Double(report.records) : 0
  }

  private var reasons: Markup {
    let shown = report.reasons.filter { $0.1 > 0 }.map { reason -> Markup in
      "<li><b>\(.name(reason.0.replacing("_", with: " ")))</b> \(Number.grouped(reason.1))</li>"
    }
    return shown.isEmpty
      ? .none
      : "<p class=\"soft small\">Why records are in no theme:</p><ul class=\"plain\">\(shown)</ul>"
  }

  private var notes: Markup {
    let shown = report.notes.map { "<li>\(.name($0, longest: 600))</li>" as Markup }
    return shown.isEmpty ? .none : "<div class=\"next\"><ul>\(shown)</ul></div>"
  }

  private var contents: Markup {
    guard !themes.isEmpty else { return .none }
    var links: [Markup] = [
      "<li><a href=\"#map\">Map</a></li>", "<li><a href=\"#table\">All themes</a></li>",
    ]
    for (a, area) in areas.enumerated() where hasAreas {
      links.append("<li><a href=\"#area-\(a)\">\(name(area))</a></li>")
    }
    if hasLastRun { links.append("<li><a href=\"#changes\">Since the last run</a></li>") }
    links.append("<li><a href=\"#reading\">How to read the numbers</a></li>")
    return "<nav aria-label=\"Contents\"><ul class=\"plain\">\(links)</ul></nav>"
  }

  func name(_ area: Area) -> Markup { area.name.map { .name($0) } ?? "No area" }

  // MARK: - The end

  private var changes: Markup {
    guard hasLastRun else { return .none }
    let shown = report.events.map { "<li>\(.name($0, longest: 400))</li>" as Markup }
    let list: Markup =
      shown.isEmpty ? "<p>No theme came, went, split or merged.</p>" : "<ul>\(shown)</ul>"
    return "<section><h2 id=\"changes\">Since the last run</h2>\(list)</section>"
  }

  private var reading: Markup {
    var facts: [(Markup, Markup)] = [
      ("Share", "Records in the theme, of all records read, those in no theme among them."),
      (
        "Cohesion",
        "How alike a theme’s records are: the mean likeness (cosine) of each to the theme’s centre. Near 1 they say the same in nearly the same words; the lower, the wider the theme. Compare themes of one run, not of two."
      ),
      (
        "Confidence",
        "Stands beside each record in the file of assigned records. It says how surely the record belongs to its theme: a record at 0.8 is closer to its theme than a stranger would be 80\u{A0}% of the time."
      ),
      (
        "No theme",
        "A record that is not like any theme is not pressed into one; the page’s beginning says how many."
      ),
      (
        "Map",
        "Near circles are themes that are alike; a circle’s area is its number of records. Left, right, up and down mean nothing, and where circles would overlap they were moved apart."
      ),
      (
        "Theme id",
        "T1, T2, … stay with a theme from run to run of a workspace, also when its name changes."
      ),
    ]
    if let timeline {
      facts.append(
        (
          "Trend",
          "Records \(timeline.unit), by UTC dates. In the table each trend has a scale of its own: compare shapes there, not heights."
        ))
    }
    if hasTags {
      facts.append(
        (
          "Negative, frustrated",
          "Of a theme’s records that were tagged, those of negative sentiment, and those of medium or high frustration."
        ))
    }
    return
      "<section><h2 id=\"reading\">How to read the numbers</h2>\(AuditReportTable.facts(facts))</section>"
  }

  private var origin: Markup {
    return """
      <footer><p>earshot \(report.version), seed <code>\(String(report.seed))</code>. The same records, seed and version give the same page, byte by byte.</p></footer>
      """
  }
}
