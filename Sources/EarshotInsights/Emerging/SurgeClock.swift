/// Days and quarter hours of microseconds since 1970 UTC; all within 1970 to 9999.
enum SurgeClock {
  static let bin: Int64 = 900_000_000
  /// Quarter hours of a window of 24 hours.
  static let binsOfWindow: Int32 = 96

  static func clamped(_ time: Int64) -> Int64 { min(max(time, 0), 253_402_300_799_999_999) }
  static func dayNumber(_ time: Int64) -> Int { Int(time / Span64.day) }
  static func binNumber(_ time: Int64) -> Int32 { Int32(time / bin) }
  /// Monday is 0; 1970-01-01 was a Thursday.
  static func weekday(_ dayNumber: Int) -> Int { (dayNumber + 3) % 7 }
  /// The slot of a day in a ring of 64.
  static func slot(_ dayNumber: Int) -> Int { dayNumber & 63 }
  static let slots = 64
}

/// The share of each hour of the week in a stream: weekday factor × hour factor.
struct SurgePattern: Sendable, Equatable, Codable {
  /// Mean days that have passed by the start of each hour since Monday 00:00; the last is 7.
  private var passed: [Double]

  /// - Parameters:
  ///   - weekdays: seven factors, Monday first.
  ///   - hours: 24 factors. Both are scaled so that a mean day is 1.
  init(
    weekdays: [Double] = .init(repeating: 1, count: 7),
    hours: [Double] = .init(repeating: 1, count: 24)
  ) {
    let scale = 7 / (weekdays.reduce(0, +) * hours.reduce(0, +))
    passed = [0]
    passed.reserveCapacity(169)
    var sum = 0.0
    for weekday in weekdays {
      for hour in hours {
        sum += weekday * hour * scale
        passed.append(sum)
      }
    }
  }

  /// Whether it is a pattern: each hour has a part of the week, all together have seven days.
  var isSane: Bool {
    passed.count == 169 && passed[0] == 0 && abs(passed[168] - 7) < 1e-6
      && zip(passed, passed.dropFirst()).allSatisfy { $0 < $1 }
  }

  /// The factor of a whole day.
  func factor(ofDay day: Int) -> Double {
    let first = SurgeClock.weekday(day) * 24
    return passed[first + 24] - passed[first]
  }

  /// Mean days from one moment to another, weighed by the pattern.
  func days(from start: Int64, to end: Int64) -> Double { position(end) - position(start) }

  private func position(_ time: Int64) -> Double {
    let hours = time / Span64.hour + 72
    let (week, hour) = (hours / 168, Int(hours % 168))
    let part = Double(time % Span64.hour) / Double(Span64.hour)
    return 7 * Double(week) + passed[hour] + part * (passed[hour + 1] - passed[hour])
  }
}
