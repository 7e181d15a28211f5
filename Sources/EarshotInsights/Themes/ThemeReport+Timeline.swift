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
    let days = Set(themes.flatMap { $0.trend.compactMap { Self.day($0.from) } }).sorted()
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
    (first, last) = (Self.text(low), Self.text(high + unit - 1))
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
      if let day = Self.day(count.from) { counts[(day - start) / step] += max(0, count.count) }
    }
    return counts
  }

  /// The first day of a bar.
  func date(_ bar: Int) -> String { Self.text(start + bar * step) }

  // MARK: - Days

  /// Days since 1970-01-01 of `2026-11-22`, in the calendar of all years (Hinnant, days_from_civil); nil
  /// for what is no such date.
  static func day(_ text: String) -> Int? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2], let y = Int(parts[0]), let month = Int(parts[1]),
      let day = Int(parts[2]), y >= 0, 1...12 ~= month, 1...31 ~= day
    else { return nil }
    // Years begin in March, so that a leap day is the last.
    let year = month > 2 ? y : y - 1
    let era = (year >= 0 ? year : year - 399) / 400
    let ofEra = year - era * 400
    let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
  }

  /// `2026-11-22` (Hinnant, civil_from_days).
  static func text(_ day: Int) -> String {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let ofEra = shifted - era * 146_097
    let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * year + year / 4 - year / 100)
    let part = (5 * ofYear + 2) / 153
    let month = part < 10 ? part + 3 : part - 9
    let civil = [year + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * part + 2) / 5 + 1]
    let digits = civil.map { String($0) }
    return zip(digits, [4, 2, 2]).map { String(repeating: "0", count: max(0, $1 - $0.count)) + $0 }
      .joined(separator: "-")
  }
}
