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
    let order = Order(request.query["sort"] ?? "")
    let found = order.sorted(all.filter { Self.matches($0.theme, query) })
    let areas = Self.areas(all)
    let has = { (column: Order.Column) in all.contains { column.isKnown(of: $0.theme) } }
    let hasTrend = all.contains { !$0.theme.trend.isEmpty }
    var values: [String: Any] = [
      "run": last.run, "day": String(last.madeAt.prefix(10)),
      "records": counted(last.records, "record"), "count": counted(all.count, "theme"),
      "without":
        "\(Self.percent(Double(last.withoutTheme) / Double(max(1, last.records)))) without a theme (\(last.withoutTheme))",
      "query": query, "isSearch": !query.allSatisfy(\.isWhitespace), "found": found.count,
      "hasFound": !found.isEmpty, "hasAreas": has(.area), "hasTrend": hasTrend,
      "hasTags": has(.negative), "hasLast": has(.change), "sort": order.text,
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
    _ order: Order, _ query: String, has: (Order.Column) -> Bool, hasTrend: Bool
  ) -> [[String: Any]] {
    var heads: [[String: Any]] = []
    for column in Order.Column.allCases where has(column) {
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
      "negative": theme.tags.map { Self.percent($0.negative) } ?? "–",
      "frustrated": theme.tags.map { Self.percent($0.frustrated) } ?? "–",
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

  // MARK: - Map

  /// Across, places are stretched a little, for the names.
  private static let (width, height) = (1250.0, 1000.0)

  /// The areas, those with most records first.
  private static func areas(_ themes: [StoredTheme]) -> [String] {
    var sizes: [String: Int] = [:]
    for stored in themes {
      if let area = stored.theme.parent { sizes[area, default: 0] += stored.theme.size }
    }
    return sizes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
  }

  /// The classes of an area's colour; eight can be told apart, those after have dashed edges.
  private static func kind(_ area: Int) -> String {
    "c c\(area % 8)\(area / 8 % 2 == 1 ? " again" : "")"
  }

  /// A circle a theme, as large as it has records, and names of the larger ones.
  private func map(
    _ themes: [StoredTheme], _ areas: [String], shown: Set<String>
  ) -> [String: Any] {
    // The largest first, so that small ones lie on top.
    let themes = Order("").sorted(themes).map(\.theme)
    let radii = ThemeMap.radii(sizes: themes.map(\.size))
    let circles = zip(themes, radii).map { theme, radius -> [String: Any] in
      let area = theme.parent.flatMap { areas.firstIndex(of: $0) }
      let place = Self.place(theme)
      return [
        "path": Self.path(theme.id), "x": VerdictPage.decimal(place.x, 1),
        "y": VerdictPage.decimal(place.y, 1), "r": VerdictPage.decimal(radius * Self.height, 1),
        "kind": (area.map(Self.kind) ?? "c") + (shown.contains(theme.id) ? "" : " off"),
        "label": "\(theme.name): \(counted(theme.size, "record")), \(Self.percent(theme.share))",
      ]
    }
    return [
      "circles": circles, "names": Self.names(of: themes.filter { shown.contains($0.id) }),
    ]
  }

  private static func place(_ theme: Theme) -> (x: Double, y: Double) {
    (min(max(theme.x, 0), 1) * width, min(max(theme.y, 0), 1) * height)
  }

  /// The first names, each where no other one is.
  private static func names(of themes: [Theme]) -> [[String: Any]] {
    var names: [[String: Any]] = []
    var taken: [(x: Double, y: Double, half: Double)] = []
    for theme in themes where names.count < 40 {
      let name = theme.name.count > 26 ? theme.name.prefix(25) + "…" : theme.name
      let place = place(theme)
      // Letters of 20 are about 11 wide.
      let half = Double(name.count) * 5.5 + 4
      let x = min(max(place.x, half), width - half)
      let y = min(max(place.y + 7, 20), height - 6)
      guard taken.allSatisfy({ abs($0.x - x) > $0.half + half || abs($0.y - y) > 24 })
      else { continue }
      taken.append((x, y, half))
      names.append([
        "x": VerdictPage.decimal(x, 1), "y": VerdictPage.decimal(y, 1), "text": name,
      ])
    }
    return names
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

/// How the table of themes is sorted: `name`, or `-name` the other way round.
struct Order {
  enum Column: String, CaseIterable {
    case name, area, size, share, negative, frustrated, change

    var label: String {
      switch self {
      case .name: "Theme"
      case .area: "Area"
      case .size: "Records"
      case .share: "Share"
      case .negative: "Negative"
      case .frustrated: "Frustrated"
      case .change: "Since last run"
      }
    }

    /// Numbers begin with the largest, names with A.
    fileprivate var isDownFirst: Bool { self != .name && self != .area }

    /// Whether a theme has anything in this column.
    func isKnown(of theme: Theme) -> Bool {
      switch self {
      case .name, .size, .share: true
      case .area: theme.parent != nil
      case .negative, .frustrated: theme.tags != nil
      case .change: theme.previous != nil
      }
    }
  }

  let column: Column
  let isDown: Bool

  /// Reads what an address says; the largest first where that is nothing known.
  init(_ text: String) {
    let isTurned = text.hasPrefix("-")
    let column = Column(rawValue: String(text.drop { $0 == "-" }))
    self.column = column ?? .size
    isDown = self.column.isDownFirst != (isTurned && column != nil)
  }

  var text: String { (isDown == column.isDownFirst ? "" : "-") + column.rawValue }

  /// What an address says after the head of a column was pressed.
  func text(after column: Column) -> String {
    (column == self.column && isDown == column.isDownFirst ? "-" : "") + column.rawValue
  }

  func sorted(_ themes: [StoredTheme]) -> [StoredTheme] {
    switch column {
    case .name: sorted(themes) { $0.name.lowercased() }
    case .area: sorted(themes) { $0.parent?.lowercased() }
    case .size: sorted(themes) { $0.size }
    case .share: sorted(themes) { $0.share }
    case .negative: sorted(themes) { $0.tags?.negative }
    case .frustrated: sorted(themes) { $0.tags?.frustrated }
    // What is new, or was a part of another theme, grew from nothing.
    case .change:
      sorted(themes) { theme in
        theme.share - (theme.previous.map { $0.change == .split ? 0 : $0.share } ?? 0)
      }
    }
  }

  /// Those without a value last; equal ones stay as they were.
  private func sorted<Value: Comparable>(
    _ themes: [StoredTheme], by value: (Theme) -> Value?
  ) -> [StoredTheme] {
    let values = themes.map { value($0.theme) }
    let order = themes.indices.sorted { i, j in
      switch (values[i], values[j]) {
      case (let a?, let b?) where a != b: isDown ? a > b : a < b
      case (_?, nil): true
      case (nil, _?): false
      default: i < j
      }
    }
    return order.map { themes[$0] }
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
    <tbody>{{#rows}}<tr><th scope="row"><svg class="key {{kind}}" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="7"/></svg><a href="{{path}}"><bdi>{{name}}</bdi></a> <span class="id">{{id}}</span>{{#isPinned}} <span class="mine">pinned</span>{{/isPinned}}</th>{{#hasAreas}}<td class="name"><bdi>{{area}}</bdi></td>{{/hasAreas}}<td>{{size}}</td><td>{{share}}</td>{{#hasTrend}}<td>{{#isDated}}<svg class="spark" viewBox="0 0 {{bars}} 20" preserveAspectRatio="none" role="img" aria-label="{{spoken}}"><path d="{{spark}}"/></svg>{{/isDated}}{{^isDated}}–{{/isDated}}</td>{{/hasTrend}}{{#hasTags}}<td>{{negative}}</td><td>{{frustrated}}</td>{{/hasTags}}{{#hasLast}}<td>{{change}}</td>{{/hasLast}}</tr>
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
