import EarshotInsights
import EarshotStore

/// The map of themes: circles by size, coloured by area.
extension ThemesPage {
  /// Across, places are stretched a little, for the names.
  private static let (width, height) = (1250.0, 1000.0)

  /// The areas, those with most records first.
  static func areas(_ themes: [StoredTheme]) -> [String] {
    var sizes: [String: Int] = [:]
    for stored in themes {
      if let area = stored.theme.parent { sizes[area, default: 0] += stored.theme.size }
    }
    return sizes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
  }

  /// The classes of an area's colour; eight can be told apart, those after have dashed edges.
  static func kind(_ area: Int) -> String {
    "c c\(area % 8)\(area / 8 % 2 == 1 ? " again" : "")"
  }

  /// A circle a theme, as large as it has records, and names of the larger ones.
  func map(
    _ themes: [StoredTheme], _ areas: [String], shown: Set<String>
  ) -> [String: Any] {
    // The largest first, so that small ones lie on top.
    let themes = ThemeOrder("").sorted(themes).map(\.theme)
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
}
