import EarshotInsights

@testable import EarshotStore

/// A theme with something in every place.
func fullTheme(_ number: Int, size: Int = 40) -> Theme {
  var theme = Theme(id: "T\(number)", name: "theme \(number)", size: size, share: 0.25)
  (theme.distinct, theme.repeated, theme.cohesion) = (size / 2, 0.5, 0.75)
  theme.terms = ["late parcel", "\"quoted\" / slashed"]
  theme.quotes = [
    Theme.Quote(id: "r1", text: "secret of \(number)"), Theme.Quote(id: "r2", text: "more"),
  ]
  theme.parent = "delivery"
  theme.previous = Theme.Previous(theme: "T9", name: "old", size: 30, share: 0.1, change: .renamed)
  theme.trend = [
    Theme.Count(from: "2026-11-09", count: 15), Theme.Count(from: "2026-11-16", count: 25),
  ]
  theme.tags = Theme.Tags(
    count: 20, negative: 0.5, frustrated: 0.25, topic: "delivery.late", topicShare: 0.75)
  (theme.x, theme.y) = (0.1, 0.9)
  return theme
}

/// A run of the themes `T1`, `T2`, …
func smallRun(_ count: Int = 3, keepText: Bool = true) -> ThemeRun {
  var run = ThemeRun(
    records: 160, withoutTheme: 7, seed: .max, program: "test", model: [1, 2, 0, 255],
    themes: (1...count).map { StoredTheme(fullTheme($0)) }, nextNumber: count + 1)
  run.keepText = keepText
  run.events = [ThemeEvent(.born, theme: "T1", name: "theme 1")]
  return run
}

extension Workspace {
  /// A workspace in a folder, with one run of three themes in it.
  static func themed(_ folder: String, keepText: Bool = true) throws -> Workspace {
    let clock = Clock()
    let workspace = try Workspace(path: "\(folder)/w.sqlite", create: true, clock: { clock.now })
    try workspace.saveThemes(smallRun(keepText: keepText), after: nil)
    return workspace
  }

  func theme(_ number: Int) throws -> StoredTheme? {
    try latestThemes()?.themes.first { $0.theme.id == "T\(number)" }
  }
}
