import Foundation
import Testing

@testable import EarshotInsights

/// The page of themes: what it says, that nothing in it can run, and that it repeats.
@Suite struct ThemeReportTests {
  // MARK: - Themes

  /// `k` themes in three areas, of 10, 20, 30 … records, each with a word of its own in all its texts.
  private static func themes(_ k: Int, text: (String) -> String = { $0 }) -> [Theme] {
    let all = (0..<k).reduce(0) { $0 + 10 * ($1 + 1) }
    return (0..<k).map { i in
      var theme = Theme(
        id: text("T\(i + 1)"), name: text("name \(i)"), size: 10 * (i + 1),
        share: Double(10 * (i + 1)) / Double(all + 10))
      theme.parent = text("area \(i % 3)")
      theme.terms = [text("term \(i)"), text("word \(i)")]
      theme.quotes = [Theme.Quote(id: text("R\(i)"), text: text("quote \(i)"))]
      theme.cohesion = 0.625
      theme.distinct = 9 * (i + 1)
      theme.trend = [
        Theme.Count(from: "2026-10-30", count: 3), Theme.Count(from: "2026-11-02", count: 7),
      ]
      theme.tags = Theme.Tags(
        count: 8, negative: 0.25, frustrated: 0.5, topic: text("topic \(i)"), topicShare: 0.75)
      theme.previous = Theme.Previous(
        theme: text("T\(i + 1)"), name: text("old \(i)"), size: 5, share: 0.01, change: .renamed)
      (theme.x, theme.y) = (Double(i % 17) / 17, Double(i / 17) / 18)
      return theme
    }
  }

  private static func report(
    _ themes: [Theme], text: (String) -> String = { $0 }
  ) -> ThemeReport {
    let inThemes = themes.reduce(0) { $0 + $1.size }
    return ThemeReport(
      themes: themes, records: inThemes + 10, withoutTheme: 10, reasons: [(text("no_theme"), 10)],
      source: text("tickets"), version: text("0.1.0"), seed: 7, notes: [text("a note")],
      events: themes.isEmpty ? [] : [text("T9 ended")])
  }

  private static func html(_ report: ThemeReport) -> String {
    String(decoding: report.html(), as: UTF8.self)
  }

  // MARK: - A reader of pages

  private struct Tag: Equatable, CustomStringConvertible {
    var name: String
    var attributes: [String]
    var description: String { ([name] + attributes).joined(separator: " ") }
  }

  /// The opening tags of a page as a browser takes them, with the names of their attributes; records an
  /// issue where one is not closed. Texts within `script` and `style` are passed over.
  private static func tags(_ html: String) -> [Tag] {
    let bytes = Array(html.utf8)
    var (tags, open, at): ([Tag], [String], Int) = ([], [], 0)
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    while at < bytes.count {
      guard bytes[at] == UInt8(ascii: "<") else {
        at += 1
        continue
      }
      // To the next `>` outside quotes.
      var end = at + 1
      var quote: UInt8?
      var inside: [UInt8] = []
      while end < bytes.count, quote != nil || bytes[end] != UInt8(ascii: ">") {
        let byte = bytes[end]
        if quote == byte {
          quote = nil
        } else if quote == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
          quote = byte
        } else if quote == nil {
          inside.append(byte)
        }
        end += 1
      }
      let words = String(decoding: inside, as: UTF8.self)
        .split(whereSeparator: { " =/\n".contains($0) }).map { String($0) }
      let name = words.first ?? ""
      at = end + 1
      if inside.first == UInt8(ascii: "/") {
        #expect(open.popLast() == name, "\(name) closes another tag")
      } else if name != "!doctype" {
        tags.append(Tag(name: name, attributes: Array(words.dropFirst())))
        if ["meta", "wbr", "br", "input"].contains(name) || inside.last == UInt8(ascii: "/") {
          continue
        }
        open.append(name)
        if name == "script" || name == "style" {
          while at < bytes.count, !text(at..<min(bytes.count, at + 9)).hasPrefix("</\(name)") {
            at += 1
          }
        }
      }
    }
    #expect(open.isEmpty, "not closed: \(open)")
    return tags
  }

  private static func values(_ pattern: String, in html: String) -> [String] {
    let expression = try? NSRegularExpression(pattern: pattern)
    let whole = NSRange(html.startIndex..., in: html)
    return (expression?.matches(in: html, range: whole) ?? []).compactMap { match in
      Range(match.range(at: 1), in: html).map { String(html[$0]) }
    }
  }

  // MARK: - Safety

  static let evil = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'><svg onload=alert(1)>",
    "</title></style></script><script>alert(1)</script>", "\u{202E}\u{2066}evil\u{0}\u{1B}",
    "<!-- ", "]]><![CDATA[", "&lt;script&gt;", "`${alert(1)}`", "\u{600}<\u{301}b>",
    "javascript:alert(1)",
  ]

  @Test("texts that are HTML change nothing but texts", arguments: evil)
  func hostile(evil: String) {
    let page = Self.html(
      Self.report(Self.themes(7) { $0 + evil }, text: { $0 + evil }))
    let plain = Self.html(Self.report(Self.themes(7)))
    // Names on the map are broken where there is room, names where they have dots.
    let free = ["text", "tspan", "wbr"]
    func shape(_ html: String) -> [Tag] { Self.tags(html).filter { !free.contains($0.name) } }
    #expect(shape(page) == shape(plain))
    #expect(page.components(separatedBy: "<script").count == 2)
  }

  @Test("no control character or mark that turns the writing is left in the page")
  func controls() {
    let evil = "\u{202E}\u{2066}\u{0}\u{1B}\u{2028}"
    let page = Self.html(Self.report(Self.themes(3) { $0 + evil }, text: { $0 + evil }))
    let left = page.unicodeScalars.filter { scalar in
      scalar == "\n" ? false : scalar.value < 32 || evil.unicodeScalars.contains(scalar)
    }
    #expect(left.isEmpty)
  }

  @Test("only the page's own script and style may run, and nothing is loaded")
  func policy() throws {
    let page = Self.html(Self.report(Self.themes(7)))
    // Of what stands between the tags, as a browser takes it.
    for (name, directive) in [("script", "script-src"), ("style", "style-src")] {
      let source = try #require(
        page.components(separatedBy: "<\(name)>").last?.components(separatedBy: "</\(name)>").first)
      let hex = AuditReportDigest.sha256(Array(source.utf8))
      let bytes = stride(from: 0, to: 64, by: 2).compactMap {
        UInt8(hex.dropFirst($0).prefix(2), radix: 16)
      }
      #expect(page.contains("\(directive) 'sha256-\(Data(bytes).base64EncodedString())'"))
    }
    #expect(page.contains("default-src 'none'") && !page.contains("unsafe-inline"))
    for found in ["http://", "https://", "<link", "<iframe", "url(", "@import", " style=", "src="] {
      #expect(!page.contains(found), "\(found)")
    }
    #expect(Self.values(#" (on[a-z]+)="#, in: page).isEmpty)
  }

  // MARK: - What it says

  @Test("each theme has one place that the map and the table link to", arguments: [1, 7, 300])
  func anchors(k: Int) {
    let page = Self.html(Self.report(Self.themes(k)))
    let places = Self.values(#"<article id="([^"]*)""#, in: page)
    #expect(places.sorted() == (1...k).map { "theme-T\($0)" }.sorted())
    let links = Self.values(##"href="#(theme-[^"]*)""##, in: page)
    #expect(links.sorted() == (places + places).sorted())
    let ids = Self.values(#" id="([^"]*)""#, in: page)
    #expect(Set(ids).count == ids.count)
  }

  @Test("ids that are no names have places of their own")
  func strangeIDs() {
    let themes = ["a b", "a_20b", "A\"B", "é"].map { Theme(id: $0, name: "n", size: 1, share: 0.1) }
    #expect(
      themes.map(ThemeReportPage.anchor) == [
        "theme-a_20b", "theme-a_5f20b", "theme-A_22B", "theme-_c3_a9",
      ])
  }

  @Test("no theme: the page says so, and has neither map nor table")
  func none() {
    let page = Self.html(Self.report([]))
    #expect(page.contains("<h1>No theme was found</h1>"))
    #expect(!page.contains("id=\"map\"") && !page.contains("<table"))
    #expect(!Self.tags(page).isEmpty)
  }

  @Test("no records at all: no share is not a number")
  func noRecords() {
    let page = Self.html(
      ThemeReport(
        themes: [], records: 0, withoutTheme: 0, reasons: [], source: "", version: "", seed: 0,
        notes: [], events: []))
    #expect(page.contains("<h1>No theme was found</h1>") && !page.contains("nan"))
  }

  @Test("the parts stand in their order")
  func order() throws {
    let page = Self.html(Self.report(Self.themes(7)))
    var at = page.startIndex
    for part in [
      "<h1>What 290 records are about</h1>", "id=\"map\"", "id=\"table\"", "id=\"area-0\"",
      "id=\"theme-T7\"", "id=\"area-1\"", "id=\"changes\"", "T9 ended", "id=\"reading\"",
      "earshot 0.1.0, seed <code>7</code>",
    ] {
      let found = try #require(page.range(of: part, range: at..<page.endIndex), "\(part)")
      at = found.upperBound
    }
  }

  @Test("figures by hand: 10 of 290 records in no theme; 70 in the largest, up from 1 %")
  func figures() {
    let page = Self.html(Self.report(Self.themes(7)))
    #expect(page.contains("fit no theme, 3.4\u{A0}%"))
    #expect(page.contains("Written from <b>2026-10-30</b> to <b>2026-11-02</b>"))
    // 70 / 290 = 24.1 %, 23.1 points above 1 %.
    #expect(page.contains(">24.1\u{A0}%</td>") && page.contains(">+23.1\u{A0}pt<"))
    #expect(page.contains("Of 8 tagged: <b>25\u{A0}%</b> negative, <b>50\u{A0}%</b> frustrated."))
    #expect(page.contains("Suggested topic: <b><bdi>topic 6</bdi></b>, the tag of 75\u{A0}%."))
    #expect(page.contains("In the last run it was called “<bdi>old 6</bdi>”: 5 records"))
    // 30 and 31 October, 1 and 2 November.
    #expect(page.contains("data-from=\"2026-10-30\" data-step=\"1\" data-counts=\"3,0,0,7\""))
  }

  @Test("a theme that is half one text has a warning, one a little less has none")
  func repeated() {
    var themes = Self.themes(2)
    (themes[0].repeated, themes[1].repeated) = (0.5, 0.49)
    let page = Self.html(Self.report(themes))
    // The half of 10.
    #expect(page.contains("Mostly one text, sent 5 times."))
    let warnings = Self.values("class=\"(warn)\"", in: page)
    #expect(warnings.count == 1)
  }

  @Test("without tags, times, areas or a last run, their columns are left out")
  func bare() {
    let themes = (1...3).map { Theme(id: "T\($0)", name: "n\($0)", size: $0, share: 0.1) }
    var report = Self.report(themes)
    report.events = []
    let page = Self.html(report)
    for word in ["Negative", "Trend", "Area", "last run", "last<br>", "data-from=", "legend\""] {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(!Self.tags(page).isEmpty)
  }

  @Test("of a theme only what its records' tags say is told")
  func moods() {
    var themes = Self.themes(3)
    themes[0].tags?.negative = nil
    themes[1].tags?.negative = nil
    themes[1].tags?.frustrated = nil
    let page = Self.html(Self.report(themes))
    let sentences = Self.values("<p>(Of 8 tagged.*?)\\. Suggested", in: page)
    #expect(
      Set(sentences) == [
        "Of 8 tagged: <b>50\u{A0}%</b> frustrated", "Of 8 tagged",
        "Of 8 tagged: <b>25\u{A0}%</b> negative, <b>50\u{A0}%</b> frustrated",
      ])
  }

  @Test("a theme without a past is new where there was a run before, and only there")
  func new() {
    var themes = Self.themes(2)
    themes[0].previous = nil
    #expect(Self.html(Self.report(themes)).contains("<b class=\"new\">New</b> since the last run"))
    themes[1].previous = nil
    var first = Self.report(themes)
    first.events = []
    #expect(!Self.html(first).contains("class=\"new\""))
  }

  @Test("the same report gives the same bytes, below 2 MB with 300 themes")
  func repeats() {
    let report = Self.report(Self.themes(300))
    let page = report.html()
    #expect(page == report.html() && page.count < 2_000_000)
  }

  @Test("names on the map touch no other name and stay within it", arguments: [20, 300])
  func names(k: Int) {
    let page = Self.html(Self.report(Self.themes(k)))
    // As the text is set: its middle, its base line, and its width as it was reckoned.
    for (screen, size) in [("wide", 17.0), ("narrow", 42.0)] {
      let group = page.components(separatedBy: "class=\"names \(screen)\">")[1]
        .components(separatedBy: "</g>")[0]
      let boxes = group.components(separatedBy: "<text>").dropFirst().map { text in
        let xs = Self.values(#" x="([^"]*)""#, in: text).compactMap(Double.init)
        let ys = Self.values(#" y="([^"]*)""#, in: text).compactMap(Double.init)
        let widths = Self.values(#">([^<]+)</tspan>"#, in: text).map(ThemeReportPage.ems)
        let half = (widths.max() ?? 0) * size / 2
        return ThemeReportPage.Box(
          x: xs[0] - half...xs[0] + half, y: ys[0] - 0.8 * size...ys[ys.count - 1] + 0.2 * size)
      }
      #expect(!boxes.isEmpty)
      for (i, box) in boxes.enumerated() {
        #expect(box.x.lowerBound >= 0 && box.x.upperBound <= 1250)
        #expect(box.y.lowerBound >= 0 && box.y.upperBound <= 1000)
        #expect(!boxes[..<i].contains { $0.overlaps(box) })
      }
    }
  }

  // MARK: - Times

  private static func timeline(_ days: [String], unit: Int? = nil) -> ThemeReportTimeline? {
    var theme = Theme(id: "T1", name: "n", size: 1, share: 1)
    theme.trend = days.map { Theme.Count(from: $0, count: 1) }
    return ThemeReportTimeline([theme], days: unit)
  }

  @Test(
    "days are those of the calendar",
    arguments: [
      // date -d DATE +%s, divided by 86,400.
      ("1970-01-01", 0), ("2000-02-29", 11016), ("2026-11-22", 20779), ("1969-12-31", -1),
    ])
  func days(text: String, day: Int) {
    #expect(CivilDay.number(text) == day && CivilDay.text(day) == text)
  }

  @Test("what is no date is passed over", arguments: ["", "2026-13-01", "x", "2026-11-22T00:00Z"])
  func noDates(text: String) {
    #expect(Self.timeline([text]) == nil)
  }

  @Test("trends of weeks have a bar a week, the last one whole")
  func weeks() throws {
    let weeks = try #require(Self.timeline(["2026-11-02", "2026-11-16"]))
    #expect(weeks.step == 7 && weeks.bars == 3 && weeks.last == "2026-11-22")
    let days = try #require(Self.timeline(["2026-11-02", "2026-11-16"], unit: 1))
    #expect(days.step == 1 && days.bars == 15 && days.last == "2026-11-16")
  }

  @Test("years of days become bars of weeks, and no record is lost")
  func years() throws {
    var theme = Theme(id: "T1", name: "n", size: 1, share: 1)
    theme.trend = (0..<1000).map { day in
      Theme.Count(from: CivilDay.text(19_000 + day), count: 1)
    }
    let timeline = try #require(ThemeReportTimeline([theme]))
    #expect(timeline.step == 14 && timeline.bars == 72)
    // date -d @$((19986 * 86400)): 14 days before the end.
    #expect(timeline.date(71) == "2024-09-20")
    #expect(timeline.counts(theme).reduce(0, +) == 1000)
    #expect(timeline.counts(theme).last == 14)
  }
}
