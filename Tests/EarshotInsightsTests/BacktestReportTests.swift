import Foundation
import Testing

@testable import EarshotInsights

/// The page of a replay: what it says, that nothing in it can run, and that it stays small.
@Suite struct BacktestReportTests {
  /// Trials of two sizes and an alarm for each that was found, with one false alarm on top.
  private static func backtest(
    trials count: Int, alarms more: Int = 1, text: (String) -> String = { $0 }
  ) -> Backtest {
    var backtest = BacktestTests.backtest([])
    backtest.source = text("tickets.csv")
    backtest.perDay = (0..<400).map { .init(day: 20_400 + $0, count: 190 + $0 % 20) }
    for i in 0..<count {
      let isFound = i % 4 != 3
      var trial = BacktestTests.trial(
        i % 2 == 0 ? 40 : 10, isFound ? Double(1 + i % 60) : nil, purity: isFound ? 0.95 : nil,
        alarm: isFound ? text("A\(i)") : nil)
      trial.value = text("label \(i)")
      backtest.trials.append(trial)
      if isFound { backtest.alarms.append(alarm(text("A\(i)"), text)) }
    }
    for i in 0..<more { backtest.alarms.append(alarm(text("F\(i)"), text)) }
    backtest.falseAlarms = more
    return backtest
  }

  private static func alarm(_ id: String, _ text: (String) -> String) -> Alarm {
    var alarm = Alarm(
      id: id, kind: .newTheme, name: text("card reader frozen"), topic: text("billing"),
      raisedAt: 20_500 * 86_400_000_000, firstRecordAt: 20_499 * 86_400_000_000,
      lastRecordAt: 20_500 * 86_400_000_000, count: 12, expected: 0.4, pValue: 1e-6,
      distinctAuthors: 11)
    alarm.terms = [text("card reader")]
    alarm.quotes = (0..<5).map { .init(id: text("r\($0)"), text: text("it is frozen again")) }
    return alarm
  }

  private static func html(_ backtest: Backtest, notes: [String] = []) -> String {
    String(
      decoding: BacktestReport(backtest, version: "0.1.0", notes: notes).html(), as: UTF8.self)
  }

  /// Names of the page's tags with the names of their attributes, in order.
  private static func tags(_ html: String) -> [String] {
    var tags: [String] = []
    for piece in html.components(separatedBy: "<").dropFirst() {
      var (tag, isQuoted) = ("", false)
      for scalar in piece.unicodeScalars {
        if scalar == "\"" { isQuoted.toggle() } else if scalar == ">", !isQuoted { break }
        if !isQuoted, scalar != "\"" { tag.unicodeScalars.append(scalar) }
      }
      tags.append(tag)
    }
    return tags
  }

  @Test("texts that are HTML change nothing but texts", arguments: ThemeReportTests.evil)
  func hostile(evil: String) {
    let page = Self.html(Self.backtest(trials: 9) { $0 + evil }, notes: ["a note" + evil])
    let plain = Self.html(Self.backtest(trials: 9), notes: ["a note"])
    // Names may be broken where they have dots.
    func shape(_ html: String) -> [String] { Self.tags(html).filter { $0 != "wbr" } }
    #expect(shape(page) == shape(plain))
  }

  @Test("only the page's own style applies, no script does, and nothing is loaded")
  func policy() throws {
    let page = Self.html(Self.backtest(trials: 9))
    let style = try #require(
      page.components(separatedBy: "<style>").last?.components(separatedBy: "</style>").first)
    let hex = AuditReportDigest.sha256(Array(style.utf8))
    let bytes = stride(from: 0, to: 64, by: 2).compactMap {
      UInt8(hex.dropFirst($0).prefix(2), radix: 16)
    }
    #expect(page.contains("style-src 'sha256-\(Data(bytes).base64EncodedString())'"))
    #expect(page.contains("default-src 'none'"))
    for found in ["http://", "https://", "<link", "<script", "url(", "@import", " style=", "src="] {
      #expect(!page.contains(found), "\(found)")
    }
  }

  @Test("it begins with how many were found in time, and what was false")
  func beginning() {
    // Of eight the fourth and the eighth were not found, the others after 1 to 7 hours.
    var backtest = Self.backtest(trials: 8)
    backtest.detectablePerDay = 7
    let page = Self.html(backtest)
    #expect(page.contains("<h1>6 of 8 new issues found within 24 hours</h1>"))
    #expect(page.contains("1 alarm was of nothing that was played in: within the budget."))
    #expect(page.contains("<b>0.08</b><span>false alarms in 30 days; 0.60 allowed</span>"))
    #expect(page.contains("<b>≥ 7 a day</b>"))
  }

  @Test("each rate has a bar with its interval, and a dot a trial")
  func pictures() {
    let page = Self.html(Self.backtest(trials: 8))
    // Of 40 a day all four were found, of 10 a day two of four.
    #expect(page.contains("<title>40 a day: 100.0\u{A0}% of 4 (51.0–100.0\u{A0}%)</title>"))
    #expect(page.contains("<title>10 a day: 50.0\u{A0}% of 4 (15.0–85.0\u{A0}%)</title>"))
    #expect(page.components(separatedBy: "<circle").count - 1 == 8)
    #expect(page.contains("10 a day: median –, 2 of 4 not found"))
    // An alarm each, that of none pointing down.
    #expect(page.components(separatedBy: "class=\"hit\"").count - 1 == 6)
    #expect(page.components(separatedBy: "class=\"false\"").count - 1 == 1)
  }

  @Test("a replay without issues played in is a page of its alarms")
  func plain() {
    let page = Self.html(Self.backtest(trials: 0, alarms: 3))
    #expect(page.contains("<h1>3 alarms in 360 days</h1>"))
    #expect(!page.contains("id=\"sizes\"") && !page.contains("OF NONE"))
    let empty = Self.html(Self.backtest(trials: 0, alarms: 0))
    #expect(empty.contains("<p>No alarm was raised.</p>"))
  }

  @Test("odd input gives a page: no days, one day, nothing replayed, delays below zero")
  func odd() {
    var backtest = Self.backtest(trials: 4)
    (backtest.perDay, backtest.replayedDays) = ([], 0)
    backtest.trials[0].delayHours = -3
    #expect(Self.html(backtest).contains("No time was replayed."))
    backtest.perDay = [.init(day: 20_500, count: 3)]
    #expect(Self.html(backtest).contains("up to 3 a day"))
  }

  @Test("a large replay stays below 300 kB, and the same report gives the same bytes")
  func size() {
    let long = String(repeating: "many words ", count: 200)
    let backtest = Self.backtest(trials: 2000, alarms: 400) { $0 + long }
    let page = Self.html(backtest)
    #expect(page.utf8.count < 300_000, "\(page.utf8.count)")
    #expect(page == Self.html(backtest))
  }
}
