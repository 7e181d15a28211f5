import Foundation
import Testing

@testable import EarshotRecords

@Suite("Times")
struct TimestampTests {
  @Test(
    "each day from 1900 to 2100 agrees with Foundation's calendar and is written as it was read")
  func days() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    // 1900-01-01 is 25,567 days before 1970, 2100-12-31 is 47,846 after.
    for day in stride(from: -25_567, through: 47_846, by: 13) {
      let seconds = day * 86_400 + 35_127
      let parts = calendar.dateComponents(
        [.year, .month, .day], from: Date(timeIntervalSince1970: Double(seconds)))
      let text = String(
        format: "%04d-%02d-%02dT09:45:27Z", parts.year!, parts.month!, parts.day!)
      let timestamp = TimeFormat.rfc3339.timestamp(text)
      #expect(timestamp?.microseconds == Int64(seconds) * 1_000_000)
      #expect(timestamp?.description == text)
    }
  }

  @Test("every date of the calendar has the number after the one before")
  func consecutive() {
    var expected = Timestamp.daysSince1970(year: 1600, month: 1, day: 1)
    #expect(expected == -135_140)
    for year in 1600...2400 {
      for month in 1...12 {
        for day in 1...Timestamp.days(in: month, of: year) {
          #expect(Timestamp.daysSince1970(year: year, month: month, day: day) == expected)
          #expect(Timestamp.civil(daysSince1970: expected) == (year, month, day))
          expected += 1
        }
      }
    }
  }

  /// Seconds from GNU date: `date -u -d … +%s`.
  @Test(
    "times in the forms of RFC 3339",
    arguments: [
      ("2026-02-28T09:15:00Z", 1_772_270_100_000_000),
      ("2026-02-28 09:15:00+01:00", 1_772_266_500_000_000),
      ("2026-02-28T09:15:00.123-0330", 1_772_282_700_123_000),
      ("2026-02-28T09:15:00.000+0000", 1_772_270_100_000_000),
      ("2026-02-28t09:15z", 1_772_270_100_000_000),
      ("2026-02-28T09:15:00,5Z", 1_772_270_100_500_000),
      ("2026-02-28", 1_772_236_800_000_000),
      ("  2026-02-28 09:15:00 UTC ", 1_772_270_100_000_000),
      ("1969-12-31T23:59:59.999999Z", -1),
      ("2016-12-31T23:59:60Z", 1_483_228_800_000_000),
      ("2000-02-29", 951_782_400_000_000),
    ] as [(String, Int64)])
  func rfc3339(_ text: String, _ microseconds: Int64) {
    #expect(TimeFormat.rfc3339.timestamp(text)?.microseconds == microseconds)
  }

  @Test(
    "what is no time is refused",
    arguments: [
      "", "2026", "2026-2-28", "2026-02-30", "1900-02-29", "2026-13-01", "2026-00-01",
      "2026-01-01T24:00", "2026-01-01T10:60", "2026-01-01T10:00:61", "2026-01-01T10:00:00X",
      "2026-01-01T10:00:00.Z", "2026-01-01T10:00:00+1", "31/02/2026", "1772270100", "2026-01-01T",
      "２０26-01-01",
    ])
  func refuses(_ text: String) {
    #expect(TimeFormat.rfc3339.timestamp(text) == nil)
  }

  @Test("numbers are seconds or milliseconds where the format says so")
  func epoch() {
    #expect(TimeFormat("epoch").timestamp("1772270100")?.description == "2026-02-28T09:15:00Z")
    #expect(TimeFormat("epoch").timestamp("-1.5")?.description == "1969-12-31T23:59:58.5Z")
    #expect(
      TimeFormat("epoch_ms").timestamp("1772270100123")?.description == "2026-02-28T09:15:00.123Z")
    let either = TimeFormat.dateOrEpochSeconds
    #expect(either.timestamp("1772270100")?.description == "2026-02-28T09:15:00Z")
    #expect(either.timestamp("1772270100123")?.description == "2026-02-28T09:15:00.123Z")
    #expect(either.timestamp("2026-02-28")?.description == "2026-02-28T00:00:00Z")
    #expect(TimeFormat("epoch").timestamp("999999999999999") == nil)
    #expect(TimeFormat("epoch").timestamp("soon") == nil)
  }

  @Test(
    "patterns like strptime's",
    arguments: [
      ("%d/%m/%Y %H:%M", "28/02/2026 09:15", "2026-02-28T09:15:00Z"),
      ("%m/%d/%y %I:%M %p", "2/8/26 9:05 pm", "2026-02-08T21:05:00Z"),
      ("%I:%M %p %d %b %Y", "12:00 AM 1 Mar 2024", "2024-03-01T00:00:00Z"),
      ("%B %d, %Y", "February 29, 2024", "2024-02-29T00:00:00Z"),
      ("%Y-%m-%dT%H:%M:%S.%f%z", "2026-02-28T09:15:00.25+0530", "2026-02-28T03:45:00.25Z"),
      ("%F %T", "2026-02-28 09:15:01", "2026-02-28T09:15:01Z"),
      ("%Y%m%d%H%M%S", "20260228091501", "2026-02-28T09:15:01Z"),
      ("%d.%m.%y", "01.01.69", "1969-01-01T00:00:00Z"),
      ("%j %Y", "060 2024", "2024-02-29T00:00:00Z"),
      ("%s", "1772270100", "2026-02-28T09:15:00Z"),
      ("100%% %Y", "100% 2024", "2024-01-01T00:00:00Z"),
    ])
  func patterns(_ pattern: String, _ text: String, _ expected: String) {
    #expect(TimeFormat(pattern).timestamp(text)?.description == expected)
  }

  @Test(
    "a pattern must fit the whole text",
    arguments: [
      ("%Y", "2024x"), ("%Y-%m", "2024"), ("%I %p", "13 am"), ("%b", "Foo"), ("%z", "+1"),
      ("%Q", "1"), ("%j %Y", "366 2023"),
    ])
  func patternsRefuse(_ pattern: String, _ text: String) {
    #expect(TimeFormat(pattern).timestamp(text) == nil)
  }

  @Test("random moments are written and read back")
  func roundTrip() {
    var generator = SplitMix(seed: 11)
    for _ in 0..<2000 {
      let moment = Timestamp(
        microseconds: Int64.random(
          in: -2_208_988_800_000_000...4_133_980_799_000_000, using: &generator))
      #expect(TimeFormat.rfc3339.timestamp(moment.description) == moment)
    }
  }

  @Test("an unreadable time is a problem that names the column and what was expected")
  func problem() throws {
    var reader = try RecordReader(
      source: ByteSource(
        path: "t", pieces: [Array("text,created_at\na,31/02/2026\nb,\nc,2026-02-28\n".utf8)]),
      path: "t", options: ReadOptions())
    var batch = RecordBatch()
    _ = try reader.read(into: &batch, limit: 10)
    let problem = #expect(throws: RecordProblem.self) { try batch.timestamp(of: 0) }
    #expect(problem?.line == 2)
    #expect(problem?.code == .invalidTime)
    #expect(
      problem?.message
        == "\"created_at\": cannot read it as a time. Expected ISO 8601 (2026-02-28T09:15:00Z)."
        + " Use --time-format to name another format.")
    #expect(try batch.timestamp(of: 1) == nil)
    #expect(try batch.timestamp(of: 2)?.description == "2026-02-28T00:00:00Z")
  }
}
