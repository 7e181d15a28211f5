/// The map: a circle a theme, coloured by area, with the names that there is room for.
extension ThemeReportPage {
  /// Across, places are stretched a little: more room for names, and no circle comes nearer another.
  private static let width = 1250.0
  private static let height = 1000.0
  /// Colours that can be told apart; areas beyond have them again, with a dashed edge.
  static let colours = 8

  var map: Markup {
    guard !themes.isEmpty else { return .none }
    let areaOf = areaOfTheme
    let circles = self.circles
    // The largest first, so that small ones lie on top should they touch.
    let links = themes.indices.map { i -> Markup in
      let (theme, circle) = (themes[i], circles[i])
      let area: Markup = theme.parent.map { ", \($0)" } ?? ""
      return
        "<a href=\"#\(Self.anchor(theme))\" tabindex=\"-1\" class=\"\(colour(areaOf[i]))\"><title>\(Self.short(theme.name, 120)): \(Number.counted(theme.size, "record")), \(Number.percent(theme.share))\(area)</title><circle cx=\"\(decimal(circle.x))\" cy=\"\(decimal(circle.y))\" r=\"\(decimal(circle.radius))\"/></a>"
    }
    let most = themes.prefix(3).map { "\($0.name), \(Number.counted($0.size, "record"))" }
    // Keys and screen readers have the same links in the table.
    return """
      <section><h2 id="map">Map</h2>\(legend)
      <figure class="wide map"><svg viewBox="0 0 \(decimal(Self.width)) \(decimal(Self.height))" aria-hidden="true">\(links)\(labels(circles, fontSize: 17, on: "wide"))\(labels(circles, fontSize: 42, on: "narrow"))</svg>
      <figcaption>Each circle is a theme, as large as it has records; near themes are alike. Press one to read it; the table below has the same themes. The largest: \(Markup.joined(most.map { "\(Self.short($0, 120))" as Markup }, by: "; ")).</figcaption></figure></section>
      """
  }

  /// The classes of an area's colour.
  func colour(_ area: Int) -> Markup {
    areas[area].name == nil
      ? "c" : "c c\(area % Self.colours)\(area / Self.colours % 2 == 1 ? " again" : "")"
  }

  private var legend: Markup {
    guard hasAreas else { return .none }
    let keys = areas.enumerated().map { a, area -> Markup in
      "<li><svg class=\"key \(colour(a))\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><circle cx=\"8\" cy=\"8\" r=\"7\"/></svg><a href=\"#area-\(a)\">\(name(area))</a> \(Number.grouped(area.size))</li>"
    }
    return "<ul class=\"plain legend\" aria-label=\"Areas, with their records\">\(keys)</ul>"
  }

  func decimal(_ x: Double) -> String {
    let text = Number.decimal(max(0, x), 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  static func short(_ text: String, _ longest: Int) -> String {
    text.count <= longest ? text : text.prefix(longest - 1) + "…"
  }

  // MARK: - Places

  struct Circle {
    let x: Double
    let y: Double
    let radius: Double
  }

  var circles: [Circle] {
    zip(themes, ThemeMap.radii(sizes: themes.map(\.size))).map { theme, radius in
      func inside(_ place: Double) -> Double { place.isFinite ? min(max(place, 0), 1) : 0.5 }
      return Circle(
        x: inside(theme.x) * Self.width, y: inside(theme.y) * Self.height,
        radius: radius * Self.height)
    }
  }

  // MARK: - Names

  struct Box {
    var x: ClosedRange<Double>
    var y: ClosedRange<Double>

    func overlaps(_ other: Box) -> Bool { x.overlaps(other.x) && y.overlaps(other.y) }
  }

  private struct Label {
    let lines: [String]
    let box: Box
  }

  /// Names of the larger themes, where there is room: no name touches another or covers the middle of
  /// another's circle.
  private func labels(_ circles: [Circle], fontSize: Double, on screen: Markup) -> Markup {
    var placed: [Label] = []
    for i in themes.indices.prefix(60) {
      let lines = Self.lines(themes[i].name)
      let width = (lines.map(Self.ems).max() ?? 0) * fontSize + 8
      let height = Double(lines.count) * fontSize * 1.15 + 4
      let box = Self.boxes(beside: circles[i], width, height, circles).first { box in
        if box.x.lowerBound < 0 || box.x.upperBound > Self.width { return false }
        if box.y.lowerBound < 0 || box.y.upperBound > Self.height { return false }
        if placed.contains(where: { $0.box.overlaps(box) }) { return false }
        return !circles.indices.contains { j in
          if j == i { return false }
          return box.x ~= circles[j].x && box.y ~= circles[j].y
        }
      }
      if let box { placed.append(Label(lines: lines, box: box)) }
    }
    let texts = placed.map { label -> Markup in
      let x = decimal((label.box.x.lowerBound + label.box.x.upperBound) / 2)
      let lines = label.lines.enumerated().map { i, line -> Markup in
        let y = label.box.y.lowerBound + 2 + fontSize * (1.15 * Double(i) + 0.92)
        return "<tspan x=\"\(x)\" y=\"\(decimal(y))\">\(line)</tspan>"
      }
      return "<text>\(lines)</text>"
    }
    return "<g class=\"names \(screen)\">\(texts)</g>"
  }

  /// Where the name of a circle may stand, the best first: in it where it fits; under, over, right or
  /// left of it where no other circle is; in it, hanging out; beside it, over others' edges.
  private static func boxes(
    beside c: Circle, _ width: Double, _ height: Double, _ circles: [Circle]
  ) -> [Box] {
    func box(_ x: Double, _ y: Double) -> Box {
      Box(x: x - width / 2...x + width / 2, y: y - height / 2...y + height / 2)
    }
    let (down, right) = (c.radius + height / 2 + 2, c.radius + width / 2 + 2)
    let around = [
      box(c.x, c.y + down), box(c.x, c.y - down), box(c.x + right, c.y), box(c.x - right, c.y),
    ]
    let free = around.filter { box in
      !circles.contains { circle in
        let dx = circle.x - min(max(circle.x, box.x.lowerBound), box.x.upperBound)
        let dy = circle.y - min(max(circle.y, box.y.lowerBound), box.y.upperBound)
        return dx * dx + dy * dy < circle.radius * circle.radius
      }
    }
    let middle = box(c.x, c.y)
    return (width <= 2.2 * c.radius ? [middle] : []) + free + [middle] + around
  }

  /// A name in up to three lines of about one length.
  private static func lines(_ name: String) -> [String] {
    let name = short(name, 40)
    let words = name.split(separator: " ").map { String($0) }
    guard name.count > 14, words.count > 1 else { return [name] }
    func width(_ lines: [String]) -> Double { lines.map(ems).max() ?? 0 }
    var best = [name]
    for i in 1..<words.count {
      for j in i...(name.count > 28 ? words.count - 1 : i) {
        let lines = [words[..<i], words[i..<j], words[j...]].filter { !$0.isEmpty }
          .map { $0.joined(separator: " ") }
        // A line more has to be worth its height.
        if width(lines) < 0.8 * width(best)
          || lines.count == best.count && width(lines) < width(best)
        {
          best = lines
        }
      }
    }
    return best
  }

  /// About how wide a text is, in heights of its writing; a little more than most fonts take.
  static func ems(_ text: String) -> Double {
    text.unicodeScalars.reduce(0) { sum, scalar in
      switch scalar {
      case "i", "j", "l", "t", "f", "r", "I", " ", ".", ",", "'", "-", "(", ")": sum + 0.4
      case "m", "w", "M", "W", "…", "%", "@": sum + 0.98
      case "A"..."Z": sum + 0.74
      default: sum + (scalar.value < 0x1100 ? 0.6 : 1.05)
      }
    }
  }
}
