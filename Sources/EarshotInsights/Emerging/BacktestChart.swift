import EarshotNumerics

/// The pictures of a replay: inline SVG as wide as there is room. Across, positions are percentages; up
/// and down they are pixels.
enum BacktestChart {
  typealias Number = AuditReportNumber

  /// More bars can't be told apart; then a bar is several days.
  static let mostBars = 184
  /// More dots in a row lie on each other.
  static let mostDots = 200
  /// More marks can't be told apart, and make the page large.
  static let mostMarks = 120
  /// Where names of rows end, and axes begin; per cent.
  private static let left = 14.0

  // MARK: - Found within 24 hours

  /// For each rate the share found within 24 hours with its interval.
  static func shares(_ rates: [Backtest.Rate]) -> Markup {
    let (top, row) = (6.0, 34.0)
    let bottom = top + row * Double(rates.count)
    func x(_ share: Double) -> Double { left + (98 - left) * min(max(share, 0), 1) }
    var body: Markup = ""
    for tick in [0, 0.25, 0.5, 0.75, 1] {
      body += line(x(tick), top, x(tick), bottom, "var(--line)")
      body +=
        "<text x=\"\(at(x(tick)))\" y=\"\(px(bottom + 16))\" text-anchor=\"middle\">\(Number.target(tick))</text>"
    }
    var spoken: [String] = []
    for (i, rate) in rates.enumerated() {
      let y = top + row * (Double(i) + 0.5)
      let name = BacktestPage.rate(rate.perDay)
      body += "<text class=\"ink\" x=\"0\" y=\"\(px(y + 4))\">\(name)</text>"
      guard let share = rate.within24h, let low = rate.within24hLow, let high = rate.within24hHigh
      else { continue }
      let text =
        "\(name): \(Number.percent(share)) of \(rate.trials) (\(Number.interval([low, high])))"
      spoken.append(text)
      body +=
        "<g><title>\(text)</title><rect x=\"\(at(x(0)))\" width=\"\(at(x(share) - x(0)))\" y=\"\(px(y - 9))\" height=\"18\" fill=\"var(--mark)\" opacity=\".5\"/>\(line(x(low), y, x(high), y, "var(--ink)", width: 2))\(line(x(low), y - 5, x(low), y + 5, "var(--ink)", width: 2))\(line(x(high), y - 5, x(high), y + 5, "var(--ink)", width: 2))</g>"
    }
    return svg(
      height: bottom + 22, title: "Share found within 24 hours by size of the issue",
      description: spoken.joined(separator: "; "), body)
  }

  // MARK: - Delays

  /// For each rate a dot a trial on a logarithmic scale of hours; on the right those not found.
  static func delays(_ trials: [Backtest.Trial], rates: [Backtest.Rate]) -> Markup {
    let (top, row) = (22.0, 46.0)
    let bottom = top + row * Double(rates.count)
    let longest = max(48, trials.compactMap(\.delayHours).max() ?? 48)
    let axis = HourAxis(longest: longest)
    func x(_ hours: Double) -> Double { left + (88 - left) * axis.part(hours) }
    var body: Markup = ""
    for (hours, name) in axis.ticks where hours != 24 {
      body += line(x(hours), top, x(hours), bottom, "var(--line)")
      body += label(name, x(hours), bottom + 16)
    }
    body +=
      "<line x1=\"\(at(x(24)))\" x2=\"\(at(x(24)))\" y1=\"\(px(top - 6))\" y2=\"\(px(bottom))\" stroke=\"var(--ink)\" stroke-width=\"1.5\" stroke-dasharray=\"4 3\"/>"
    body +=
      "<text class=\"ink\" x=\"\(at(x(24)))\" y=\"\(px(top - 10))\" text-anchor=\"middle\">24 h</text>"
    body += label("not found", 95, bottom + 16)
    var spoken: [String] = []
    for (i, rate) in rates.enumerated() {
      let y = top + row * (Double(i) + 0.5)
      let all = trials.filter { $0.perDay == rate.perDay }.map { $0.delayHours ?? .infinity }
        .sorted()
      let name = BacktestPage.rate(rate.perDay)
      body += "<text class=\"ink\" x=\"0\" y=\"\(px(y + 4))\">\(name)</text>"
      // Of very many every so manieth, so that the picture keeps its shape.
      let every = max(1, (all.count + mostDots - 1) / mostDots)
      for (j, delay) in all.enumerated() where j % every == 0 {
        // Seven heights in turn, so that equal delays do not cover each other.
        let high = y + Double((j / every * 3) % 7 - 3) * 4.5
        let isFound = delay.isFinite
        let across = isFound ? x(delay) : 95 + Double((j / every) % 9 - 4) * 0.8
        body +=
          "<circle cx=\"\(at(across))\" cy=\"\(px(high))\" r=\"4\" fill=\"var(\(isFound ? "--mark" : "--bad"))\" opacity=\".6\"/>"
      }
      if let median = rate.medianDelayHours {
        body += line(x(median), y - 18, x(median), y + 18, "var(--ink)", width: 2.5)
      }
      spoken.append(
        "\(name): median \(BacktestPage.hours(rate.medianDelayHours)), \(rate.trials - rate.found) of \(rate.trials) not found"
      )
    }
    return svg(
      height: bottom + 22,
      title: "Hours from first record to alarm, a dot a trial, a bar at the median",
      description: spoken.joined(separator: "; "), body)
  }

  /// Hours on a logarithmic scale from half an hour.
  private struct HourAxis {
    let longest: Double

    private static let names: [(Double, String)] = [
      (1, "1 h"), (3, "3 h"), (6, "6 h"), (12, "12 h"), (24, "24 h"), (48, "2 days"),
      (96, "4 days"), (192, "8 days"), (384, "16 days"), (768, "32 days"), (1536, "64 days"),
      (3072, "128 days"), (6144, "256 days"),
    ]

    var ticks: [(Double, String)] { Self.names.filter { $0.0 <= longest * 1.01 } }

    /// 0…1.
    func part(_ hours: Double) -> Double {
      let within = min(max(hours, 0.5), longest)
      return Double(Elementary.log(Float(within / 0.5)) / Elementary.log(Float(longest / 0.5)))
    }
  }

  // MARK: - Volume

  /// Records by day, alarms as marks above the day they were raised on. Nothing where no day is known.
  ///
  /// - Parameter rightly: ids of alarms of issues that were played in.
  static func volume(_ days: [Alarm.DayCount], alarms: [Alarm], rightly: Set<String>) -> Markup {
    guard let first = days.first?.day, let last = days.last?.day, first <= last else {
      return .none
    }
    let step = (last - first) / mostBars + 1
    var counts = [Int](repeating: 0, count: (last - first) / step + 1)
    for day in days where first...last ~= day.day { counts[(day.day - first) / step] += day.count }
    let most = max(1, counts.max() ?? 1)
    var path = "M0 100"
    for count in counts {
      let height = (Double(max(0, count)) / Double(most) * 100).rounded()
      path += "h1V\(100 - Int(count > 0 ? max(1, height) : 0))h8V100h1"
    }
    let (top, height) = (34.0, 120.0)
    let bottom = top + height
    let unit = step == 1 ? "a day" : "in \(step) days"
    var body: Markup =
      "<text x=\"0\" y=\"11\">up to \(Number.grouped(most)) \(unit)</text><svg y=\"\(px(top))\" width=\"100%\" height=\"\(px(height))\" viewBox=\"0 0 \(counts.count * 10) 100\" preserveAspectRatio=\"none\"><path class=\"bars\" d=\"\(path)z\"/></svg>"
    body += line(0, bottom + 0.5, 100, bottom + 0.5, "var(--soft)")
    body += "<text x=\"0\" y=\"\(px(bottom + 16))\">\(CivilDay.text(first))</text>"
    if counts.count > 1 {
      body +=
        "<text x=\"100%\" y=\"\(px(bottom + 16))\" text-anchor=\"end\">\(CivilDay.text(last))</text>"
    }
    let span = Double(counts.count * step) * 86_400e6
    for alarm in alarms.prefix(mostMarks) {
      let across = (Double(alarm.raisedAt) - Double(first) * 86_400e6) / span * 100
      guard 0...100 ~= across else { continue }
      let isRight = rightly.contains(alarm.id)
      let shape: Markup = isRight ? "M0 -7L6 5H-6Z" : "M0 7L6 -5H-6Z"
      body +=
        "<svg x=\"\(at(across))\" y=\"\(px(top - 10))\" width=\"1\" height=\"1\"><g><title>\(String(alarm.id.prefix(20))), \(BacktestPage.moment(alarm.raisedAt)): \(String(alarm.name.prefix(80)))</title><path class=\"\(isRight ? "hit" : "false")\" d=\"\(shape)\"/></g></svg>"
    }
    let right = alarms.count { rightly.contains($0.id) }
    return svg(
      height: bottom + 22, title: "Records by day with alarms",
      description:
        "\(CivilDay.text(first)) to \(CivilDay.text(last)), up to \(Number.grouped(most)) records \(unit); \(Number.counted(alarms.count, "alarm")), \(right) of an issue that was played in",
      body)
  }

  // MARK: - Frame

  private static func at(_ percent: Double) -> String { AuditReportChart.at(percent) }

  private static func px(_ y: Double) -> String {
    (y < 0 ? "-" : "") + Number.decimal(abs(y), 1)
  }

  private static func label(_ text: String, _ x: Double, _ y: Double) -> Markup {
    "<text x=\"\(at(x))\" y=\"\(px(y))\" text-anchor=\"middle\">\(text)</text>"
  }

  private static func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ colour: Markup, width: Double = 1
  ) -> Markup {
    "<line x1=\"\(at(x1))\" y1=\"\(px(y1))\" x2=\"\(at(x2))\" y2=\"\(px(y2))\" stroke=\"\(colour)\" stroke-width=\"\(px(width))\"/>"
  }

  private static func svg(
    height: Double, title: String, description: String, _ body: Markup
  ) -> Markup {
    "<svg height=\"\(px(height))\" role=\"img\" aria-label=\"\(title). \(description).\"><title>\(title)</title>\(body)</svg>"
  }
}
