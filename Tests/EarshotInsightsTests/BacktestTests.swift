import Testing

@testable import EarshotInsights

@Suite("Figures of a replay")
struct BacktestTests {
  static func trial(
    _ perDay: Double, _ delay: Double?, purity: Double? = nil, alarm: String? = nil
  ) -> Backtest.Trial {
    Backtest.Trial(
      value: "v", perDay: perDay, startedAt: 1_767_225_600_000_000, records: 30,
      delayHours: delay, purity: purity, alarm: alarm)
  }

  static func backtest(_ trials: [Backtest.Trial]) -> Backtest {
    Backtest(
      source: "tickets.csv", records: 6180, historyDays: 30, replayedDays: 360,
      budgetPer30Days: 0.6, trials: trials, falseAlarms: 6)
  }

  @Test("false alarms are counted for 30 days: 6 in 360 days are half a one")
  func falseAlarms() {
    var backtest = Self.backtest([])
    #expect(backtest.falseAlarmsPer30Days == 0.5)
    backtest.replayedDays = 0
    #expect(backtest.falseAlarmsPer30Days == nil)
  }

  @Test("a rate's figures by hand; 24 hours sharp are within them")
  func rate() throws {
    let delays: [Double?] = [4, 24, 6, nil]
    let purities = [1, 0.8, 0.9, nil]
    let backtest = Self.backtest(
      zip(delays, purities).map { Self.trial(10, $0, purity: $1) } + [Self.trial(40, 2)])
    let rates = backtest.summary()
    #expect(rates.map(\.perDay) == [40, 10])
    let rate = rates[1]
    #expect(rate.trials == 4 && rate.found == 3 && rate.within24h == 0.75)
    // Sorted 4, 6, 24, ∞: the middle of 6 and 24; 2.7 places up lies between 24 and ∞.
    #expect(rate.medianDelayHours == 15 && rate.p90DelayHours == nil)
    #expect(abs(try #require(rate.purity) - 0.9) < 1e-12)
    #expect(rates[0].purity == nil && rates[0].p90DelayHours == 2)
  }

  @Test("where half were not found there is no median")
  func neverFound() {
    let half = Self.backtest([Self.trial(5, 3), Self.trial(5, nil)]).summary()[0]
    #expect(half.medianDelayHours == nil && half.within24h == 0.5)
    // Sorted 1, 2, ∞: the one in the middle.
    let third = Self.backtest([Self.trial(5, nil), Self.trial(5, 2), Self.trial(5, 1)]).summary()[0]
    #expect(third.medianDelayHours == 2)
  }

  @Test("rates without trials have no figures, and the order asked for is kept")
  func rates() {
    let rates = Self.backtest([Self.trial(20, 1)]).summary(perDay: [5, 20])
    #expect(rates.map(\.perDay) == [5, 20] && rates.map(\.trials) == [0, 1])
    #expect(rates[0].within24h == nil && rates[0].within24hLow == nil)
  }

  // binomtest(k, n).proportion_ci(method="wilson") of scipy 1.17.1.
  @Test(
    "the interval is Wilson's",
    arguments: [
      (8, 10, 0.4901624715366418, 0.9433178485456248), (0, 3, 0, 0.5614970317550454),
      (3, 3, 0.4385029682449546, 1), (2, 4, 0.15003898915214953, 0.8499610108478505),
    ] as [(Int, Int, Double, Double)])
  func wilson(_ hits: Int, _ trials: Int, _ low: Double, _ high: Double) throws {
    let interval = try #require(Backtest.wilson(hits, of: trials))
    // Some rounding of numbers near 1.
    #expect(abs(interval.lowerBound - low) < 1e-12 && abs(interval.upperBound - high) < 1e-12)
    #expect(Backtest.wilson(0, of: 0) == nil)
  }

  @Test("between two values a quantile lies where numpy's default does")
  func quantile() throws {
    // 0.9 · 3 = 2.7 places up: 0.7 of the way from 30 to 40.
    #expect(abs(try #require(Backtest.quantile(0.9, of: [10, 20, 30, 40])) - 37) < 1e-9)
    #expect(Backtest.quantile(0.5, of: [7]) == 7 && Backtest.quantile(0.5, of: []) == nil)
    // 0.9 · 10 = 9 places up is the tenth itself, though the eleventh is infinite.
    let eleven = (1...10).map { Double($0) } + [.infinity]
    #expect(Backtest.quantile(0.9, of: eleven) == 10)
  }

  @Test("against labels: the share of an alarm's most common label, and how many are mostly of one")
  func labels() throws {
    var backtest = Self.backtest([])
    backtest.judge(byLabels: [:])
    #expect(backtest.agreement == .init(precision: nil, alarmsOfOneLabel: 0))
    var (first, second) = (AlarmEncoderTests.alarm(), AlarmEncoderTests.alarm())
    first.recordIDs = ["a", "b", "c", "d"]
    second.recordIDs = ["e", "f"]
    backtest.alarms = [first, second]
    // 3 of 4, and 1 of 2, which is not most: 0.625 in the mean.
    backtest.judge(byLabels: [
      "a": ["x"], "b": ["x", "y"], "c": ["x"], "d": [""], "e": ["y"], "z": ["y"],
    ])
    #expect(backtest.agreement == .init(precision: 0.625, alarmsOfOneLabel: 1))
    #expect(
      String(decoding: backtest.json(), as: UTF8.self).contains(
        #""false_alarms_per_30_days":0.500,"precision":0.625,"alarms_of_one_label":1,"detectable"#))
  }

  @Test("as JSON: every key in its order, null for what took for ever")
  func json() {
    var backtest = Self.backtest([
      Self.trial(10, 6.5, purity: 0.95, alarm: "A01"), Self.trial(10, nil),
    ])
    backtest.alarms = [AlarmEncoderTests.alarm()]
    let alarm = String(
      decoding: AlarmEncoder.line(AlarmEvent(.raised, backtest.alarms[0])), as: UTF8.self
    )
    .replacing(#""event":"raised","#, with: "")
    #expect(
      String(decoding: backtest.json(), as: UTF8.self)
        == #"{"records":6180,"history_days":30.000,"replayed_days":360.000,"#
        + #""budget_per_30_days":0.600,"false_alarms":6,"false_alarms_per_30_days":0.500,"#
        + #""detectable_per_day":null,"by_rate":[{"per_day":10.000,"trials":2,"found":1,"#
        // Wilson for 1 of 2, scipy 1.17.1: 0.0945 to 0.9055.
        + #""within_24h":0.500,"within_24h_low":0.095,"within_24h_high":0.905,"#
        + #""median_delay_hours":null,"p90_delay_hours":null,"purity":0.950}],"#
        + #""trials":[{"value":"v","per_day":10.000,"started_at":"2026-01-01T00:00:00Z","#
        + #""records":30,"delay_hours":6.500,"purity":0.950,"alarm":"A01"},"#
        + #"{"value":"v","per_day":10.000,"started_at":"2026-01-01T00:00:00Z","records":30,"#
        + #""delay_hours":null,"purity":null,"alarm":null}],"alarms":[\#(alarm)]}"#)
  }
}
