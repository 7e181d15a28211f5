/// What a run of `earshot themes` found, as a page to read and to hand on.
///
/// Holds no customer's text but the themes' quotes, terms and names, which a redactor has been over.
/// The same report gives the same bytes.
public struct ThemeReport: Sendable {
  public var themes: [Theme]
  /// All records read.
  public var records: Int
  /// Records that are in no theme.
  public var withoutTheme: Int
  /// Why records are in none, and how many for each reason.
  public var reasons: [(String, Int)]
  /// What was read, as a person would say it: the files' names.
  public var source: String
  /// Of the program.
  public var version: String
  public var seed: UInt64
  /// What a reader should know of this run: a sentence each.
  public var notes: [String]
  /// What happened to themes since the workspace's last run, a sentence each; empty on a first run.
  public var events: [String]
  /// Days that one count of the trends stands for, 1 or 7; nil where the dates have to tell.
  public var trendDays: Int?

  public init(
    themes: [Theme], records: Int, withoutTheme: Int, reasons: [(String, Int)], source: String,
    version: String, seed: UInt64, notes: [String], events: [String]
  ) {
    (self.themes, self.records, self.withoutTheme) = (themes, records, withoutTheme)
    (self.reasons, self.source, self.version) = (reasons, source, version)
    (self.seed, self.notes, self.events) = (seed, notes, events)
  }

  /// One HTML page that needs nothing from outside, and no script to be read: its own few lines only
  /// search, sort and show figures under the pointer.
  ///
  /// - Complexity: O(themes · (days + quotes)), and O(themes²) to place names on the map.
  public func html() -> [UInt8] { Array(ThemeReportPage(self).document.html.utf8) }
}

/// A report with its themes in the order in which they are shown.
struct ThemeReportPage {
  typealias Number = AuditReportNumber

  let report: ThemeReport
  /// The largest first; of two of one size, the first given.
  let themes: [Theme]
  /// The largest first, themes without an area last.
  let areas: [Area]
  let timeline: ThemeReportTimeline?
  /// Whether there was a run before this one.
  let hasLastRun: Bool

  struct Area {
    /// nil for themes that have none.
    let name: String?
    /// Places in `themes`.
    var members: [Int] = []
    var size = 0
  }

  init(_ report: ThemeReport) {
    self.report = report
    let themes = report.themes.enumerated().sorted {
      ($1.element.size, $0.offset) < ($0.element.size, $1.offset)
    }.map(\.element)
    self.themes = themes
    var areas: [Area] = []
    for (i, theme) in themes.enumerated() {
      let at =
        areas.firstIndex { $0.name == theme.parent }
        ?? {
          areas.append(Area(name: theme.parent))
          return areas.count - 1
        }()
      areas[at].members.append(i)
      areas[at].size += theme.size
    }
    self.areas = areas.enumerated().sorted { a, b in
      if (a.element.name == nil) != (b.element.name == nil) { return b.element.name == nil }
      return (b.element.size, a.offset) < (a.element.size, b.offset)
    }.map(\.element)
    timeline = ThemeReportTimeline(themes, days: report.trendDays)
    hasLastRun = !report.events.isEmpty || themes.contains { $0.previous != nil }
  }

  var hasAreas: Bool { areas.contains { $0.name != nil } }
  var hasTags: Bool { themes.contains { $0.tags != nil } }

  /// The number of the area of each theme.
  var areaOfTheme: [Int] {
    var of = [Int](repeating: 0, count: themes.count)
    for (a, area) in areas.enumerated() {
      for i in area.members { of[i] = a }
    }
    return of
  }

  /// The name that links to a theme's section: `theme-T1`.
  ///
  /// What is not a letter or digit of ASCII is written as `_` and its bytes, so that no id can be
  /// another's, or end the attribute it stands in.
  static func anchor(_ theme: Theme) -> String {
    var anchor = "theme-"
    for byte in theme.id.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D:
        anchor.unicodeScalars.append(Unicode.Scalar(byte))
      default: anchor += (byte < 16 ? "_0" : "_") + String(byte, radix: 16)
      }
    }
    return anchor
  }
}
