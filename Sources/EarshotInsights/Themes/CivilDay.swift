import EarshotRecords

/// Days since 1970-01-01 as dates and back, in the calendar of `Timestamp`.
enum CivilDay {
  private static let microseconds: Int64 = 86_400_000_000
  /// No moment is so many days from 1970 that a `Timestamp` could not hold it.
  private static let most = Int(Int64.max / microseconds)

  /// `2026-11-22`; days beyond what a `Timestamp` holds are its first or last.
  static func text(_ day: Int) -> String {
    let held = Int64(min(max(day, -most), most))
    return String(Timestamp(microseconds: held * microseconds).description.prefix { $0 != "T" })
  }

  /// The day of `2026-11-22`; nil for what is no such date.
  static func number(_ text: String) -> Int? {
    guard text.utf8.count == 10, let moment = TimeFormat.rfc3339.timestamp(text) else { return nil }
    return Int(
      moment.microseconds / microseconds - (moment.microseconds % microseconds < 0 ? 1 : 0))
  }
}
