import EarshotInsights
import EarshotStore

/// One theme: what it is about, where it comes from, and what a user may change about it.
///
/// Whatever is changed here, later runs keep.
struct ThemePage {
  let site: Site
  let request: PageRequest
  let id: String

  /// Events that are shown, and looked through for them.
  private static let mostEvents = 50
  private static let mostSearched = 20_000

  init(_ site: Site, _ request: PageRequest, _ id: String) {
    (self.site, self.request, self.id) = (site, request, id)
  }

  private var address: String { ThemesPage.path(id) }

  /// - Parameters:
  ///   - problem: why a form was not taken.
  ///   - typed: a new name that was not taken.
  func show(
    problem: String? = nil, status: Int = 200, typed: String? = nil
  ) throws(WorkspaceError) -> PageResponse {
    guard let last = try site.workspace.latestThemes() else {
      throw .noThemes(path: site.workspace.path)
    }
    let standing = last.themes.filter { $0.mergedInto == nil }
    guard let stored = last.themes.first(where: { $0.theme.id == id }) else {
      throw .unknownTheme(id: id, known: standing.map(\.theme.id))
    }
    if let whole = stored.mergedInto {
      return site.message(
        request, 200, "\(id) is a part of \(whole)",
        "Somebody merged it into \(whole), whose numbers hold its records too.",
        back: ThemesPage.path(whole), backText: "Go to \(whole)")
    }
    var values = self.values(stored)
    values["problem"] = problem
    values["typed"] = typed ?? stored.theme.name
    let parts = last.themes.filter { $0.mergedInto == id }
    values["hasParts"] = !parts.isEmpty
    values["parts"] = parts.map { part -> [String: Any] in
      ["partID": part.theme.id, "partName": part.theme.name]
    }
    let others = standing.filter { $0.theme.id != id }
    values["hasOthers"] = !others.isEmpty
    values["others"] = ThemeOrder("name").sorted(others).map { other -> [String: Any] in
      ["value": other.theme.id, "label": "\(other.theme.name) (\(other.theme.id))"]
    }
    let events = try site.workspace.themeEvents(limit: Self.mostSearched).filter {
      $0.event.theme == id || ($0.event.other == id && $0.event.kind != .adopted)
    }
    values["hasEvents"] = !events.isEmpty
    values["events"] = ThemesPage.values(
      of: events.prefix(Self.mostEvents), ids: Set(last.themes.map(\.theme.id)))
    return site.page(
      request, "theme", title: stored.theme.name, status: status, address: address, values)
  }

  // MARK: - Forms

  func rename(_ form: Form) throws(WorkspaceError) -> PageResponse {
    let name = form["name"] ?? ""
    return try change(typed: name) { () throws(WorkspaceError) in
      try site.workspace.renameTheme(id, to: name)
    }
  }

  /// Goes on to the theme that this one is a part of from then on.
  func merge(_ form: Form) throws(WorkspaceError) -> PageResponse {
    guard let other = form["into"], !other.isEmpty else {
      return try show(problem: "Choose the theme that this one is to be a part of.", status: 400)
    }
    return try change(goingTo: ThemesPage.path(other)) { () throws(WorkspaceError) in
      try site.workspace.mergeTheme(id, into: other)
    }
  }

  func pin(_ form: Form) throws(WorkspaceError) -> PageResponse {
    guard let answer = form["pinned"], ["yes", "no"].contains(answer) else {
      return try show(problem: "Choose whether the theme is to be pinned.", status: 400)
    }
    return try change { () throws(WorkspaceError) in
      try site.workspace.pinTheme(id, answer == "yes")
    }
  }

  /// What a user can mend is said beside the forms, with what was typed.
  private func change(
    typed: String? = nil, goingTo path: String? = nil, _ body: () throws(WorkspaceError) -> Void
  ) throws(WorkspaceError) -> PageResponse {
    do throws(WorkspaceError) {
      try body()
      return .redirect(to: path ?? address)
    } catch {
      switch error {
      case .badThemeName, .themeNameTaken, .mergedIntoItself:
        return try show(
          problem: error.message, status: Site.words(error).status, typed: typed)
      default: throw error
      }
    }
  }

  // MARK: - Words

  private func values(_ stored: StoredTheme) -> [String: Any] {
    let theme = stored.theme
    let shown = theme.quotes.filter { !$0.text.isEmpty }
    let hidden = theme.quotes.filter { $0.text.isEmpty }
    var values: [String: Any] = [
      "id": id, "path": address, "theme": theme.name, "isPinned": stored.isPinned,
      "hasTerms": !theme.terms.isEmpty, "terms": theme.terms,
      "facts": facts(stored).map { name, value -> [String: Any] in
        ["fact": name, "says": value]
      },
      "hasQuotes": !shown.isEmpty,
      "quotes": shown.map { ["record": $0.id, "quote": $0.text] as [String: Any] },
      "hasHidden": !hidden.isEmpty, "hidden": hidden.map(\.id).joined(separator: ", "),
      "hasTrend": !theme.trend.isEmpty, "bars": Self.bars(theme.trend),
    ]
    values["suggested"] = stored.adoptedTopic == nil ? theme.tags?.topic : nil
    if let first = theme.trend.first, let last = theme.trend.last {
      let most = theme.trend.map(\.count).max() ?? 0
      values["from"] = first.from
      values["until"] = last.from
      values["most"] = most
      values["spoken"] =
        "Records from \(first.from) to \(last.from): \(first.count) at first, \(last.count) at last, \(most) at the most"
    }
    return values
  }

  private func facts(_ stored: StoredTheme) -> [(String, String)] {
    let theme = stored.theme
    let percent = ThemesPage.percent
    var facts = [
      ("Records", "\(theme.size), \(percent(theme.share)) of all"),
      ("Different texts", "\(theme.distinct)"),
      ("Cohesion", VerdictPage.decimal(min(max(theme.cohesion, -1), 1), 2)),
    ]
    if theme.repeated > 0 {
      facts.append(
        ("Most repeated text", "\(percent(theme.repeated)) of its records are near copies of it"))
    }
    if let area = theme.parent { facts.append(("Area", area)) }
    if let tags = theme.tags {
      facts.append(("Tagged", counted(tags.count, "record")))
      for (name, share) in [("Negative", tags.negative), ("Frustrated", tags.frustrated)] {
        if let share { facts.append((name, "\(percent(share)) of those")) }
      }
    }
    if let topic = stored.adoptedTopic {
      facts.append(("Topic", "adopted as \(topic)"))
    } else if let tags = theme.tags, let topic = tags.topic {
      facts.append(("Topic", "suggested: \(topic), the tag of \(percent(tags.topicShare))"))
    }
    if stored.isNamedByUser { facts.append(("Name", "given by a user; later runs keep it")) }
    facts.append(("Last run", Self.words(theme)))
    return facts
  }

  /// What it was in the last run.
  private static func words(_ theme: Theme) -> String {
    guard let before = theme.previous else { return "none of its themes was like this one" }
    let numbers =
      "\(counted(before.size, "record")), \(ThemesPage.percent(before.share)) of all"
      + (before.change == .split ? "" : " (now \(ThemesPage.change(theme)))")
    return switch before.change {
    case .kept: numbers
    case .renamed: "called “\(before.name)”, \(numbers)"
    case .split: "a part of \(before.theme) “\(before.name)”, \(numbers)"
    case .merged: "\(before.theme) “\(before.name)”, \(numbers); it took in most of another theme"
    }
  }

  /// Bars over 640, up to 100 high.
  private static func bars(_ trend: [Theme.Count]) -> [[String: Any]] {
    let most = Double(max(1, trend.map(\.count).max() ?? 1))
    let width = 640 / Double(max(1, trend.count))
    return trend.enumerated().map { i, count in
      let height = Double(count.count) / most * 100
      return [
        "x": VerdictPage.decimal(Double(i) * width, 2), "y": VerdictPage.decimal(130 - height, 1),
        // A gap where there is room for one.
        "width": VerdictPage.decimal(max(width - 2, width * 0.8), 2),
        "height": VerdictPage.decimal(height, 1), "label": "\(count.from): \(count.count)",
      ]
    }
  }

  // MARK: - Template

  static let template = """
    <section class="list theme" data-title="{{title}}">
    <p class="where"><a href="/themes">Themes</a> <span aria-hidden="true">/</span> {{id}}</p>
    <h1><bdi>{{theme}}</bdi>{{#isPinned}} <span class="mine">pinned</span>{{/isPinned}}</h1>
    {{#problem}}<p class="problem" role="alert">{{problem}}</p>{{/problem}}
    {{#hasTerms}}<ul class="terms" aria-label="Terms">{{#terms}}<li><bdi>{{.}}</bdi></li>{{/terms}}</ul>{{/hasTerms}}
    <dl>{{#facts}}<dt>{{fact}}</dt><dd>{{says}}</dd>{{/facts}}</dl>
    {{#suggested}}<p class="hint"><code>earshot themes adopt {{id}} FILE --topic {{suggested}} --workspace W -o FILE</code> makes its records examples of that topic.</p>{{/suggested}}
    {{#hasTrend}}<h2>Trend</h2>
    <svg class="trend" viewBox="0 0 640 160" role="img" aria-label="{{spoken}}">{{#bars}}<rect x="{{x}}" y="{{y}}" width="{{width}}" height="{{height}}"><title>{{label}}</title></rect>{{/bars}}<line x1="0" y1="130" x2="640" y2="130"/><text x="0" y="20">{{most}} at the most</text><text x="0" y="155">{{from}}</text><text x="640" y="155" text-anchor="end">{{until}}</text></svg>{{/hasTrend}}
    <h2>Quotes</h2>
    {{#hasQuotes}}<ul class="quotes">{{#quotes}}<li><blockquote dir="auto">{{quote}}</blockquote><p class="id">Record {{record}}</p></li>{{/quotes}}</ul>{{/hasQuotes}}
    {{#hasHidden}}<p class="hint">Near its centre are the records {{hidden}}. Their texts were not kept; <code>earshot themes FILE --workspace W --keep-text</code> keeps them, without personal data.</p>{{/hasHidden}}
    {{^hasQuotes}}{{^hasHidden}}<p class="hint">The run chose none.</p>{{/hasHidden}}{{/hasQuotes}}
    <h2>Change it</h2>
    <p class="hint">Later runs keep what is decided here.</p>
    <form class="change" method="post" action="{{path}}/rename"><input type="hidden" name="form" value="{{form}}">
    <label for="name">Name</label>
    <div><input id="name" name="name" value="{{typed}}" maxlength="240" autocomplete="off" required><button type="submit">Rename</button></div></form>
    {{#hasOthers}}<form class="change" method="post" action="{{path}}/merge"><input type="hidden" name="form" value="{{form}}">
    <label for="into">Make it a part of another theme. That cannot be taken back.</label>
    <div><select id="into" name="into" required><option value="">Choose a theme</option>{{#others}}<option value="{{value}}">{{label}}</option>{{/others}}</select><button type="submit">Merge</button></div></form>{{/hasOthers}}
    <form class="change" method="post" action="{{path}}/pin"><input type="hidden" name="form" value="{{form}}">
    <p>It takes more for a later run to lose a pinned theme.</p>
    <button type="submit" name="pinned" value="{{^isPinned}}yes{{/isPinned}}{{#isPinned}}no{{/isPinned}}">{{^isPinned}}Pin{{/isPinned}}{{#isPinned}}Unpin{{/isPinned}}</button></form>
    {{#hasParts}}<h2>Merged into it</h2>
    <ul class="parts">{{#parts}}<li>{{partID}} <q><bdi>{{partName}}</bdi></q></li>{{/parts}}</ul>{{/hasParts}}
    {{#hasEvents}}<h2>What happened to it</h2>
    {{> theme-events}}{{/hasEvents}}
    <p class="ways"><a class="button" href="/themes">All themes</a></p>
    </section>
    """
}
