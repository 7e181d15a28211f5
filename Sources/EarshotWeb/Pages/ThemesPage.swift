import EarshotInsights
import EarshotStore

/// What people write about, by the last run: a map, a table to search and sort, and what happened last.
struct ThemesPage {
  let site: Site
  let request: PageRequest

  /// Events that are shown, and looked through for them: most runs only keep most themes.
  private static let mostEvents = 15
  private static let mostSearched = 2000

  init(_ site: Site, _ request: PageRequest) {
    (self.site, self.request) = (site, request)
  }

  /// The themes of the last run; `?q=` searches them, `?sort=` orders them.
  func show() throws(WorkspaceError) -> PageResponse {
    guard let last = try site.workspace.latestThemes() else {
      return site.page(request, "no-themes", title: "Themes", [:])
    }
    let all = last.themes.filter { $0.mergedInto == nil }
    let query = request.query["q"] ?? ""
    let order = ThemeOrder(request.query["sort"] ?? "")
    let found = order.sorted(all.filter { Self.matches($0.theme, query) })
    let areas = Self.areas(all)
    let has = { (column: ThemeOrder.Column) in all.contains { column.isKnown(of: $0.theme) } }
    let hasTrend = all.contains { !$0.theme.trend.isEmpty }
    var values: [String: Any] = [
      "run": last.run, "day": String(last.madeAt.prefix(10)),
      "records": counted(last.records, "record"), "count": counted(all.count, "theme"),
      "without":
        "\(Self.percent(Double(last.withoutTheme) / Double(max(1, last.records)))) without a theme (\(last.withoutTheme))",
      "query": query, "isSearch": !query.allSatisfy(\.isWhitespace), "found": found.count,
      "hasFound": !found.isEmpty, "hasAreas": has(.area), "hasTrend": hasTrend,
      "hasNegative": has(.negative), "hasFrustrated": has(.frustrated), "hasLast": has(.change),
      "sort": order.text,
      "heads": heads(order, query, has: has, hasTrend: hasTrend),
      "rows": found.map { row($0, areas) },
      "hasMap": all.count > 1,
      "legend": areas.enumerated().map { i, area -> [String: Any] in
        ["label": area, "kind": Self.kind(i)]
      },
    ]
    values.merge(map(all, areas, shown: Set(found.map(\.theme.id)))) { $1 }
    let kinds: Set<ThemeEvent.Kind> = [.born, .split, .merged, .died, .renamed]
    let events = try site.workspace.themeEvents(limit: Self.mostSearched)
      .filter { kinds.contains($0.event.kind) }.prefix(Self.mostEvents)
    values["hasEvents"] = !events.isEmpty
    values["events"] = Self.values(of: events, ids: Set(last.themes.map(\.theme.id)))
    return site.page(request, "themes", title: "Themes", values)
  }

  /// Whether each word is the theme's id, or stands in its name or in one of its terms.
  static func matches(_ theme: Theme, _ query: String) -> Bool {
    let texts = ([theme.name] + theme.terms).map { $0.lowercased() }
    return query.lowercased().split(whereSeparator: \.isWhitespace).allSatisfy { word in
      theme.id.lowercased() == word || texts.contains { $0.contains(word) }
    }
  }

  // MARK: - Table

  private func heads(
    _ order: ThemeOrder, _ query: String, has: (ThemeOrder.Column) -> Bool, hasTrend: Bool
  ) -> [[String: Any]] {
    var heads: [[String: Any]] = []
    for column in ThemeOrder.Column.allCases where has(column) {
      var values: [String: Any] = ["label": column.label]
      let sort = order.text(after: column)
      values["link"] =
        "/themes?" + (query.isEmpty ? "" : "q=\(Form.encoded(query))&") + "sort=\(sort)"
      values["isText"] = !column.isDownFirst
      if order.column == column { values["order"] = order.isDown ? "descending" : "ascending" }
      heads.append(values)
      if column == .share && hasTrend { heads.append(["label": "Trend", "isText": false]) }
    }
    return heads
  }

  private func row(_ stored: StoredTheme, _ areas: [String]) -> [String: Any] {
    let theme = stored.theme
    let counts = theme.trend.map(\.count)
    let area = theme.parent.flatMap { areas.firstIndex(of: $0) }
    return [
      "id": theme.id, "path": Self.path(theme.id), "name": theme.name,
      "isPinned": stored.isPinned, "area": theme.parent ?? "–", "kind": area.map(Self.kind) ?? "c",
      "size": theme.size, "share": Self.percent(theme.share), "isDated": !counts.isEmpty,
      "spark": Self.spark(counts), "bars": Self.bars(counts).count,
      "spoken": "\(counts.first ?? 0) at first, \(counts.last ?? 0) at last",
      "negative": theme.tags?.negative.map(Self.percent) ?? "–",
      "frustrated": theme.tags?.frustrated.map(Self.percent) ?? "–",
      "change": Self.change(theme),
    ]
  }

  /// Where a theme's page is.
  static func path(_ id: String) -> String { "/themes/\(Form.encoded(id))" }

  /// A part of 0…1, whatever a workspace holds.
  static func percent(_ share: Double) -> String { VerdictPage.percent(min(max(share, 0), 1)) }

  /// The share now less that of the last run, in points: `+0.8 pt`; of a part of another theme only which.
  static func change(_ theme: Theme) -> String {
    guard let before = theme.previous else { return "new" }
    if before.change == .split { return "out of \(before.theme)" }
    let points = VerdictPage.decimal(min(max(theme.share - before.share, -1), 1) * 100, 1)
    return (points.hasPrefix("−") || points == "0.0" ? "" : "+") + points + " pt"
  }

  /// The outline of a trend in bars of width 1 and a height of 20.
  static func spark(_ counts: [Int]) -> String {
    let bars = bars(counts)
    let most = Double(max(1, bars.max() ?? 1))
    return bars.reduce("M0 20") { path, count in
      path + "V\(20 - Int((Double(count) / most * 20).rounded()))h1"
    } + "V20z"
  }

  /// At most 60 sums of neighbours, the last of them whole.
  private static func bars(_ counts: [Int]) -> [Int] {
    let width = (counts.count + 59) / 60
    guard width > 1 else { return counts }
    return stride(from: counts.count, to: 0, by: -width).reversed().map { end in
      counts[max(0, end - width)..<end].reduce(0, +)
    }
  }

  // MARK: - Events

  /// Sentences about what runs and users did.
  ///
  /// - Parameter ids: the themes that have a page.
  static func values(
    of events: some Sequence<StoredThemeEvent>, ids: Set<String>
  ) -> [[String: Any]] {
    events.map { stored in
      let event = stored.event
      let other = event.other ?? ""
      let isTopic = event.kind == .adopted
      return [
        "at": stored.madeAt, "date": String(stored.madeAt.prefix(10)), "id": event.theme,
        "isHere": ids.contains(event.theme), "path": path(event.theme),
        "before": event.kind == .renamed ? "is now called " : "", "name": event.name,
        "after": words(event.kind), "other": other, "hasOther": event.other != nil,
        "isOtherHere": !isTopic && ids.contains(other), "otherPath": path(other),
        "by": stored.isByUser ? "by a user" : "in run \(stored.run)",
      ]
    }
  }

  private static func words(_ kind: ThemeEvent.Kind) -> String {
    switch kind {
    case .born: " is new"
    case .kept: " was found again"
    case .died: " was not found again"
    case .split: " came out of"
    case .merged: " went into"
    case .renamed: ""
    case .pinned: " was pinned"
    case .unpinned: " is no longer pinned"
    case .adopted: " was adopted as the topic"
    }
  }
}

// MARK: - Templates

extension ThemesPage {
  static let emptyTemplate = """
    <section class="list" data-title="{{title}}">
    <h1>Themes</h1>
    <p>There are no themes yet. <code>earshot themes FILE --workspace W</code> finds what the records of a file are about; its themes are then shown here.</p>
    <p class="ways"><a class="button" href="/">All audits</a></p>
    </section>
    """

  static let template = """
    <section class="list themes" data-title="{{title}}">
    <p class="where"><a href="/">Audits</a> <span aria-hidden="true">/</span> Themes</p>
    <h1>Themes</h1>
    <p class="facts"><span>{{count}}</span> <span>run {{run}} of {{day}}</span> <span>{{records}}</span> <span>{{without}}</span></p>
    <form class="find" role="search" method="get" action="/themes">
    <label for="find">Search names, terms and ids</label>
    <div><input id="find" type="search" name="q" value="{{query}}" maxlength="200" autocapitalize="none" spellcheck="false"><input type="hidden" name="sort" value="{{sort}}"><button type="submit">Search</button></div>
    </form>
    {{#isSearch}}<p class="found" role="status">{{found}} of {{count}} found. <a href="/themes">Show all</a></p>{{/isSearch}}
    {{#hasMap}}<figure class="map"><svg viewBox="0 0 1250 1000" aria-hidden="true">{{#circles}}<a href="{{path}}" tabindex="-1" class="{{kind}}"><title>{{label}}</title><circle cx="{{x}}" cy="{{y}}" r="{{r}}"/></a>{{/circles}}<g>{{#names}}<text x="{{x}}" y="{{y}}">{{text}}</text>{{/names}}</g></svg>
    {{#hasAreas}}<ul class="legend" aria-label="Areas">{{#legend}}<li><svg class="key {{kind}}" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="7"/></svg>{{label}}</li>{{/legend}}</ul>{{/hasAreas}}
    <figcaption>A circle a theme, as large as it has records; near themes are alike. The table has the same themes.</figcaption></figure>{{/hasMap}}
    {{#hasFound}}<div class="wide" tabindex="0" role="region" aria-label="All themes"><table><thead><tr>{{#heads}}<th scope="col"{{#isText}} class="name"{{/isText}}{{#order}} aria-sort="{{order}}"{{/order}}>{{#link}}<a href="{{link}}">{{label}}</a>{{/link}}{{^link}}{{label}}{{/link}}</th>{{/heads}}</tr></thead>
    <tbody>{{#rows}}<tr><th scope="row"><svg class="key {{kind}}" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="7"/></svg><a href="{{path}}"><bdi>{{name}}</bdi></a> <span class="id">{{id}}</span>{{#isPinned}} <span class="mine">pinned</span>{{/isPinned}}</th>{{#hasAreas}}<td class="name"><bdi>{{area}}</bdi></td>{{/hasAreas}}<td>{{size}}</td><td>{{share}}</td>{{#hasTrend}}<td>{{#isDated}}<svg class="spark" viewBox="0 0 {{bars}} 20" preserveAspectRatio="none" role="img" aria-label="{{spoken}}"><path d="{{spark}}"/></svg>{{/isDated}}{{^isDated}}–{{/isDated}}</td>{{/hasTrend}}{{#hasNegative}}<td>{{negative}}</td>{{/hasNegative}}{{#hasFrustrated}}<td>{{frustrated}}</td>{{/hasFrustrated}}{{#hasLast}}<td>{{change}}</td>{{/hasLast}}</tr>
    {{/rows}}</tbody></table></div>{{/hasFound}}
    {{#hasEvents}}<h2>Latest events</h2>
    {{> theme-events}}{{/hasEvents}}
    </section>
    """

  static let eventsTemplate = """
    <ul class="events">
    {{#events}}<li><time datetime="{{at}}">{{date}}</time> <span>{{#isHere}}<a href="{{path}}">{{id}}</a>{{/isHere}}{{^isHere}}{{id}}{{/isHere}} {{before}}<q><bdi>{{name}}</bdi></q>{{after}}{{#hasOther}} {{#isOtherHere}}<a href="{{otherPath}}">{{other}}</a>{{/isOtherHere}}{{^isOtherHere}}{{other}}{{/isOtherHere}}{{/hasOther}}, {{by}}</span></li>
    {{/events}}</ul>
    """
}
