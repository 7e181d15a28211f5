import EarshotNumerics
import EarshotText

/// Plays history once more: what would have been flagged, how soon, and how often for nothing.
///
/// Records before `knownUntil` are what was known; those of an injected value are hidden there and from the stream, and
/// played in one value at a time.
public struct BacktestReplay: Sendable {
  public struct Options: Sendable {
    public var budgetPer30Days = 1.0
    /// Microseconds since 1970 UTC.
    public var knownUntil: Int64 = 0
    /// Rates at which injected values are played in; empty: at the times that they came.
    public var perDay: [Double] = []
    /// Trials of each value and rate.
    public var trials = 1
    public var seed: UInt64 = 1
    public init() {}
  }

  /// An injected value is played in for so long at most.
  static let trialDays: Int64 = 7

  private let options: Options
  private let redactor: Redactor
  /// In the order of time.
  private let stream: [StreamRecord]
  private let injected: [(value: String, records: [StreamRecord])]
  private let known: EmergenceDetector
  private let firstNew: Int
  /// From when on alarms are raised.
  private let from: Int64

  /// - Parameters:
  ///   - stream: in the order of time, without injected records.
  ///   - injected: each value's records, in the order of time.
  public init(
    _ stream: [StreamRecord], injected: [(value: String, records: [StreamRecord])],
    redactor: Redactor, _ options: Options
  ) {
    (self.stream, self.injected, self.redactor) = (stream, injected, redactor)
    self.options = options
    firstNew = stream.firstIndex { $0.time >= options.knownUntil } ?? stream.count
    var detecting = EmergenceDetector.Options()
    detecting.budgetPer30Days = options.budgetPer30Days
    detecting.alarmsFrom = options.knownUntil
    var detector = EmergenceDetector(detecting)
    _ = detector.observe(Array(stream[..<firstNew]), redactor: redactor)
    known = detector
    from = max(options.knownUntil, detector.alarmsStart ?? options.knownUntil)
  }

  /// Runs all trials.
  ///
  /// - Parameter progress: called after each with how many are done, of how many.
  /// - Complexity: O(records) for the stream alone and for each trial.
  public func run(source: String, progress: (Int, Int) -> Void = { _, _ in }) -> Backtest {
    var quiet = known
    let own = quiet.observe(Array(stream[firstNew...]), redactor: redactor)
    let day = Double(Span64.day)
    let last = stream.last?.time ?? options.knownUntil
    var result = Backtest(
      source: source, records: stream.count + injected.reduce(0) { $0 + $1.records.count },
      historyDays: (stream.first.map { Double(max(0, options.knownUntil - $0.time)) } ?? 0) / day,
      replayedDays: Double(max(0, last - from)) / day,
      budgetPer30Days: options.budgetPer30Days)
    result.alarms = own.filter { $0.kind == .raised }.map(\.alarm)
    result.falseAlarms = result.alarms.count
    result.detectablePerDay = quiet.detectablePerDay
    var days: [Int: Int] = [:]
    for record in stream { days[Span64.number(record.time, Span64.day), default: 0] += 1 }
    result.perDay = days.sorted { $0.key < $1.key }.map {
      Alarm.DayCount(day: $0.key, count: $0.value)
    }
    let rates: [Double?] = options.perDay.isEmpty ? [nil] : options.perDay
    let total = injected.count * rates.count * (options.perDay.isEmpty ? 1 : options.trials)
    for (v, value) in injected.enumerated() {
      for (r, rate) in rates.enumerated() {
        for t in 0..<(rate == nil ? 1 : options.trials) {
          let mixed = options.seed &+ UInt64(v) &* 1_000_003 &+ UInt64(r) &* 10_007 &+ UInt64(t)
          var rng = SplitMix64(seed: mixed &* 0x9e37_79b9_7f4a_7c15)
          let played =
            rate.map { self.played(value.records, perDay: $0, &rng) }
            ?? value.records.filter { $0.time >= options.knownUntil }
          var (trial, alarm) = self.trial(value.value, played, perDay: rate)
          if var own = alarm {
            // Each trial counts from A01 on.
            own.id = "trial \(result.trials.count + 1), \(own.id)"
            trial.alarm = own.id
            result.alarms.append(own)
          }
          if trial.records > 0 { result.trials.append(trial) }
          progress(result.trials.count, total)
        }
      }
    }
    return result
  }

  /// Records of a value, drawn without repeating one before all came, at the hours at which the stream's records come.
  private func played(
    _ records: [StreamRecord], perDay: Double, _ rng: inout SplitMix64
  ) -> [StreamRecord] {
    guard !records.isEmpty, firstNew < stream.count else { return [] }
    let last = stream[stream.count - 1].time
    let room = max(
      1, Int(max(0, last - from - Self.trialDays * Span64.day) / 1_000_000))
    let start = from + Int64(rng.index(below: room)) * 1_000_000
    let end = start + Self.trialDays * Span64.day
    // Each of the stream's records brings one along with the chance that makes the rate.
    let own = stream[firstNew...].filter { $0.time >= start && $0.time < end }
    let mean =
      Double(stream.count - firstNew)
      / max(1 / 24, Double(last - options.knownUntil) / Double(Span64.day))
    var order: [Int] = []
    var played: [StreamRecord] = []
    for record in own {
      var chance = perDay / mean
      while chance > 0, rng.unit() < chance {
        if order.isEmpty { order = rng.permutation(of: records.count) }
        var next = records[order.removeLast()]
        next.time = record.time + Int64(rng.index(below: 600)) * 1_000_000
        next.id += "#\(played.count)"
        played.append(next)
        chance -= 1
      }
    }
    return played.sorted { $0.time < $1.time }
  }

  private func trial(
    _ value: String, _ played: [StreamRecord], perDay: Double?
  ) -> (Backtest.Trial, Alarm?) {
    guard let first = played.first else {
      return (
        Backtest.Trial(
          value: value, perDay: perDay ?? 0, startedAt: options.knownUntil, records: 0), nil
      )
    }
    let end = perDay == nil ? Int64.max : first.time + Self.trialDays * Span64.day
    let length =
      Double(max(Span64.day, played[played.count - 1].time - first.time)) / Double(Span64.day)
    var trial = Backtest.Trial(
      value: value, perDay: perDay ?? (Double(played.count) / length), startedAt: first.time,
      records: played.count)
    let ids = Set(played.map(\.id))
    let merged = (stream[firstNew...].filter { $0.time < end } + played)
      .enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
      .map(\.element)
    var detector = known
    for start in stride(from: 0, to: merged.count, by: 512) {
      let block = Array(merged[start..<min(start + 512, merged.count)])
      for event in detector.observe(block, redactor: redactor) where event.kind == .raised {
        let own = event.alarm.recordIDs.count { ids.contains($0) }
        guard event.alarm.kind == .newTheme, 2 * own > event.alarm.recordIDs.count else { continue }
        trial.delayHours = Double(event.alarm.raisedAt - first.time) / Double(Span64.hour)
        trial.purity = Double(own) / Double(event.alarm.recordIDs.count)
        trial.alarm = event.alarm.id
        return (trial, event.alarm)
      }
    }
    return (trial, nil)
  }
}
