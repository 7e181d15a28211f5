import Testing

@testable import EarshotInsights

@Suite("The trend of a theme")
struct ThemeTrendTests {
  /// Numbers of days are Python's `datetime.date` less 1970-01-01.
  @Test(
    "a day has its date, leap days and days before 1970 too",
    arguments: [
      (0, "1970-01-01"), (-1, "1969-12-31"), (-672, "1968-02-29"), (11_016, "2000-02-29"),
      (-25_508, "1900-03-01"), (-25_509, "1900-02-28"), (19_782, "2024-02-29"),
      (19_783, "2024-03-01"), (20_779, "2026-11-22"), (47_541, "2100-03-01"),
      (-719_162, "0001-01-01"), (2_932_896, "9999-12-31"),
    ] as [(Int, String)])
  func dates(_ day: Int, _ date: String) { #expect(CivilDay.text(day) == date) }

  @Test("92 days are counted by day")
  func days() throws {
    let counts = try #require(ThemeTrend([91, nil, 0, 5])).counts([0, 91, 91, 5])
    #expect(counts.count == 92)
    #expect(counts.first == Theme.Count(from: "1970-01-01", count: 1))
    #expect(counts[5] == Theme.Count(from: "1970-01-06", count: 1))
    #expect(counts.last == Theme.Count(from: "1970-04-02", count: 2))
  }

  @Test("93 days are counted by week, from Monday to Sunday")
  func weeks() throws {
    // 1970-01-01 is a Thursday, 1970-04-03 a Friday.
    let counts = try #require(ThemeTrend([0, 92])).counts([0, 3, 4, 10, 11, 92])
    #expect(counts.count == 14)
    #expect(
      counts.prefix(3)
        == [
          Theme.Count(from: "1969-12-29", count: 2), Theme.Count(from: "1970-01-05", count: 2),
          Theme.Count(from: "1970-01-12", count: 1),
        ])
    #expect(counts.last == Theme.Count(from: "1970-03-30", count: 1))
  }

  @Test("weeks before 1970 begin on Monday as well")
  func negativeWeeks() throws {
    // −200 is 1969-06-15, a Sunday.
    let counts = try #require(ThemeTrend([-200, -50])).counts([-200, -199])
    #expect(
      counts.prefix(2)
        == [
          Theme.Count(from: "1969-06-09", count: 1), Theme.Count(from: "1969-06-16", count: 1),
        ])
  }

  @Test("every record is counted once, whatever the days")
  func total() throws {
    for last in [0, 1, 50, 91, 92, 93, 400, 3600] as [Int32] {
      let days = (0...last).filter { $0 % 3 == 0 }
      let counts = try #require(ThemeTrend(days)).counts(days)
      #expect(counts.reduce(0) { $0 + $1.count } == days.count, "\(last) days")
    }
  }

  // 2024-10-04 and 2026-11-22: the weeks of 2024-09-30 to 2026-11-16 are 112.
  @Test(
    "a record of the year 1 or 9999 does not hide the others: of 520 weeks those with most records",
    arguments: [[-719_162, 20_000, 20_779], [20_000, 20_779, 2_932_896]] as [[Int32]])
  func longSpans(_ days: [Int32]) throws {
    let counts = try #require(ThemeTrend(days)).counts(days)
    #expect(counts.count == 112)
    #expect(counts.first == Theme.Count(from: "2024-09-30", count: 1))
    #expect(counts.last == Theme.Count(from: "2026-11-16", count: 1))
    #expect(counts.reduce(0) { $0 + $1.count } == 2)
  }

  @Test("the ends of what a day may be do not trap")
  func extremes() throws {
    #expect(try #require(ThemeTrend([.min, .max])).counts([.min, .max]).count == 1)
    #expect(try #require(ThemeTrend([.min])).counts([.min]).count == 1)
    #expect(try #require(ThemeTrend([.min, .min + 400])).counts([.min]).first?.count == 1)
  }

  @Test("without times there is no trend")
  func none() {
    #expect(ThemeTrend([]) == nil)
    #expect(ThemeTrend([nil, nil]) == nil)
  }
}

@Suite("Records that themes are made of")
struct ThemeRecordsTests {
  private func records(_ microseconds: [Int64?]) -> ThemeRecords {
    var records = ThemeRecords()
    for (i, time) in microseconds.enumerated() {
      records.append(text: "a".utf8, id: "\(i)", microseconds: time, tags: .init())
    }
    return records
  }

  @Test("a time is on the day that began before it, in 1969 too")
  func days() {
    let day: Int64 = 86_400_000_000
    #expect(
      records([0, day - 1, day, -1, -day, -day - 1, nil]).days == [0, 0, 1, -1, -1, -2, nil])
  }

  @Test("the first and last possible times do not trap")
  func extremes() {
    // 2⁶³ / 86.4e9 = 106,751,991.2
    #expect(records([.min, .max]).days == [-106_751_992, 106_751_991])
  }

  @Test("tags stay with their record though others have none")
  func tags() {
    var records = records([nil, nil])
    #expect(!records.isTagged)
    let own = ThemeRecords.RecordTags(isNegative: true, topic: "a.b")
    records.append(text: "b".utf8, id: "x", microseconds: nil, tags: own)
    records.append(text: "c".utf8, id: "y", microseconds: nil, tags: .init())
    #expect(records.isTagged)
    #expect((0..<4).map { records.tags(of: $0) } == [.init(), .init(), own, .init()])
  }
}
