import EarshotInsights
import EarshotStore

/// How the table of themes is sorted: `name`, or `-name` the other way round.
struct ThemeOrder {
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
    var isDownFirst: Bool { self != .name && self != .area }

    /// Whether a theme has anything in this column.
    func isKnown(of theme: Theme) -> Bool {
      switch self {
      case .name, .size, .share: true
      case .area: theme.parent != nil
      case .negative: theme.tags?.negative != nil
      case .frustrated: theme.tags?.frustrated != nil
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
