/// The days or weeks that a report's trends are drawn over: the same for all themes, without gaps.
struct ThemeReportTimeline {
  /// More bars can't be told apart on a page.
  static let mostBars = 92

  /// The first day of the first bar, in days since 1970-01-01.
  let start: Int
  /// Days a bar.
  let step: Int
  let bars: Int
  /// The first and the last day spoken of.
  let first: String
  let last: String

  /// nil where no theme has a trend.
  ///
  /// - Parameter days: of one count; nil: weeks where all dates lie whole weeks apart.
  init?(_ themes: [Theme], days unit: Int? = nil) {
    let days = Set(themes.flatMap { $0.trend.compactMap { CivilDay.number($0.from) } }).sorted()
    guard let low = days.first, let high = days.last else { return nil }
    let isWeekly =
      unit.map { $0 == 7 } ?? (days.count > 1 && days.allSatisfy { ($0 - low) % 7 == 0 })
    let unit = isWeekly ? 7 : 1
    let units = (high - low) / unit + 1
    // Where bars are many weeks are joined to bars, from the last one back, so that it is whole.
    let unitsABar =
      units <= Self.mostBars
      ? 1 : isWeekly ? Self.rounded(units) : 7 * Self.rounded((units + 6) / 7)
    step = unit * unitsABar
    bars = (units + unitsABar - 1) / unitsABar
    start = high + unit - bars * step
    (first, last) = (CivilDay.text(low), CivilDay.text(high + unit - 1))
  }

  private static func rounded(_ units: Int) -> Int { (units + mostBars - 1) / mostBars }

  /// `a day`, `a week`, `in 4 weeks`.
  var unit: String {
    step == 1
      ? "a day" : step == 7 ? "a week" : step % 7 == 0 ? "in \(step / 7) weeks" : "in \(step) days"
  }

  /// Records of each bar.
  func counts(_ theme: Theme) -> [Int] {
    var counts = [Int](repeating: 0, count: bars)
    for count in theme.trend {
      if let day = CivilDay.number(count.from) {
        counts[(day - start) / step] += max(0, count.count)
      }
    }
    return counts
  }

  /// The first day of a bar.
  func date(_ bar: Int) -> String { CivilDay.text(start + bar * step) }
}
