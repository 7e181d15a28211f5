import EarshotRecords

/// Alarms in words.
public enum AlarmText {
  /// What happened, in plain sentences: how many records, since when, of how many expected, how sure.
  ///
  /// The chance is that of one comparison; how many of all alarms are false is set by the budget.
  public static func sentence(_ alarm: Alarm) -> String {
    let when = "in \(span(alarm)), from \(time(alarm.firstRecordAt)),"
    let by = alarm.distinctAuthors.map { " by \(AuditReportNumber.counted($0, "author"))" } ?? ""
    let records = AuditReportNumber.counted(alarm.count, "record") + by
    let chance = "At the time it was raised chance alone brought so many \(odds(alarm.pValue))."
    switch alarm.kind {
    case .newTheme:
      let name = alarm.name.isEmpty ? "" : ": “\(alarm.name)”"
      let words =
        alarm.count == 1
        ? "resembles hardly anything before"
        : "resemble each other and hardly anything before"
      return "\(records) \(when) \(words)\(name). \(expectation(alarm, after: "")). \(chance)"
    case .surge:
      let topic = alarm.topic ?? alarm.name
      let ratio = alarm.ratio.map { " (\(times($0)) times)" } ?? ""
      let expected = expectation(alarm, after: "where ")
      // A surge is judged over the last 24 hours, or over the days of a slow rise.
      let isLong = alarm.lastRecordAt - alarm.firstRecordAt > Span64.day
      let period = isLong ? span(alarm) : "24 hours"
      let since = "in \(period), rising since \(time(alarm.firstRecordAt)),"
      return "Topic \(topic) has \(records) \(since) \(expected)\(ratio). \(chance)"
    }
  }

  /// One in how many comparisons chance brings so many: `1 in 30,000`, one digit of it exact.
  public static func chance(_ pValue: Double) -> String {
    comparisons(pValue).map { "1 in \($0)" } ?? "less than 1 in a billion"
  }

  /// `0.3`, `10`, `below 0.1`.
  public static func expected(_ count: Double) -> String {
    if count == 0 { return "none" }
    if count < 0.05 { return "below 0.1" }
    return short(count)
  }

  /// `3.1`, of how many times as many came as were expected.
  public static func times(_ ratio: Double) -> String { short(ratio) }

  /// `Mon 2026-09-21 05:13 UTC`.
  public static func time(_ microseconds: Int64) -> String {
    let text = Timestamp(microseconds: microseconds).description
    let halves = text.split(separator: "T", maxSplits: 1)
    // 1970 began on a Thursday.
    let names = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let day = microseconds / 86_400_000_000 - (microseconds % 86_400_000_000 < 0 ? 1 : 0)
    return "\(names[Int((day % 7 + 7) % 7)]) \(halves[0]) \(halves[1].prefix(5)) UTC"
  }

  // MARK: - Parts

  /// From the first to the last record.
  private static func span(_ alarm: Alarm) -> String {
    let hours = (Double(alarm.lastRecordAt) - Double(alarm.firstRecordAt)) / 3.6e9
    if hours <= 1 { return "an hour" }
    if hours <= 48 { return "\(Int(hours.rounded(.up))) hours" }
    return "\(AuditReportNumber.grouped(Int((hours / 24).rounded(.up)))) days"
  }

  private static func expectation(_ alarm: Alarm, after start: String) -> String {
    let about = start.isEmpty ? "About " : "\(start)about "
    switch alarm.expected {
    case 0: return start.isEmpty ? "None was to be expected" : "\(start)none was to be expected"
    case ..<0.05:
      return (start.isEmpty ? "Fewer" : "\(start)fewer") + " than 0.1 were to be expected"
    default:
      let count = expected(alarm.expected)
      return "\(about)\(count) \(count == "1" ? "was" : "were") to be expected"
    }
  }

  private static func odds(_ pValue: Double) -> String {
    if pValue > 0.5 { return "in most comparisons" }
    return comparisons(pValue).map { "once in \($0) comparisons" }
      ?? "less than once in a billion comparisons"
  }

  /// 1 / p with one digit that is not 0; nil for a billion and more.
  private static func comparisons(_ pValue: Double) -> String? {
    guard pValue > 1e-9 else { return nil }
    let ratio = 1 / min(pValue, 1)
    var unit = 1.0
    while ratio >= 10 * unit { unit *= 10 }
    return AuditReportNumber.grouped(Int((ratio / unit).rounded() * unit))
  }

  /// One decimal below 10, and none where that would be 0.
  private static func short(_ x: Double) -> String {
    if x >= 9.95 {
      let whole = AuditReportNumber.decimal(x, 0)
      return Int(whole).map(AuditReportNumber.grouped) ?? whole
    }
    let text = AuditReportNumber.decimal(x, 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
