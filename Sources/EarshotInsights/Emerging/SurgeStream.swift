import Glibc

/// The records of all topics by day and hour: what the weekly pattern, the stream's own trend and its
/// silent days are read from.
struct SurgeStream: Sendable, Equatable, Codable {
  /// A ring of 64 days × 24 hours.
  private var hours = [Int32](repeating: 0, count: SurgeClock.slots * 24)

  /// A silent run of so many days is a gap whatever its weekdays.
  private static let longestSilence = 4
  /// Records that the weekday factors and each hour are shrunk with.
  private static let weekdayPrior = 20.0
  private static let hourPrior = 2.0

  var isSane: Bool { hours.count == SurgeClock.slots * 24 && hours.allSatisfy { $0 >= 0 } }

  mutating func open(day: Int) {
    let first = SurgeClock.slot(day) * 24
    for place in first..<first + 24 { hours[place] = 0 }
  }

  mutating func add(_ time: Int64) {
    let hour = Int(time % Span64.day / Span64.hour)
    let place = SurgeClock.slot(SurgeClock.dayNumber(time)) * 24 + hour
    if hours[place] < .max { hours[place] += 1 }
  }

  func count(ofDay day: Int) -> Int {
    let first = SurgeClock.slot(day) * 24
    return hours[first..<first + 24].reduce(0) { $0 + Int($1) }
  }

  /// The days of a range on which the stream was listened to.
  ///
  /// A silent day counts if its weekday is silent more often than not (Sundays of an office), and no more
  /// than three such days come together; otherwise it is a gap, which teaches nothing.
  func activeDays(_ range: Range<Int>) -> [Int] {
    let counts = range.map { count(ofDay: $0) }
    var balance = [Int](repeating: 0, count: 7)
    for (day, count) in zip(range, counts) {
      balance[SurgeClock.weekday(day)] += count > 0 ? 1 : -1
    }
    var active: [Int] = []
    var run: [Int] = []
    for (day, count) in zip(range, counts) {
      if count == 0 {
        run.append(day)
      } else {
        if run.count < Self.longestSilence {
          active += run.filter { balance[SurgeClock.weekday($0)] < 0 }
        }
        run.removeAll()
        active.append(day)
      }
    }
    if run.count < Self.longestSilence {
      active += run.filter { balance[SurgeClock.weekday($0)] < 0 }
    }
    return active
  }

  func pattern(_ days: [Int]) -> SurgePattern {
    var ofWeekday = [Double](repeating: 0, count: 7)
    var ofHour = [Double](repeating: 0, count: 24)
    var occurrences = ofWeekday
    for day in days {
      let weekday = SurgeClock.weekday(day)
      occurrences[weekday] += 1
      for hour in 0..<24 {
        let count = Double(hours[SurgeClock.slot(day) * 24 + hour])
        ofWeekday[weekday] += count
        ofHour[hour] += count
      }
    }
    let total = ofWeekday.reduce(0, +)
    guard total > 0 else { return SurgePattern() }
    let mean = total / Double(days.count)
    return SurgePattern(
      weekdays: (0..<7).map {
        (ofWeekday[$0] + Self.weekdayPrior) / (mean * occurrences[$0] + Self.weekdayPrior)
      },
      hours: ofHour.map { $0 + Self.hourPrior })
  }

  /// By what factor the newest seven active days exceed the weighted mean of all: the growth of the
  /// whole stream, which no topic's alarm is about.
  ///
  /// What chance explains, two standard errors of its logarithm, is taken off; ½ to 2 at most.
  func trend(_ days: [Int], newest: [Int], weight: (Int) -> Double, pattern: SurgePattern) -> Double
  {
    var (records, expected, spread) = (0.0, 0.0, 0.0)
    var all = 0.0
    for day in days {
      let factor = pattern.factor(ofDay: day)
      records += weight(day) * Double(count(ofDay: day))
      expected += weight(day) * factor
      all += Double(count(ofDay: day))
    }
    guard records > 0, newest.count >= 5 else { return 1 }
    let level = records / expected
    for day in days {
      let mean = level * pattern.factor(ofDay: day)
      let off = Double(count(ofDay: day)) - mean
      spread += off * off / max(mean, 1)
    }
    let dispersion = max(1, spread / Double(days.count))
    let recent = newest.reduce(0) { $0 + Double(count(ofDay: $1)) }
    let awaited = level * newest.reduce(0) { $0 + pattern.factor(ofDay: $1) }
    guard recent > 0, awaited > 0 else { return 1 }
    let growth = log(recent / awaited)
    let error = (dispersion * (1 / recent + 1 / all)).squareRoot()
    let sure = max(abs(growth) - 2 * error, 0)
    return exp(max(min(growth < 0 ? -sure : sure, log(2)), -log(2)))
  }
}
