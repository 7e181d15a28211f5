/// The figures of a replay.
extension Backtest {
  /// How issues of one size were found.
  public struct Rate: Sendable, Equatable, Codable {
    public var perDay: Double
    public var trials: Int
    /// Trials that raised an alarm at any time.
    public var found: Int
    /// Of all trials, those found in 24 hours or less; nil without trials, as the others below.
    public var within24h: Double?
    /// Wilson's 95 % interval of `within24h`.
    public var within24hLow: Double?
    public var within24hHigh: Double?
    /// An issue that was not found took for ever: nil where the median does.
    public var medianDelayHours: Double?
    public var p90DelayHours: Double?
    /// The mean over the trials that were found.
    public var purity: Double?
  }

  /// A line for each rate.
  ///
  /// - Parameter rates: the rates in the order wanted; those of the trials, the largest first, by default.
  public func summary(perDay rates: [Double]? = nil) -> [Rate] {
    let rates = rates ?? Set(trials.map(\.perDay)).sorted(by: >)
    return rates.map { rate in
      let trials = trials.filter { $0.perDay == rate }
      let delays = trials.map { $0.delayHours ?? .infinity }.sorted()
      let within = delays.count { $0 <= 24 }
      let interval = Self.wilson(within, of: delays.count)
      let purities = trials.compactMap(\.purity)
      return Rate(
        perDay: rate, trials: trials.count, found: delays.count { $0.isFinite },
        within24h: trials.isEmpty ? nil : Double(within) / Double(trials.count),
        within24hLow: interval?.lowerBound, within24hHigh: interval?.upperBound,
        medianDelayHours: Self.quantile(0.5, of: delays),
        p90DelayHours: Self.quantile(0.9, of: delays),
        purity: purities.isEmpty ? nil : purities.reduce(0, +) / Double(purities.count))
    }
  }

  /// Wilson's interval (1927) for a share that was counted, at 95 %:
  ///
  ///     (p + z²/2n ± z · √(p (1 − p) / n + z²/4n²)) / (1 + z²/n),  p = hits / n
  ///
  /// nil without trials. Chosen over the exact one, which is wider than 95 % asks for, because the
  /// figure is a description and no verdict hangs on it.
  static func wilson(_ hits: Int, of trials: Int) -> ClosedRange<Double>? {
    guard trials > 0 else { return nil }
    let z = 1.959963984540054  // Φ(z) = 0.975
    let n = Double(trials)
    let p = Double(hits) / n
    let middle = p + z * z / (2 * n)
    let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    let scale = 1 + z * z / n
    // At the ends the formula gives 0 and 1 but for rounding.
    let low = hits == 0 ? 0 : max(0, (middle - half) / scale)
    let high = hits == trials ? 1 : min(1, (middle + half) / scale)
    return low...high
  }

  /// Between the two nearest of sorted values, as numpy's default does; nil where it is infinite.
  static func quantile(_ q: Double, of sorted: [Double]) -> Double? {
    guard !sorted.isEmpty else { return nil }
    let place = q * Double(sorted.count - 1)
    let low = Int(place)
    let part = place - Double(low)
    // 0 · ∞ is no number.
    let value =
      part < 1e-9 ? sorted[low] : sorted[low] + (sorted[low + 1] - sorted[low]) * part
    return value.isFinite ? value : nil
  }

  // MARK: - JSON

  /// One object on one line, keys in a fixed order, without a line break.
  public func json() -> [UInt8] {
    var out = ThemeEncoder.Out()
    out.open()
    out.integer("records", records)
    out.number("history_days", historyDays)
    out.number("replayed_days", replayedDays)
    out.number("budget_per_30_days", budgetPer30Days)
    out.integer("false_alarms", falseAlarms)
    out.number("false_alarms_per_30_days", falseAlarmsPer30Days)
    if let agreement {
      out.number("precision", agreement.precision)
      out.integer("alarms_of_one_label", agreement.alarmsOfOneLabel)
    }
    out.number("detectable_per_day", detectablePerDay)
    out.list("by_rate", summary()) { out, rate in Self.append(rate, to: &out) }
    out.list("trials", trials) { out, trial in Self.append(trial, to: &out) }
    out.list("alarms", alarms) { out, alarm in
      out.open()
      out.string("alarm", alarm.id)
      AlarmEncoder.body(alarm, to: &out)
      out.close()
    }
    out.close()
    return out.bytes
  }

  private static func append(_ rate: Rate, to out: inout ThemeEncoder.Out) {
    out.open()
    out.number("per_day", rate.perDay)
    out.integer("trials", rate.trials)
    out.integer("found", rate.found)
    out.number("within_24h", rate.within24h)
    out.number("within_24h_low", rate.within24hLow)
    out.number("within_24h_high", rate.within24hHigh)
    out.number("median_delay_hours", rate.medianDelayHours)
    out.number("p90_delay_hours", rate.p90DelayHours)
    out.number("purity", rate.purity)
    out.close()
  }

  private static func append(_ trial: Trial, to out: inout ThemeEncoder.Out) {
    out.open()
    out.string("value", trial.value)
    out.number("per_day", trial.perDay)
    out.string("started_at", AlarmEncoder.time(trial.startedAt))
    out.integer("records", trial.records)
    out.number("delay_hours", trial.delayHours)
    out.number("purity", trial.purity)
    out.string("alarm", trial.alarm)
    out.close()
  }
}
