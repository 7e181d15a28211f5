/// Tables and lists of facts.
enum AuditReportTable {
  private typealias Number = AuditReportNumber

  /// A table that may be wider than a narrow screen; reached and scrolled by keys.
  static func scrolling(_ name: String, _ table: Markup) -> Markup {
    "<div class=\"scroll\" role=\"region\" aria-label=\"\(name)\" tabindex=\"0\">\(table)</div>"
  }

  static func facts(_ facts: [(Markup, Markup)]) -> Markup {
    "<dl>\(facts.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" as Markup })</dl>"
  }

  /// Accuracy by group, the least accurate first; those of which too little is known as a list.
  ///
  /// - Parameter inOrder: as given instead, all of them in the table.
  static func groups(
    _ groups: [AuditScore.Group], title: String, noun: String, target: Double, inOrder: Bool,
    mostRows: Int
  ) -> Markup {
    let told =
      inOrder
      ? groups
      : groups.filter { !$0.too_few_to_say }.sorted {
        ($0.accuracy.value ?? 1, $1.n, $0.name) < ($1.accuracy.value ?? 1, $0.n, $1.name)
      }
    let few =
      inOrder
      ? []
      : groups.filter(\.too_few_to_say).sorted {
        ($1.errors, $1.n, $0.name) < ($0.errors, $0.n, $1.name)
      }
    let shown = told.prefix(mostRows)
    let axis = AuditReportChart.Axis(holding: shown.flatMap(\.interval_95) + [target - 0.02])
    let rows = shown.map { group -> Markup in
      """
      <tr><th scope="row">\(.name(group.name))</th><td class="n">\(Number.grouped(group.errors)) of \(Number.grouped(group.n))</td><td class="n">\(group.accuracy.value.map { Number.percent($0, besides: target) } ?? "–")</td><td class="n">\(Number.interval(group.interval_95, besides: target))</td><td class="bar">\(AuditReportChart.rowBar(group.interval_95, accuracy: group.accuracy.value, target: target, axis: axis))</td><td class="v">\(word(group))</td></tr>
      """
    }
    let table: Markup =
      rows.isEmpty
      ? ""
      : scrolling(
        title,
        """
        <table><thead><tr><th scope="col">\(noun)</th><th scope="col" class="n">Wrong</th><th scope="col" class="n">Right</th><th scope="col" class="n">95 % interval</th><th scope="col" class="bar">\(Number.target(axis.low)) to 100\u{A0}%</th><th scope="col">Verdict</th></tr></thead><tbody>\(Array(rows))</tbody></table>
        """)
    let more: Markup =
      told.count > mostRows
      ? "<p class=\"soft\">\(told.count - mostRows) more are in the JSON and the CSV.</p>" : ""
    return "<h3>\(title)</h3>\(table)\(more)\(tooFew(few, mostRows))"
  }

  private static func tooFew(_ groups: [AuditScore.Group], _ mostRows: Int) -> Markup {
    guard !groups.isEmpty else { return .none }
    let shown = groups.prefix(mostRows).map { group -> Markup in
      let wrong: Markup = group.errors == 0 ? "" : "\(group.errors) wrong of "
      return "<li><b>\(.name(group.name))</b> \(wrong)\(group.n)</li>"
    }
    let more = groups.count > mostRows ? "; the first \(mostRows)" : ""
    return
      "<p class=\"soft small\">Too few to say (\(Number.grouped(groups.count))\(more)), with the number of records reviewed:</p><ul class=\"plain\">\(Array(shown))</ul>"
  }

  private static func word(_ group: AuditScore.Group) -> Markup {
    switch group.verdict {
    case "PASS": "<b class=\"good\">✓ pass</b>"
    case "FAIL": "<b class=\"wrong\">✕ fail</b>"
    default:
      group.too_few_to_say
        ? "<span class=\"soft\">too few to say</span>"
        : "<span class=\"unsure\">? not proven</span>"
    }
  }
}
