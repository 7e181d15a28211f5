import Glibc

/// Counts of known topics against what their weekday, hour, trend and over-dispersion lead to expect.
///
/// Two charts a topic: the count of the trailing 24 hours against a negative binomial, at each record
/// (`SurgeTail`, `SurgeBaseline`), and a cumulative sum over days for slow growth. A window as long as the
/// delay that is asked for finds more within it than sums or shorter windows at the same false alarms
/// (Guépié, Fillatre & Nikiforov 2012, on transient changes; of 10 a day that triple 0.961 against 0.942
/// and 0.939 at 0.3 false alarms per 30 days). The budget is shared out over topics by `SurgeBudget`.
///
/// Everything it knows is in the encoded state, so batches do not matter: the same records in the same
/// order give the same findings.
public struct SurgeDetector: Sendable, Equatable, Codable {
  /// A topic that has more records than its past leads to expect.
  public struct Finding: Sendable, Equatable {
    public var topic: String
    /// Records of the trailing 24 hours, an author's counted once; of slow growth, since it began.
    public var count: Int
    public var expected: Double
    /// The chance of so many or more in a window; of slow growth, of such a sum on any one day.
    public var pValue: Double
    /// When the surge is judged to have begun, in microseconds since 1970 UTC.
    public var start: Int64
    /// Whether it grew over days rather than within one.
    public var isSlow: Bool
  }

  /// False alarms per 30 days over all topics and both charts together.
  public var falseAlarmsPer30Days: Double

  var topics: [SurgeTopic] = []
  /// The place of each topic; worked out anew when it is read back.
  var index: [String: Int] = [:]
  var stream = SurgeStream()
  var baseline = SurgeBaseline()
  var budget: SurgeBudget
  /// The newest time and its day; −1 before the first record.
  var clock: Int64 = 0
  var day = -1
  /// The first whole day of the stream, and that since the topics changed.
  var streamDay = 0
  var firstDay = 0

  /// Fewer are no surge, whatever was expected.
  static let leastRecords = 5
  /// A surge goes on while its count's chance is below this.
  static let lasting = 1e-3
  /// The growth that the cumulative sum looks for.
  static let slowRatio = 1.5

  public init(falseAlarmsPer30Days: Double) {
    self.falseAlarmsPer30Days = falseAlarmsPer30Days
    budget = SurgeBudget(falseAlarmsPer30Days: falseAlarmsPer30Days, expectations: [])
  }

  /// One record of a topic.
  ///
  /// - Parameters:
  ///   - time: when it was written, in microseconds since 1970 UTC. A record more than a day older than
  ///     `now` counts as history only, one older than 56 days not at all.
  ///   - author: nil if unknown; an author counts once within 24 hours.
  ///   - now: the newest time seen.
  ///   - quiet: history that may not alarm.
  /// - Returns: a finding if the topic is surging now, also while an alarm for it is open.
  /// - Complexity: O(1); with the first record of a day O(topics).
  public mutating func observe(
    topic: String, time: Int64, author: UInt64?, now: Int64, quiet: Bool = false
  ) -> Finding? {
    let time = SurgeClock.clamped(time)
    let now = max(SurgeClock.clamped(now), clock, time)
    if SurgeClock.dayNumber(now) != day { open(SurgeClock.dayNumber(now)) }
    clock = now
    if budget.falseAlarmsPer30Days.bitPattern != falseAlarmsPer30Days.bitPattern { share() }
    let written = SurgeClock.dayNumber(time)
    guard written > day - SurgeBaseline.days - SurgeBaseline.guardDays else { return nil }
    if written < streamDay - 1 {
      // Records that come newest first.
      if firstDay == streamDay { firstDay = written + 1 }
      streamDay = written + 1
    }
    let place = place(of: topic, since: written)
    topics[place].forget(now: now)
    if topics[place].add(time, author: author, now: now) { stream.add(time) }
    if quiet || now - time > Span64.day || !baseline.isReady { return nil }
    return windowFinding(place, now: now) ?? slowFinding(place)
  }

  /// The topic model changed: counts so far say nothing about the next ones. The weekly pattern of the
  /// whole stream remains.
  public mutating func restart(at now: Int64) {
    clock = max(SurgeClock.clamped(now), clock)
    if day >= 0, SurgeClock.dayNumber(clock) != day { open(SurgeClock.dayNumber(clock)) }
    topics = []
    index = [:]
    firstDay = SurgeClock.dayNumber(clock) + 1
    baseline = baseline.restarted()
    share()
  }

  /// A user dismissed the alarm: what it held is normal for the next 56 days; by then it is history.
  public mutating func dismiss(topic: String, now: Int64) {
    guard let place = index[topic] else { return }
    let now = max(SurgeClock.clamped(now), clock)
    topics[place].forget(now: now)
    let days = baseline.pattern.days(from: windowStart(now), to: now)
    var level = Double(topics[place].windowCount) / max(days, 0.1)
    if topics[place].sum > 0 {
      let (count, expected) = slowCounts(topics[place])
      level = max(level, Double(count) / max(expected, 1e-9) * topics[place].expectation.level)
    }
    topics[place].accept(level: level, until: SurgeClock.dayNumber(now) + SurgeBaseline.days)
    topics[place].rate = budget.rate(topics[place].expectation)
  }

  /// The smallest multiple of a topic's rate that is found within 24 hours with 90 % power; nil if no
  /// multiple up to 1000 is.
  ///
  /// - Parameters:
  ///   - perDay: what the topic has on a mean day.
  ///   - topics: as many like it share the budget as long as the detector knows none.
  public func detectableMultiple(perDay: Double, topics count: Int) -> Double? {
    guard perDay > 0, perDay < 1e7, count > 0, falseAlarmsPer30Days > 0 else { return nil }
    // Before there is any history: that of 56 days, weighed by their age.
    let exposure = baseline.exposure > 0 ? baseline.exposure : 45
    let expected = baseline.expectation(level: perDay, exposure: exposure)
    let isKnown = budget.isShared && budget.falseAlarmsPer30Days == falseAlarmsPer30Days
    let budget =
      isKnown
      ? self.budget
      : SurgeBudget(
        falseAlarmsPer30Days: falseAlarmsPer30Days,
        expectations: Array(repeating: expected, count: min(count, 100_000)))
    let rate = budget.rate(expected)
    var (few, enough) = (Int(expected.level), Int(expected.level * 4) + 400)
    let isEnough = {
      SurgeTail.isEnough($0, mean: expected.level, size: expected.size, rate: rate)
    }
    guard isEnough(enough) else { return nil }
    while enough - few > 1 {
      let middle = few + (enough - few) / 2
      if isEnough(middle) { enough = middle } else { few = middle }
    }
    let least = max(enough, Self.leastRecords)
    let isFound = {
      SurgeTail.upper(least, mean: $0 * expected.level, size: expected.size) >= 0.9
    }
    var (low, high) = (1.0, 1000.0)
    guard isFound(high) else { return nil }
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if isFound(middle) { high = middle } else { low = middle }
    }
    return high
  }
}

extension SurgeDetector {
  enum CodingKeys: String, CodingKey {
    case falseAlarmsPer30Days, topics, stream, baseline, budget, clock, day, streamDay, firstDay
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    falseAlarmsPer30Days = try values.decode(Double.self, forKey: .falseAlarmsPer30Days)
    topics = try values.decode([SurgeTopic].self, forKey: .topics)
    stream = try values.decode(SurgeStream.self, forKey: .stream)
    baseline = try values.decode(SurgeBaseline.self, forKey: .baseline)
    budget = try values.decode(SurgeBudget.self, forKey: .budget)
    clock = try values.decode(Int64.self, forKey: .clock)
    day = try values.decode(Int.self, forKey: .day)
    streamDay = try values.decode(Int.self, forKey: .streamDay)
    firstDay = try values.decode(Int.self, forKey: .firstDay)
    index = Self.index(topics)
  }

  static func index(_ topics: [SurgeTopic]) -> [String: Int] {
    Dictionary(
      topics.enumerated().map { ($0.element.name, $0.offset) },
      uniquingKeysWith: { first, _ in first })
  }
}
