import EarshotInsights
import EarshotRecords

/// An alarm's records by day: at most 60 bars, each of as many days, the last one whole.
struct AlarmChart {
  struct Bar: Equatable {
    /// Its first day, since 1970 UTC.
    let day: Int
    let count: Int
  }

  let bars: [Bar]
  /// Days in a bar.
  let width: Int

  /// Before the first record of a new theme there were none, which its chart shows for two weeks;
  /// of a surge nothing is known of the days before.
  init(_ alarm: Alarm) {
    let days = alarm.days.map(\.day)
    guard let first = days.min(), let last = days.max() else {
      (bars, width) = ([], 1)
      return
    }
    let start = alarm.kind == .newTheme ? min(first, last - 13) : first
    let width = (last - start) / 60 + 1
    var counts = [Int](repeating: 0, count: (last - start) / width + 1)
    for day in alarm.days { counts[counts.count - 1 - (last - day.day) / width] += day.count }
    self.width = width
    bars = counts.enumerated().map { i, count in
      Bar(day: last - (counts.count - i) * width + 1, count: count)
    }
  }

  static func date(_ day: Int) -> String {
    String(Timestamp(microseconds: Int64(day) * 86_400_000_000).description.prefix { $0 != "T" })
  }

  /// The chart in words.
  var spoken: String {
    guard let first = bars.first(where: { $0.count > 0 }), let last = bars.last else { return "" }
    let most = bars.map(\.count).max() ?? 0
    let unit = width == 1 ? "a day" : "in \(width) days"
    return
      "Records from \(Self.date(first.day)) to \(Self.date(last.day + width - 1)): \(first.count) at first, \(last.count) at last, \(most) \(unit) at the most"
  }
}
