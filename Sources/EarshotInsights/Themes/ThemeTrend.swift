/// Records of a theme over time: days, or weeks (Monday to Sunday) where there are more than 92 days.
struct ThemeTrend {
  private let first: Int
  private let last: Int
  /// Days of a step: 1 or 7.
  let step: Int

  /// Steps at most: ten years of weeks.
  private static let most = 520

  /// Nil without times. Where times reach over more than `most` weeks, the weeks with most records are shown:
  /// one record dated 9999 shall not hide all others.
  init?(_ days: [Int32?]) {
    let sorted = days.compactMap { $0 }.sorted().map { Int($0) }
    guard let first = sorted.first, let last = sorted.last else { return nil }
    if last - first < 92 {
      (self.first, self.last, step) = (first, last, 1)
      return
    }
    var best = (records: 0, first: 0, last: 0)
    var start = 0
    for end in sorted.indices {
      while Self.monday(sorted[end]) - Self.monday(sorted[start]) >= Self.most * 7 { start += 1 }
      if end - start + 1 > best.records {
        best = (end - start + 1, Self.monday(sorted[start]), Self.monday(sorted[end]))
      }
    }
    (self.first, self.last, step) = (best.first, best.last, 7)
  }

  /// The Monday of a day's week; 1970-01-01 was a Thursday.
  private static func monday(_ day: Int) -> Int { day - ((day + 3) % 7 + 7) % 7 }

  /// The number of records in each step from the first of all records to the last.
  func counts(_ days: some Sequence<Int32>) -> [Theme.Count] {
    var counts = [Int](repeating: 0, count: (last - first) / step + 1)
    for day in days where Int(day) >= first && Int(day) < last + step {
      counts[(Int(day) - first) / step] += 1
    }
    return counts.enumerated().map {
      Theme.Count(from: CivilDay.text(first + $0.offset * step), count: $0.element)
    }
  }
}
