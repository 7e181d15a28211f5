/// What a replay of history found: how soon new issues that were played in were flagged, and how often
/// an alarm was false.
///
/// Its summary and JSON are in `Backtest+Summary.swift`, its page is `BacktestReport`.
public struct Backtest: Sendable, Equatable, Codable {
  /// One new issue that was hidden from the past and played in.
  public struct Trial: Sendable, Equatable, Codable {
    /// The label that was played in.
    public var value: String
    /// Its records a day, as asked for.
    public var perDay: Double
    /// When its first record came, microseconds since 1970 UTC.
    public var startedAt: Int64
    /// Its records that were played in.
    public var records: Int
    /// Hours from its first record to the alarm; nil where none was raised.
    public var delayHours: Double?
    /// The share of the alarm's records that are of the issue.
    public var purity: Double?
    /// The id of its alarm in `alarms`.
    public var alarm: String?

    public init(
      value: String, perDay: Double, startedAt: Int64, records: Int, delayHours: Double? = nil,
      purity: Double? = nil, alarm: String? = nil
    ) {
      (self.value, self.perDay, self.startedAt) = (value, perDay, startedAt)
      (self.records, self.delayHours, self.purity) = (records, delayHours, purity)
      self.alarm = alarm
    }
  }

  /// What was read, as a person would say it: the files' names.
  public var source: String
  public var records: Int
  /// Days that were known before the replay began.
  public var historyDays: Double
  public var replayedDays: Double
  /// False alarms that were allowed.
  public var budgetPer30Days: Double
  public var trials: [Trial]
  public var alarms: [Alarm]
  /// Alarms that are not of a value that was played in.
  public var falseAlarms: Int
  /// How much of one label the alarms are; nil where no field of labels was named.
  public var agreement: Agreement?
  /// Records by day, the oldest first; days without any are missing.
  public var perDay: [Alarm.DayCount]
  /// The smallest issue, in records a day, that is found within 24 hours at this volume and budget.
  public var detectablePerDay: Double?

  public init(
    source: String, records: Int, historyDays: Double, replayedDays: Double,
    budgetPer30Days: Double, trials: [Trial] = [], alarms: [Alarm] = [], falseAlarms: Int = 0,
    perDay: [Alarm.DayCount] = [], detectablePerDay: Double? = nil
  ) {
    (self.source, self.records) = (source, records)
    (self.historyDays, self.replayedDays) = (historyDays, replayedDays)
    (self.budgetPer30Days, self.trials, self.alarms) = (budgetPer30Days, trials, alarms)
    (self.falseAlarms, self.perDay, self.detectablePerDay) = (falseAlarms, perDay, detectablePerDay)
  }

  /// How far alarms hold records of one label each.
  public struct Agreement: Sendable, Equatable, Codable {
    /// The mean over the alarms of the share of their records that have the alarm's most common label; nil without alarms.
    public var precision: Double?
    /// Alarms most of whose records have one label.
    public var alarmsOfOneLabel: Int
  }

  /// Holds the alarms against labels that records came with. A record without one is of none.
  ///
  /// - Parameter labels: by id of a record.
  public mutating func judge(byLabels labels: [String: [String]]) {
    let shares = alarms.map { alarm in
      var counts: [String: Int] = [:]
      for label in alarm.recordIDs.flatMap({ Set(labels[$0] ?? []) }) where !label.isEmpty {
        counts[label, default: 0] += 1
      }
      return Double(counts.values.max() ?? 0) / Double(max(1, alarm.recordIDs.count))
    }
    agreement = Agreement(
      precision: shares.isEmpty ? nil : shares.reduce(0, +) / Double(shares.count),
      alarmsOfOneLabel: shares.count { $0 > 0.5 })
  }

  /// nil where no time was replayed.
  public var falseAlarmsPer30Days: Double? {
    replayedDays > 0 ? Double(falseAlarms) / replayedDays * 30 : nil
  }
}
