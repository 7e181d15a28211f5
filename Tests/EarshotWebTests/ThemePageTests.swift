import EarshotInsights
import EarshotStore
import Foundation
import TestSupport
import Testing

@testable import EarshotWeb

/// A theme with something in every place.
func fullTheme(_ number: Int, name: String, size: Int = 40) -> Theme {
  var theme = Theme(id: "T\(number)", name: name, size: size, share: Double(size) / 200)
  (theme.distinct, theme.repeated, theme.cohesion) = (size / 2, 0.5, 0.75)
  theme.terms = ["term \(number)"]
  theme.quotes = [Theme.Quote(id: "r\(number)", text: "said of \(number)")]
  theme.parent = "delivery"
  theme.trend = [
    Theme.Count(from: "2026-11-09", count: 15), Theme.Count(from: "2026-11-16", count: 25),
  ]
  theme.tags = Theme.Tags(
    count: 20, negative: 0.5, frustrated: 0.25, topic: "delivery.late", topicShare: 0.75)
  return theme
}

/// Calls `body` with a workspace that holds one run: late parcels 40, broken screens 100, refunds 53.
func withThemes<Result>(
  keepText: Bool = true, _ change: (inout ThemeRun) -> Void = { _ in },
  _ body: (Workspace) throws -> Result
) throws -> Result {
  try inNewFolder { folder in
    let workspace = try Workspace(path: "\(folder)/w.sqlite", create: true)
    let themes = [
      fullTheme(1, name: "late parcels"), fullTheme(2, name: "broken screens", size: 100),
      fullTheme(3, name: "Refunds", size: 53),
    ]
    var run = ThemeRun(
      records: 200, withoutTheme: 7, seed: 1, program: "test", model: [1],
      themes: themes.map { StoredTheme($0) }, nextNumber: 4)
    run.keepText = keepText
    run.events = themes.map { ThemeEvent(.born, theme: $0.id, name: $0.name) }
    change(&run)
    try workspace.saveThemes(run, after: nil)
    return try body(workspace)
  }
}

extension Workspace {
  fileprivate func theme(_ number: Int) throws -> StoredTheme? {
    try latestThemes()?.themes.first { $0.theme.id == "T\(number)" }
  }
}

@Suite("Pages of themes")
struct ThemePageTests {
  /// The ids of the table's rows, from top to bottom.
  private func rows(_ html: String) -> [String] {
    html.components(separatedBy: "<th scope=\"row\">").dropFirst().map { row in
      String(row.components(separatedBy: "class=\"id\">")[1].prefix { $0 != "<" })
    }
  }

  // MARK: - All themes

  @Test("the list says when the run was, how many records it read and how many have no theme")
  func summary() throws {
    try withThemes { workspace in
      let html = Visit(workspace).get("/themes").text
      let day = try #require(try workspace.latestThemes()).madeAt.prefix(10)
      #expect(html.contains("3 themes") && html.contains("run 1 of \(day)"))
      #expect(html.contains("200 records") && html.contains("3.5 % without a theme (7)"))
    }
  }

  @Test("the largest theme comes first")
  func order() throws {
    try withThemes { #expect(rows(Visit($0).get("/themes").text) == ["T2", "T3", "T1"]) }
  }

  @Test(
    "the table is sorted as the address says",
    arguments: [
      ("name", ["T2", "T1", "T3"]), ("-name", ["T3", "T1", "T2"]), ("-size", ["T1", "T3", "T2"]),
      ("share", ["T2", "T3", "T1"]), ("area", ["T1", "T2", "T3"]),
      ("nonsense", ["T2", "T3", "T1"]),
      ("-", ["T2", "T3", "T1"]),
    ])
  func sorting(sort: String, ids: [String]) throws {
    try withThemes { workspace in
      #expect(rows(Visit(workspace).get("/themes?sort=\(sort)").text) == ids)
    }
  }

  @Test("the head of the sorted column turns the order round and keeps the search")
  func heads() throws {
    try withThemes { workspace in
      let html = Visit(workspace).get("/themes?q=term&sort=name").text
      #expect(
        html.contains("aria-sort=\"ascending\"><a href=\"/themes?q=term&amp;sort=-name\">Theme"))
      #expect(html.contains("<a href=\"/themes?q=term&amp;sort=size\">Records"))
    }
  }

  @Test("a theme without tags is last whichever way the tags are sorted", arguments: ["", "-"])
  func untagged(sign: String) throws {
    try withThemes({ $0.themes[1].theme.tags = nil }) { workspace in
      #expect(rows(Visit(workspace).get("/themes?sort=\(sign)negative").text).last == "T2")
    }
  }

  @Test(
    "a search finds words of names and terms, and whole ids",
    arguments: [
      ("PARCEL", ["T1"]), ("refund%20term", ["T3"]), ("term+2", ["T2"]), ("t3", ["T3"]), ("t9", []),
      ("+", ["T2", "T3", "T1"]), ("delivery", []),
    ] as [(String, [String])])
  func search(query: String, ids: [String]) throws {
    try withThemes { workspace in
      #expect(rows(Visit(workspace).get("/themes?q=\(query)").text) == ids)
    }
  }

  @Test(
    "a theme is compared with itself in the last run; a new one, or a part of another, is called so"
  )
  func changes() throws {
    try withThemes({
      $0.themes[0].theme.previous = .init(
        theme: "T1", name: "late parcels", size: 20, share: 0.25, change: .kept)
      $0.themes[1].theme.previous = .init(
        theme: "T9", name: "things", size: 90, share: 0.9, change: .split)
    }) { workspace in
      let html = Visit(workspace).get("/themes").text
      #expect(html.contains("<td>−5.0 pt</td>") && html.contains("<td>new</td>"))
      #expect(html.contains("<td>out of T9</td>"))
    }
  }

  @Test("columns that no theme has anything for are left out")
  func columns() throws {
    try withThemes({
      for i in $0.themes.indices {
        ($0.themes[i].theme.tags, $0.themes[i].theme.parent) = (nil, nil)
        $0.themes[i].theme.trend = []
      }
    }) { workspace in
      let html = Visit(workspace).get("/themes").text
      for head in ["Area", "Trend", "Negative", "Frustrated", "Since last run"] {
        #expect(!html.contains(head), "\(head)")
      }
    }
  }

  @Test("a row has a cell for each column, whatever the tags say", arguments: 0..<4)
  func cells(of kind: Int) throws {
    try withThemes({
      for i in $0.themes.indices {
        if kind & 1 == 0 { $0.themes[i].theme.tags?.negative = nil }
        if kind & 2 == 0 { $0.themes[i].theme.tags?.frustrated = nil }
      }
    }) { workspace in
      let html = Visit(workspace).get("/themes").text
      #expect(html.contains(">Negative") == (kind & 1 > 0))
      #expect(html.contains(">Frustrated") == (kind & 2 > 0))
      // A column is one cell of the head and one of each of three rows.
      let columns = html.components(separatedBy: "scope=\"col\"").count - 1
      let cells = html.components(separatedBy: "<td").count - 1
      #expect(cells == 3 * (columns - 1))
      let page = Visit(workspace).get("/themes/T1").text
      #expect(page.contains("50.0 % of those") == (kind & 1 > 0))
      #expect(page.contains("25.0 % of those") == (kind & 2 > 0))
    }
  }

  @Test("a merged theme is neither in the table nor on the map")
  func merged() throws {
    try withThemes { workspace in
      try workspace.mergeTheme("T1", into: "T2")
      let html = Visit(workspace).get("/themes").text
      #expect(rows(html) == ["T2", "T3"])
      #expect(html.components(separatedBy: "<circle cx=").count - 1 == 2 + 2 + 1)
    }
  }

  @Test("what happened last is said, with who did it")
  func events() throws {
    try withThemes { workspace in
      try workspace.renameTheme("T1", to: "slow parcels")
      try workspace.mergeTheme("T3", into: "T2")
      let html = Visit(workspace).get("/themes").text
      let plain = html.replacing(/<[^>]*>/, with: "")
      #expect(plain.contains("T1 is now called slow parcels, by a user"))
      #expect(plain.contains("T3 Refunds went into T2, by a user"))
      #expect(plain.contains("T2 broken screens is new, in run 1"))
    }
  }

  @Test("a workspace without themes says how to make some")
  func none() throws {
    try withAudit { workspace in
      let visit = Visit(workspace)
      #expect(visit.get("/themes").text.contains("earshot themes FILE --workspace W"))
      #expect(visit.get("/themes/T1").status == 404)
      #expect(visit.post("/themes/T1/pin", ["pinned": "yes"]).status == 404)
      #expect(!visit.get("/").text.contains("href=\"/themes\""))
    }
  }

  @Test("the list of audits leads to the themes where there are some")
  func way() throws {
    try withThemes { #expect(Visit($0).get("/").text.contains("href=\"/themes\"")) }
  }

  @Test("a long trend is drawn in at most 60 bars that hold all of it, the last one whole")
  func longTrend() {
    // 130 counts of 1: bars of 3, the first one holds a single count.
    #expect(ThemesPage.spark([Int](repeating: 1, count: 130)).hasPrefix("M0 20V13h1V0h1"))
    #expect(ThemesPage.spark([Int](repeating: 1, count: 130)).split(separator: "h").count == 45)
    #expect(ThemesPage.spark([]) == "M0 20V20z")
  }

  // MARK: - One theme

  @Test("a theme's page has its terms, numbers, trend, tags and quotes")
  func page() throws {
    try withThemes { workspace in
      let html = Visit(workspace).get("/themes/T1").text
      for part in [
        "late parcels", "term 1", "40, 20.0 % of all",
        "2026-11-09: 15", "50.0 % of those", "suggested: delivery.late", "said of 1", "Record r1",
        "was like this one", "--topic delivery.late",
      ] { #expect(html.contains(part), "\(part)") }
    }
  }

  @Test("where texts were not kept the page names the records and how to keep them")
  func withoutTexts() throws {
    try withThemes(keepText: false) { workspace in
      let html = Visit(workspace).get("/themes/T1").text
      #expect(html.contains("the records r1.") && html.contains("--keep-text"))
      #expect(!html.contains("said of 1"))
    }
  }

  @Test("an adopted topic stands instead of a suggested one")
  func adopted() throws {
    try withThemes { workspace in
      try workspace.adoptTheme("T1", topic: "delivery.slow")
      let html = Visit(workspace).get("/themes/T1").text
      #expect(html.contains("adopted as delivery.slow") && !html.contains("suggested"))
    }
  }

  @Test("the page of a merged theme leads to the one it is a part of, and that one names it")
  func parts() throws {
    try withThemes { workspace in
      try workspace.mergeTheme("T1", into: "T2")
      let visit = Visit(workspace)
      #expect(visit.get("/themes/T1").text.contains("href=\"/themes/T2\""))
      #expect(visit.get("/themes/T2").text.contains("Merged into it"))
    }
  }

  @Test("numbers that no run writes are drawn at the edge and not a crash")
  func wildNumbers() throws {
    try withThemes({
      ($0.themes[0].theme.x, $0.themes[0].theme.y) = (1e300, -1e300)
      ($0.themes[0].theme.share, $0.themes[0].theme.cohesion) = (1e300, -1e300)
      $0.themes[0].theme.repeated = -1e300
      $0.themes[0].theme.tags?.negative = 1e300
      $0.themes[0].theme.trend = [.init(from: "", count: (1 << 40) - 1)]
      $0.themes[0].theme.previous = .init(
        theme: "", name: "", size: 0, share: -1e300, change: .split)
    }) { workspace in
      let visit = Visit(workspace)
      #expect(visit.get("/themes").status == 200 && visit.get("/themes/T1").status == 200)
    }
  }

  // MARK: - Changes

  @Test("a rename is stored and leads back to the page")
  func rename() throws {
    try withThemes { workspace in
      let answer = Visit(workspace).post("/themes/T1/rename", ["name": "  slow   parcels "])
      #expect(answer.status == 303 && answer.header("location") == "/themes/T1")
      let stored = try #require(try workspace.theme(1))
      #expect(stored.theme.name == "slow parcels" && stored.isNamedByUser)
    }
  }

  @Test(
    "a name that does not work is said on the page, with what was typed",
    arguments: [
      ("", 400, "it is empty"), ("REFUNDS", 409, "The theme T3 is called"),
      (String(repeating: "x", count: 121), 400, "it is too long"),
    ])
  func badNames(name: String, status: Int, words: String) throws {
    try withThemes { workspace in
      let answer = Visit(workspace).post("/themes/T1/rename", ["name": name])
      #expect(answer.status == status)
      #expect(answer.text.contains(words) && answer.text.contains("value=\"\(name)\""))
      let stored = try #require(try workspace.theme(1))
      #expect(stored.theme.name == "late parcels")
    }
  }

  @Test("a merge is stored and leads to the theme that took it in")
  func merge() throws {
    try withThemes { workspace in
      let answer = Visit(workspace).post("/themes/T1/merge", ["into": "T2"])
      #expect(answer.status == 303 && answer.header("location") == "/themes/T2")
      let stored = try (workspace.theme(1)?.mergedInto, workspace.theme(2)?.theme.size)
      #expect(stored == ("T2", 140))
    }
  }

  @Test(
    "a merge with nothing, with itself or with what is not there is refused",
    arguments: [("", 400), ("T1", 400), ("T9", 404)])
  func badMerges(into: String, status: Int) throws {
    try withThemes { workspace in
      #expect(Visit(workspace).post("/themes/T1/merge", ["into": into]).status == status)
      let stored = try #require(try workspace.theme(1))
      #expect(stored.mergedInto == nil)
    }
  }

  @Test("a theme is pinned and let go of again")
  func pin() throws {
    try withThemes { workspace in
      let visit = Visit(workspace)
      #expect(visit.post("/themes/T1/pin", ["pinned": "yes"]).status == 303)
      let pinned = try #require(try workspace.theme(1))
      #expect(pinned.isPinned)
      #expect(visit.get("/themes/T1").text.contains(">Unpin<"))
      _ = visit.post("/themes/T1/pin", ["pinned": "no"])
      let free = try #require(try workspace.theme(1))
      #expect(!free.isPinned)
      #expect(visit.post("/themes/T1/pin", ["pinned": "perhaps"]).status == 400)
    }
  }

  @Test("changing a merged theme is refused, with the one to name instead")
  func changeMerged() throws {
    try withThemes { workspace in
      try workspace.mergeTheme("T1", into: "T2")
      let answer = Visit(workspace).post("/themes/T1/rename", ["name": "x"])
      #expect(answer.status == 409 && answer.text.contains("Name T2 instead."))
    }
  }

  @Test("what is not there is said with a way back", arguments: ["T9", "", "%3Cb%3E", "T1/x"])
  func missing(id: String) throws {
    try withThemes { workspace in
      let visit = Visit(workspace)
      if id != "" { #expect(visit.get("/themes/\(id)").status == 404) }
      #expect(visit.post("/themes/\(id)/rename", ["name": "x"]).status == 404)
      #expect(visit.get("/themes/T9").text.contains("It has T1, T2, T3."))
      #expect(visit.get("/themes/T9").text.contains("href=\"/themes\""))
    }
  }

  // MARK: - Safety

  @Test(
    "a form without the secret of this browser, or from another site, changes nothing",
    arguments: ["rename", "merge", "pin"])
  func forged(change: String) throws {
    try withThemes { workspace in
      let visit = Visit(workspace)
      let fields = ["name": "x", "into": "T2", "pinned": "yes"]
      let before = try workspace.latestThemes()
      let other = String(repeating: "0", count: 32)
      for form in ["", other] {
        let answer = visit.post("/themes/T1/\(change)", fields.merging(["form": form]) { $1 })
        #expect(answer.status == 403)
      }
      let answer = visit.post(
        "/themes/T1/\(change)", fields, headers: ["origin": "http://evil.example"])
      #expect(answer.status == 403)
      #expect(try workspace.latestThemes() == before)
    }
  }

  @Test("reading changes nothing")
  func reading() throws {
    try withThemes { workspace in
      let before = try workspace.latestThemes()
      for way in ["rename?name=x", "merge?into=T2", "pin?pinned=yes"] {
        #expect(Visit(workspace).get("/themes/T1/\(way)").status == 404)
      }
      #expect(try workspace.latestThemes() == before)
    }
  }

  @Test("names, terms, areas, topics, quotes, ids and searches that are HTML are shown as text")
  func hostile() throws {
    let hostile = "\"><script>alert(1)</script>{{{form}}}"
    try withThemes({
      for i in $0.themes.indices {
        var theme = $0.themes[i].theme
        theme.name = hostile + "\(i)"
        theme.terms = [hostile]
        theme.parent = hostile
        theme.quotes = [.init(id: hostile, text: hostile), .init(id: hostile, text: "")]
        theme.trend = [.init(from: hostile, count: 1)]
        theme.tags?.topic = hostile
        theme.previous = .init(theme: hostile, name: hostile, size: 1, share: 0, change: .renamed)
        if i == 2 { theme.id = hostile }
        $0.themes[i].theme = theme
      }
      $0.events = [ThemeEvent(.split, theme: hostile, other: hostile, name: hostile)]
    }) { workspace in
      let visit = Visit(workspace)
      try workspace.adoptTheme("T2", topic: hostile)
      let odd = Form.encoded(hostile)
      for path in [
        "/themes", "/themes?q=\(odd)", "/themes/T1", "/themes/T2", "/themes/\(odd)",
        "/themes/nothing", "/themes/\(odd)x",
      ] {
        let html = visit.get(path).text
        #expect(html.components(separatedBy: "<script").count == 2, "\(path)")
        #expect(!html.contains("\"><script>") && html.contains("</html>"), "\(path)")
      }
      #expect(visit.get("/themes/\(odd)").status == 200)
    }
  }

  @Test("no page of themes holds a script, a style or a handler of its own, or names another site")
  func inline() throws {
    try withThemes { workspace in
      let visit = Visit(workspace)
      for path in ["/themes", "/themes/T1", "/themes?q=none"] {
        let answer = visit.get(path)
        #expect(answer.header("content-security-policy")?.hasPrefix("default-src 'none'") == true)
        for sign in [" style=", "<style", " onclick", "javascript:", "http:", "https:", "\"//"] {
          #expect(!answer.text.contains(sign), "\(path) \(sign)")
        }
      }
    }
  }

  @Test("every field has a label")
  func labels() throws {
    try withThemes { workspace in
      for path in ["/themes", "/themes/T1"] {
        let html = Visit(workspace).get(path).text
        for field in html.matches(of: /<(?:input|select) id="([a-z]+)"/) {
          #expect(html.contains("<label for=\"\(field.1)\">"), "\(path) \(field.1)")
        }
      }
    }
  }

  @Test("with a token only who has opened its link sees themes")
  func token() throws {
    try withThemes { workspace in
      let visit = Visit(workspace, access: Access(host: "0.0.0.0", token: Access.randomSecret()))
      #expect(visit.get("/themes").status == 403 && visit.get("/themes/T1").status == 403)
    }
  }
}
