import EarshotInsights
import EarshotStore

/// What `themes` tells people.
enum ThemeText {
  /// Some lines at the end of a run.
  static func summary(_ search: ThemeSearch, seed: UInt64, hasWorkspace: Bool, isFirst: Bool)
    -> String
  {
    let themes = search.themes
    let n = search.records.count
    var lines = [
      "\(counted(n, "record")): \(counted(themes.count, "theme")), \(grouped(search.withoutTheme)) (\(percent(search.withoutTheme, of: n))) without one"
        + (search.withoutWords > 0
          ? ", \(grouped(search.withoutWords)) of them without a known word" : "")
        + "; seed \(seed)."
    ]
    if search.copiesFound > 0 {
      lines.append(
        "\(counted(search.copiesFound, "near copy", plural: "near copies")) of other records counted once while looking for themes."
      )
    }
    if let trial = search.trials.first(where: { $0.themeCount == search.chosenCount }) {
      lines.append(
        "\(trial.themeCount) was chosen: halves of the records agree on such themes to \(ReportText.decimal(trial.stability, 2)) of 1."
      )
    }
    for theme in themes.prefix(10) {
      lines.append(
        "  \(theme.id.padded(5)) \(grouped(theme.size).leftPadded(9))  \(percent(theme.size, of: n).leftPadded(7))  \(theme.name)"
          + (theme.repeated >= 0.5 ? "  (mostly one text)" : ""))
    }
    if themes.count > 10 { lines.append("  and \(themes.count - 10) more") }
    if hasWorkspace, !isFirst, let lineage = search.lineage { lines.append(changes(lineage)) }
    return lines.joined(separator: "\n")
  }

  /// Why so many themes.
  static func stability(_ trials: [ThemeCount.Trial], chosen: Int) -> String {
    "How far themes of two halves of the records agree, by their number (adjusted mutual information, 1 at most; \(chosen) was chosen): "
      + trials.map { "\($0.themeCount) \(ReportText.decimal($0.stability, 2))" }
      .joined(separator: ", ") + "."
  }

  /// `Since the last run: 70 kept, 2 born, 1 split; 310 records moved.`
  private static func changes(_ lineage: ThemeLineage) -> String {
    let counts = ThemeEvent.Kind.allCases.compactMap { kind -> String? in
      let n = lineage.events.count { $0.kind == kind }
      return n == 0 ? nil : "\(grouped(n)) \(kind.rawValue)"
    }
    return
      "Since the last run: \(counts.joined(separator: ", ")); \(counted(lineage.moved, "record")) moved."
  }

  /// `T12 split from T3: card not working`.
  static func event(_ event: ThemeEvent) -> String {
    let other = event.other.map { other in
      switch event.kind {
      case .split: " from \(other)"
      case .merged: " into \(other)"
      case .adopted: " as \(other)"
      default: " \(other)"
      }
    }
    return "\(event.theme) \(event.kind.rawValue)\(other ?? ""): \(event.name)"
  }

  static func table(_ snapshot: ThemeSnapshot) -> String {
    let shown = snapshot.themes.filter { $0.mergedInto == nil }
    var lines = [
      "Run \(snapshot.run) of \(snapshot.madeAt): \(counted(snapshot.records, "record")), \(counted(shown.count, "theme")), \(grouped(snapshot.withoutTheme)) without one"
    ]
    for stored in shown.sorted(by: { $0.theme.size > $1.theme.size }) {
      let marks = [
        stored.isPinned ? "pinned" : nil, stored.isNamedByUser ? "named by hand" : nil,
        stored.adoptedTopic.map { "topic \($0)" },
      ].compactMap { $0 }
      lines.append(
        "  \(stored.theme.id.padded(5)) \(grouped(stored.theme.size).leftPadded(9))  \(percent(stored.theme.size, of: snapshot.records).leftPadded(7))  \(stored.theme.name)"
          + (marks.isEmpty ? "" : "  (\(marks.joined(separator: ", ")))"))
    }
    return lines.joined(separator: "\n")
  }

  private static func percent(_ part: Int, of whole: Int) -> String {
    ReportText.percent(whole == 0 ? 0 : Double(part) / Double(whole))
  }
}
