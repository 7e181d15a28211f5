/// All themes in one table, the largest first.
extension ThemeReportPage {
  var table: Markup {
    guard !themes.isEmpty else { return .none }
    let areaOf = areaOfTheme
    let rows = themes.indices.map { row(themes[$0], area: areaOf[$0]) }
    let head: [Markup] = [
      head("Theme"), head("Id"), hasAreas ? head("Area") : .none, head("Records", isNumber: true),
      head("Share", isNumber: true), timeline == nil ? .none : "<th scope=\"col\">Trend</th>",
      head("Cohesion", isNumber: true), hasTags ? head("Negative", isNumber: true) : .none,
      hasTags ? head("Frustrated", isNumber: true) : .none,
      hasLastRun ? head("Since<br>last run", isNumber: true) : .none,
    ]
    let table = AuditReportTable.scrolling(
      "All themes",
      "<table id=\"themes\"><thead><tr>\(head)</tr></thead><tbody>\(rows)</tbody></table>")
    return """
      <section><h2 id="table">All themes</h2>
      <p class="find" hidden><label for="find">Search names, terms and quotes</label> <input id="find" type="search"> <span id="found" role="status"></span></p>
      \(table)</section>
      """
  }

  private func head(_ name: Markup, isNumber: Bool = false) -> Markup {
    "<th scope=\"col\"\(isNumber ? " class=\"n\"" : "") data-sort>\(name)</th>"
  }

  private func row(_ theme: Theme, area: Int) -> Markup {
    let colour = self.colour(area)
    let anchor = Self.anchor(theme)
    let mark: Markup =
      isMostlyOneText(theme)
      ? " <span class=\"unsure\" title=\"Mostly one text, sent again and again\">⚠<span class=\"unseen\"> mostly one text</span></span>"
      : ""
    let cells: [Markup] = [
      "<th scope=\"row\"><svg class=\"key \(colour)\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><circle cx=\"8\" cy=\"8\" r=\"7\"/></svg><a href=\"#\(anchor)\">\(.name(theme.name))</a>\(mark)</th>",
      "<td class=\"d\">\(.name(theme.id))</td>",
      hasAreas ? "<td>\(name(areas[area]))</td>" : .none,
      number(Number.grouped(theme.size), by: Double(theme.size)),
      number(Number.percent(theme.share), by: theme.share),
      timeline.map { "<td>\(sparkline($0.counts(theme)))</td>" } ?? .none,
      number(Number.decimal(theme.cohesion, 2), by: theme.cohesion),
      hasTags ? percent(theme.tags?.negative) : .none,
      hasTags ? percent(theme.tags?.frustrated) : .none, hasLastRun ? change(theme) : .none,
    ]
    return "<tr data-theme=\"\(anchor)\">\(cells)</tr>\n"
  }

  /// - Parameter value: what the column is sorted by.
  private func number(_ text: String, by value: Double) -> Markup {
    let plain = value.isFinite ? String((value * 1e6).rounded() / 1e6) : "0"
    return "<td class=\"n\" data-v=\"\(plain)\">\(text)</td>"
  }

  private func percent(_ share: Double?) -> Markup {
    guard let share else { return "<td class=\"n\" data-v=\"-1\">–</td>" }
    return number(Number.decimal(share * 100, 0) + "\u{A0}%", by: share)
  }

  /// In points of share: `+0.8`; `new` counts from nothing.
  private func change(_ theme: Theme) -> Markup {
    guard let previous = theme.previous else {
      return
        "<td class=\"n\" data-v=\"\(String((theme.share * 1e6).rounded() / 1e6))\"><b class=\"new\">new</b></td>"
    }
    let points = (theme.share - previous.share) * 100
    let word: Markup =
      previous.change == .kept ? "" : "<br><small>\(previous.change.rawValue)</small>"
    let sign = points > 0 && Number.decimal(points, 1) != "0.0" ? "+" : ""
    let value = ((theme.share - previous.share) * 1e6).rounded() / 1e6
    return
      "<td class=\"n\" data-v=\"\(String(value.isFinite ? value : 0))\">\(sign)\(Number.decimal(points, 1))\u{A0}pt\(word)</td>"
  }

  // MARK: - Trend

  /// The shape of a trend, in words beside it for those who can't see it.
  private func sparkline(_ counts: [Int]) -> Markup {
    let most = max(1, counts.max() ?? 1)
    var path = "M0 20"
    for count in counts {
      let height = (Double(count) / Double(most) * 20).rounded()
      path += "V\(Int(20 - height))h1"
    }
    return
      "<svg class=\"spark\" viewBox=\"0 0 \(counts.count) 20\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"\(spoken(counts))\"><path d=\"\(path)V20z\"/></svg>"
  }

  func spoken(_ counts: [Int]) -> String {
    guard let timeline, let most = counts.max(), let at = counts.firstIndex(of: most) else {
      return ""
    }
    return
      "Records \(timeline.unit): \(Number.grouped(counts[0])) at first, \(Number.grouped(counts[counts.count - 1])) at last, most \(Number.grouped(most)) from \(timeline.date(at))"
  }
}
