import EarshotInsights
import Testing

@Suite("Alarms in words")
struct AlarmTextTests {
  private let hour: Int64 = 3_600_000_000

  /// Records of nine hours from 2026-09-21T05:13:20Z on, a Monday.
  private func alarm(
    _ kind: Alarm.Kind, _ count: Int, expected: Double, p: Double, authors: Int? = nil
  ) -> Alarm {
    let first: Int64 = 1_790_000_000_000_000 - 9 * hour
    return Alarm(
      id: "A01", kind: kind, name: "card declined abroad", topic: "billing.card",
      raisedAt: first + 9 * hour, firstRecordAt: first, lastRecordAt: first + 9 * hour,
      count: count, expected: expected, pValue: p, distinctAuthors: authors)
  }

  @Test("a new theme")
  func newTheme() {
    // 1 / 3.2e-5 = 31,250
    #expect(
      AlarmText.sentence(alarm(.newTheme, 12, expected: 0.31, p: 3.2e-5))
        == "12 records in 9 hours, from Mon 2026-09-21 05:13 UTC, resemble each other and hardly anything before: “card declined abroad”. About 0.3 were to be expected. At the time it was raised chance alone brought so many once in 30,000 comparisons."
    )
  }

  @Test("a surge, with its authors")
  func surge() {
    #expect(
      AlarmText.sentence(alarm(.surge, 1031, expected: 10.2, p: 1e-12, authors: 1))
        == "Topic billing.card has 1,031 records by 1 author in 24 hours, rising since Mon 2026-09-21 05:13 UTC, where about 10 were to be expected (101 times). At the time it was raised chance alone brought so many less than once in a billion comparisons."
    )
  }

  @Test("a surge where nothing was expected, of a chance that is none")
  func unexpected() {
    var surge = alarm(.surge, 1, expected: 0, p: 0.7)
    surge.lastRecordAt = surge.firstRecordAt
    #expect(
      AlarmText.sentence(surge)
        == "Topic billing.card has 1 record in 24 hours, rising since Mon 2026-09-21 05:13 UTC, where none was to be expected. At the time it was raised chance alone brought so many in most comparisons."
    )
  }

  @Test(
    "a chance is one in so many, to one digit",
    arguments: [
      (1.0, "1 in 1"), (0.5, "1 in 2"), (0.0401, "1 in 20"), (3.2e-5, "1 in 30,000"),
      // 1 / 1.04e-4 = 9,615; 1 / 1.06e-4 = 9,434
      (1.04e-4, "1 in 10,000"), (1.06e-4, "1 in 9,000"), (2e-9, "1 in 500,000,000"),
      (1e-9, "less than 1 in a billion"), (0, "less than 1 in a billion"),
    ])
  func chances(p: Double, words: String) {
    #expect(AlarmText.chance(p) == words)
  }

  @Test(
    "what was expected, to one decimal below ten",
    arguments: [
      (0.0, "none"), (0.049, "below 0.1"), (0.05, "0.1"), (0.96, "1"), (3.14, "3.1"),
      (9.94, "9.9"), (9.96, "10"), (1234.5, "1,235"),
    ])
  func expected(count: Double, words: String) {
    #expect(AlarmText.expected(count) == words)
  }

  @Test(
    "days of the week, before 1970 too",
    arguments: [
      (0 as Int64, "Thu 1970-01-01 00:00 UTC"), (-1, "Wed 1969-12-31 23:59 UTC"),
      (1_790_000_000_000_000, "Mon 2026-09-21 14:13 UTC"),
      (-604_800_000_000, "Thu 1969-12-25 00:00 UTC"),
    ])
  func days(moment: Int64, words: String) {
    #expect(AlarmText.time(moment) == words)
  }

  @Test("what takes longer than two days is said in days")
  func longSpans() {
    var alarm = alarm(.newTheme, 40, expected: 1.04, p: 0.01)
    alarm.lastRecordAt = alarm.firstRecordAt + 48 * hour
    #expect(AlarmText.sentence(alarm).hasPrefix("40 records in 48 hours, from"))
    alarm.lastRecordAt += 1
    #expect(AlarmText.sentence(alarm).hasPrefix("40 records in 3 days, from"))
    #expect(AlarmText.sentence(alarm).contains("About 1 was to be expected."))
  }
}
