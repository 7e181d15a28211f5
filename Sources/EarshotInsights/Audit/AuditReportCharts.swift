/// The pictures of a report: inline SVG as wide as there is room, so that their writing keeps its size.
///
/// Across, positions are percentages; up and down they are pixels. Colours are those of the page.
enum AuditReportChart {
  typealias Number = AuditReportNumber

  /// A span of shares that a picture shows.
  struct Axis: Equatable {
    let low: Double
    let high: Double
    let ticks: [Double]

    /// From a round number below the lowest of the values to 1.
    init(holding values: [Double], least: Double = 0.1) {
      let lowest = max(0, min(values.min() ?? 0, 1 - least))
      let step =
        1 - lowest <= 0.1 + 1e-9
        ? 0.02 : 1 - lowest <= 0.25 + 1e-9 ? 0.05 : 1 - lowest <= 0.5 + 1e-9 ? 0.1 : 0.25
      let steps = ((1 - lowest) / step - 1e-9).rounded(.up)
      low = max(0, 1 - steps * step)
      high = 1
      ticks = (0...Int(steps)).reversed().map { max(0, 1 - Double($0) * step) }
    }

    /// Per cent of the width, 0…100.
    func x(_ share: Double) -> Double { (min(max(share, low), high) - low) / (high - low) * 100 }
  }

  static func at(_ percent: Double) -> String { Number.decimal(percent, 2) + "%" }

  private static func px(_ y: Double) -> String {
    (y < 0 ? "-" : "") + Number.decimal(abs(y), 1)
  }

  /// Keeps writing at the ends inside the picture.
  private static func anchor(_ percent: Double) -> String {
    percent < 6 ? "start" : percent > 94 ? "end" : "middle"
  }

  // MARK: - Intervals

  /// A line of a picture of intervals.
  struct Line {
    let name: String
    let accuracy: Double?
    let interval: [Double]
    let ceiling: Double?
  }

  /// Intervals under each other, the target as a line through all.
  static func intervals(_ lines: [Line], target: Double) -> Markup {
    let axis = Axis(holding: lines.flatMap(\.interval) + [target - 0.02])
    let isNamed = lines.count > 1
    let rowHeight = isNamed ? 46.0 : 34.0
    let top = 24.0
    let bottom = top + rowHeight * Double(lines.count)
    let t = axis.x(target)
    var body: Markup = ""
    for tick in axis.ticks {
      let x = axis.x(tick)
      body +=
        "<line x1=\"\(at(x))\" x2=\"\(at(x))\" y1=\"\(px(top))\" y2=\"\(px(bottom))\" stroke=\"var(--line)\"/><text x=\"\(at(x))\" y=\"\(px(bottom + 16))\" text-anchor=\"\(anchor(x))\">\(Number.target(tick))</text>"
    }
    body +=
      "<line x1=\"\(at(t))\" x2=\"\(at(t))\" y1=\"\(px(top - 6))\" y2=\"\(px(bottom))\" stroke=\"var(--ink)\" stroke-width=\"1.5\" stroke-dasharray=\"4 3\"/><text class=\"ink\" x=\"\(at(t))\" y=\"\(px(top - 11))\" text-anchor=\"\(anchor(t))\">target \(Number.target(target))</text>"
    for (i, line) in lines.enumerated() {
      let y = top + rowHeight * (Double(i) + 1) - 15
      if isNamed { body += "<text class=\"ink\" x=\"0\" y=\"\(px(y - 12))\">\(line.name)</text>" }
      body += bar(line.interval, line.accuracy, axis, y: y, color: "var(--mark)", thick: 10)
      if let ceiling = line.ceiling {
        let x = axis.x(ceiling)
        body +=
          "<svg x=\"\(at(x))\" y=\"\(px(y))\" width=\"1\" height=\"1\"><path d=\"M0 -9L5 0L0 9L-5 0Z\" fill=\"var(--paper)\" stroke=\"var(--open)\" stroke-width=\"2\"/></svg>"
      }
    }
    let spoken = lines.map { line in
      "\(line.name): \(line.accuracy.map { Number.percent($0) } ?? "not known"), 95 % interval \(Number.interval(line.interval))"
        + (line.ceiling.map { ", human ceiling \(Number.percent($0))" } ?? "")
    }
    return svg(
      height: bottom + 22,
      title: "Accuracy with its 95 % interval against the target of \(Number.target(target))",
      description: spoken.joined(separator: "; "), body)
  }

  /// The bar of a table's row; its figures stand beside it.
  static func rowBar(_ interval: [Double], accuracy: Double?, target: Double, axis: Axis) -> Markup
  {
    let t = axis.x(target)
    return
      "<svg height=\"16\" aria-hidden=\"true\"><line x1=\"0\" x2=\"100%\" y1=\"8\" y2=\"8\" stroke=\"var(--line)\"/>\(bar(interval, accuracy, axis, y: 8, color: "var(--mark)", thick: 6))<line x1=\"\(at(t))\" x2=\"\(at(t))\" y1=\"0\" y2=\"16\" stroke=\"var(--ink)\" stroke-width=\"1.5\" stroke-dasharray=\"3 2\"/></svg>"
  }

  private static func bar(
    _ interval: [Double], _ accuracy: Double?, _ axis: Axis, y: Double, color: Markup,
    thick: Double
  ) -> Markup {
    guard interval.count == 2 else { return .none }
    let (a, b) = (axis.x(interval[0]), axis.x(interval[1]))
    let dot = accuracy.map { accuracy -> Markup in
      "<circle cx=\"\(at(axis.x(accuracy)))\" cy=\"\(px(y))\" r=\"\(px(thick / 2 + 1))\" fill=\"\(color)\" stroke=\"var(--paper)\" stroke-width=\"1.5\"/>"
    }
    return
      "<rect x=\"\(at(a))\" width=\"\(at(max(0.4, b - a)))\" y=\"\(px(y - thick / 2))\" height=\"\(px(thick))\" rx=\"\(px(thick / 2))\" fill=\"\(color)\" opacity=\".38\"/>\(dot ?? .none)"
  }

  // MARK: - Curves

  /// How often each verdict falls, by the accuracy that is true: three areas upon each other.
  static func operating(_ curve: AuditOperatingCurve, target: Double) -> Markup {
    let height = 190.0
    guard let first = curve.points.first, let last = curve.points.last,
      last.true_accuracy > first.true_accuracy
    else { return .none }
    func x(_ accuracy: Double) -> Double {
      (accuracy - first.true_accuracy) / (last.true_accuracy - first.true_accuracy) * 100
    }
    func path(
      _ upper: (AuditOperatingCurve.Point) -> Double, _ lower: (AuditOperatingCurve.Point) -> Double
    )
      -> String
    {
      let there = curve.points.map {
        "\(Number.decimal(x($0.true_accuracy), 1)) \(Number.decimal((1 - upper($0)) * 100, 1))"
      }
      let back = curve.points.reversed().map {
        "\(Number.decimal(x($0.true_accuracy), 1)) \(Number.decimal((1 - lower($0)) * 100, 1))"
      }
      return "M" + (there + back).joined(separator: "L") + "Z"
    }
    var body: Markup = """
      <svg x="0" y="8" width="100%" height="\(px(height))" viewBox="0 0 100 100" preserveAspectRatio="none">\
      <path d="\(path({ $0.pass }, { _ in 0 }))" fill="var(--good)" opacity=".5"/>\
      <path d="\(path({ $0.pass + $0.not_proven }, { $0.pass }))" fill="var(--line)"/>\
      <path d="\(path({ _ in 1 }, { $0.pass + $0.not_proven }))" fill="var(--bad)" opacity=".5"/></svg>
      """
    for share in [0.25, 0.5, 0.75] {
      let y = px(8 + height * (1 - share))
      body +=
        "<line x1=\"0\" x2=\"100%\" y1=\"\(y)\" y2=\"\(y)\" stroke=\"var(--paper)\" opacity=\".5\"/>"
    }
    let axis = Axis(holding: [first.true_accuracy])
    let ticks = axis.ticks.filter { $0 >= first.true_accuracy - 1e-9 }
    for tick in ticks {
      let at = x(tick)
      body +=
        "<text x=\"\(Self.at(at))\" y=\"\(px(height + 26))\" text-anchor=\"\(anchor(at))\">\(Number.target(tick))</text>"
    }
    let t = x(target)
    body +=
      "<line x1=\"\(at(t))\" x2=\"\(at(t))\" y1=\"4\" y2=\"\(px(height + 8))\" stroke=\"var(--ink)\" stroke-width=\"1.5\" stroke-dasharray=\"4 3\"/>"
    let shown = [0, 0.25, 0.5, 0.75, 0.9, 1].compactMap { part in
      curve.points[safe: Int(part * Double(curve.points.count - 1))]
    }
    let spoken = shown.map {
      "at \(Number.percent($0.true_accuracy)) true: PASS \(Number.percent($0.pass)), NOT PROVEN \(Number.percent($0.not_proven)), FAIL \(Number.percent($0.fail))"
    }
    return svg(
      height: height + 32, title: "Chance of each verdict by the true accuracy",
      description: spoken.joined(separator: "; "), body)
  }

  /// What the tagger said of itself across, what was found upwards; on the dashed line they agree.
  static func reliability(_ bins: [AuditReliability.Bin]) -> Markup {
    let height = 300.0
    let top = 8.0
    func y(_ share: Double) -> Double { top + height * (1 - share) }
    func x(_ share: Double) -> Double { 2 + share * 96 }
    var body: Markup = ""
    for tick in [0, 0.25, 0.5, 0.75, 1] {
      body +=
        "<line x1=\"0\" x2=\"100%\" y1=\"\(px(y(tick)))\" y2=\"\(px(y(tick)))\" stroke=\"var(--line)\"/><text x=\"0\" y=\"\(px(y(tick) + (tick == 1 ? 14 : -4)))\">\(Number.target(tick))</text><text x=\"\(at(x(tick)))\" y=\"\(px(top + height + 17))\" text-anchor=\"\(anchor(x(tick)))\">\(Number.decimal(tick, 2))</text>"
    }
    body +=
      "<line x1=\"\(at(x(0)))\" y1=\"\(px(y(0)))\" x2=\"\(at(x(1)))\" y2=\"\(px(y(1)))\" stroke=\"var(--soft)\" stroke-dasharray=\"5 4\"/>"
    let most = Double(max(1, bins.map(\.reviews).max() ?? 1))
    var spoken: [String] = []
    for bin in bins {
      guard let said = bin.confidence, let found = bin.accuracy, let interval = bin.interval else {
        continue
      }
      let radius = 3 + 5 * (Double(bin.reviews) / most).squareRoot()
      let text =
        "said \(Number.decimal(said, 2)), found \(Number.percent(found)) (\(Number.interval([interval.lowerBound, interval.upperBound]))) in \(Number.counted(bin.reviews, "record"))"
      spoken.append(text)
      body +=
        "<g><title>\(text)</title><line x1=\"\(at(x(said)))\" x2=\"\(at(x(said)))\" y1=\"\(px(y(interval.lowerBound)))\" y2=\"\(px(y(interval.upperBound)))\" stroke=\"var(--mark)\" stroke-width=\"2\" opacity=\".6\"/><circle cx=\"\(at(x(said)))\" cy=\"\(px(y(found)))\" r=\"\(px(radius))\" fill=\"var(--mark)\"/></g>"
    }
    return svg(
      height: top + height + 22, title: "Share found right by the confidence that was given",
      description: spoken.joined(separator: "; "), body)
  }

  /// Audits one after the other, each with its interval.
  static func trend(_ points: [AuditTrendPoint]) -> Markup {
    let height = 190.0
    let top = 22.0
    let target = points.last?.target ?? 0.95
    let axis = Axis(holding: points.flatMap { $0.interval_95 } + [target - 0.02])
    func y(_ share: Double) -> Double { top + height * (1 - axis.x(share) / 100) }
    let step = 82 / Double(max(1, points.count - 1))
    func x(_ i: Int) -> Double { points.count == 1 ? 50 : 13 + step * Double(i) }
    var body: Markup = ""
    for tick in axis.ticks {
      body +=
        "<line x1=\"0\" x2=\"100%\" y1=\"\(px(y(tick)))\" y2=\"\(px(y(tick)))\" stroke=\"var(--line)\"/><text x=\"0\" y=\"\(px(y(tick) - 4))\">\(Number.target(tick))</text>"
    }
    for i in points.indices.dropFirst() {
      if let a = points[i - 1].accuracy, let b = points[i].accuracy {
        body +=
          "<line x1=\"\(at(x(i - 1)))\" y1=\"\(px(y(a)))\" x2=\"\(at(x(i)))\" y2=\"\(px(y(b)))\" stroke=\"var(--mark)\" stroke-width=\"1.5\" opacity=\".5\"/>"
      }
    }
    if points.allSatisfy({ $0.target == target }) {
      body += dashed(from: 0, to: 100, y: y(target))
    } else {
      let half = min(step / 2, 7)
      for (i, point) in points.enumerated() {
        body += dashed(from: x(i) - half, to: min(100, x(i) + half), y: y(point.target))
      }
    }
    // So many dates stand beside each other.
    let every = max(1, (points.count + 5) / 6)
    for (i, point) in points.enumerated() {
      let color: Markup =
        point.verdict == "PASS"
        ? "var(--good)" : point.verdict == "FAIL" ? "var(--bad)" : "var(--open)"
      if point.interval_95.count == 2 {
        body +=
          "<line x1=\"\(at(x(i)))\" x2=\"\(at(x(i)))\" y1=\"\(px(y(point.interval_95[0])))\" y2=\"\(px(y(point.interval_95[1])))\" stroke=\"\(color)\" stroke-width=\"7\" stroke-linecap=\"round\" opacity=\".35\"/>"
      }
      if let accuracy = point.accuracy {
        body +=
          "<circle cx=\"\(at(x(i)))\" cy=\"\(px(y(accuracy)))\" r=\"5\" fill=\"\(color)\" stroke=\"var(--paper)\" stroke-width=\"1.5\"/>"
      }
      if (points.count - 1 - i) % every == 0 {
        let name = point.date.map { String($0.dropFirst(5)) } ?? "\(i + 1)"
        body +=
          "<text x=\"\(at(x(i)))\" y=\"\(px(top + height + 17))\" text-anchor=\"\(x(i) > 94 ? "end" : "middle")\">\(name)</text>"
      }
    }
    let spoken = points.enumerated().map { i, point in
      "\(point.date ?? "audit \(i + 1)"): \(point.accuracy.map { Number.percent($0) } ?? "not known") (\(Number.interval(point.interval_95)))"
    }
    return svg(
      height: top + height + 22, title: "Accuracy of this audit and those before it",
      description: spoken.joined(separator: "; "), body)
  }

  private static func dashed(from: Double, to: Double, y: Double) -> Markup {
    "<line x1=\"\(at(from))\" x2=\"\(at(to))\" y1=\"\(px(y))\" y2=\"\(px(y))\" stroke=\"var(--ink)\" stroke-width=\"1.5\" stroke-dasharray=\"4 3\"/>"
  }

  // MARK: - Frame

  private static func svg(
    height: Double, title: String, description: String, _ body: Markup
  ) -> Markup {
    "<svg height=\"\(px(height))\" role=\"img\" aria-label=\"\(title). \(description).\"><title>\(title)</title>\(body)</svg>"
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
