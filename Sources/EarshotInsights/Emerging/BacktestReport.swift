/// What a replay of history found, as a page to read and to hand on.
///
/// Holds no customer's text but the alarms' names, terms and quotes, which a redactor has been over.
/// The same report gives the same bytes.
public struct BacktestReport: Sendable {
  public var backtest: Backtest
  /// Of the program.
  public var version: String
  /// What a reader should know of this run: a sentence each.
  public var notes: [String]

  public init(_ backtest: Backtest, version: String, notes: [String] = []) {
    (self.backtest, self.version, self.notes) = (backtest, version, notes)
  }

  /// One HTML page that needs nothing from outside and runs no script.
  public func html() -> [UInt8] { Array(BacktestPage(self).document.html.utf8) }
}

/// A replay with its figures, and what of it is shown.
struct BacktestPage {
  typealias Number = AuditReportNumber

  /// Of more alarms or trials a page tells the rest in a sentence, so that it stays small.
  static let mostAlarms = 60
  static let mostTrials = 200

  let report: BacktestReport
  let rates: [Backtest.Rate]
  /// Ids of alarms of values that were played in.
  let rightly: Set<String>

  var backtest: Backtest { report.backtest }

  init(_ report: BacktestReport) {
    self.report = report
    rates = report.backtest.summary()
    rightly = Set(report.backtest.trials.compactMap(\.alarm))
  }

  // MARK: - Words

  /// `6.5 h`, `3.2 days` from two days on.
  static func hours(_ hours: Double?) -> String {
    guard let hours else { return "–" }
    return hours < 48
      ? Number.decimal(hours, 1) + "\u{A0}h" : Number.decimal(hours / 24, 1) + "\u{A0}days"
  }

  /// `20 a day`, `0.5 a day`.
  static func rate(_ perDay: Double) -> String { figure(perDay) + " a day" }

  /// One decimal, none where it is whole.
  static func figure(_ x: Double) -> String {
    Number.decimal(x, abs(x - x.rounded()) < 0.05 ? 0 : 1)
  }

  /// `2026-11-22 08:15`, UTC.
  static func moment(_ microseconds: Int64) -> String {
    String(AlarmEncoder.time(microseconds).prefix(16)).replacing("T", with: " ")
  }
}
