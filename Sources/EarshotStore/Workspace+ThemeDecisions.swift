import EarshotInsights
import GRDB

/// What users decide about the themes of the last run. The next run takes it over.
extension Workspace {
  /// Gives a theme a name that later runs keep.
  ///
  /// - Throws: `badThemeName`; `themeNameTaken`, where names differ by more than the case of letters;
  ///   `noThemes`, `unknownTheme`, `themeIsMerged`.
  public func renameTheme(_ id: String, to name: String) throws(WorkspaceError) {
    let name = try Self.checkedThemeName(name)
    try decide(on: id) { db, last, stored in
      let taken = last.themes.first {
        $0.mergedInto == nil && $0.theme.id != id
          && $0.theme.name.lowercased() == name.lowercased()
      }
      if let taken { throw WorkspaceError.themeNameTaken(name: name, theme: taken.theme.id) }
      try db.execute(
        sql: "UPDATE themes SET name = ?, named_by_user = 1 WHERE run = ? AND id = ?",
        arguments: [name, last.run, id])
      return ThemeEvent(.renamed, theme: id, name: name)
    }
  }

  /// Makes a theme part of another one, whose numbers then hold its records too; its own row stays.
  ///
  /// - Parameter other: where this one was itself merged, the theme at the end of the chain is meant.
  /// - Throws: `mergedIntoItself`, `noThemes`, `unknownTheme`, `themeIsMerged`.
  public func mergeTheme(_ id: String, into other: String) throws(WorkspaceError) {
    try decide(on: id) { db, last, part in
      var whole = try last.theme(other)
      // No chain is longer than the list.
      for _ in last.themes {
        guard let next = whole.mergedInto else { break }
        guard let found = last.themes.first(where: { $0.theme.id == next })
        else { throw WorkspaceError.damaged(path: path) }
        whole = found
      }
      guard whole.mergedInto == nil else { throw WorkspaceError.damaged(path: path) }
      guard whole.theme.id != id else { throw WorkspaceError.mergedIntoItself(id: id) }
      let sum = whole.theme.adding(part.theme)
      try db.execute(
        sql: """
          UPDATE themes SET size = ?, share = ?, distinct_texts = ?, repeated = ?, cohesion = ?,
            trend = ?, tags = ? WHERE run = ? AND id = ?
          """,
        arguments: [
          sum.size, sum.share, sum.distinct, sum.repeated, sum.cohesion,
          ThemeJSON.text(sum.trend.map(ThemeJSON.Count.init)),
          sum.tags.map { try ThemeJSON.text(ThemeJSON.Tags($0)) }, last.run, sum.id,
        ])
      // What was part of it before goes along.
      try db.execute(
        sql: """
          UPDATE themes SET merged_into = ?1 WHERE run = ?2 AND (id = ?3 OR merged_into = ?3)
          """, arguments: [sum.id, last.run, id])
      return ThemeEvent(.merged, theme: id, other: sum.id, name: part.theme.name)
    }
  }

  /// Pins a theme, so that runs take more to lose it, or lets go of it.
  ///
  /// - Throws: `noThemes`, `unknownTheme`, `themeIsMerged`.
  public func pinTheme(_ id: String, _ isPinned: Bool) throws(WorkspaceError) {
    try decide(on: id) { db, last, stored in
      guard stored.isPinned != isPinned else { return nil }
      try db.execute(
        sql: "UPDATE themes SET is_pinned = ? WHERE run = ? AND id = ?",
        arguments: [isPinned, last.run, id])
      return ThemeEvent(isPinned ? .pinned : .unpinned, theme: id, name: stored.theme.name)
    }
  }

  /// Notes that a theme's records became examples of a topic.
  ///
  /// - Throws: `noThemes`, `unknownTheme`, `themeIsMerged`.
  public func adoptTheme(_ id: String, topic: String) throws(WorkspaceError) {
    try decide(on: id) { db, last, stored in
      try db.execute(
        sql: "UPDATE themes SET topic = ? WHERE run = ? AND id = ?",
        arguments: [topic, last.run, id])
      return ThemeEvent(.adopted, theme: id, other: topic, name: stored.theme.name)
    }
  }

  /// One transaction on the last run: what `body` does to a theme that stands for itself, and its event.
  private func decide(
    on id: String, _ body: (Database, ThemeSnapshot, StoredTheme) throws -> ThemeEvent?
  ) throws(WorkspaceError) {
    let now = timestamp()
    try write { db in
      guard let last = try Self.snapshot(db) else { throw WorkspaceError.noThemes(path: path) }
      let stored = try last.theme(id)
      if let into = stored.mergedInto { throw WorkspaceError.themeIsMerged(id: id, into: into) }
      if let event = try body(db, last, stored) {
        try Self.append(db, event, run: last.run, isByUser: true, at: now)
      }
    }
  }

  /// A name as it is stored: without blanks around it or doubled inside.
  private static func checkedThemeName(_ name: String) throws(WorkspaceError) -> String {
    let words = name.unicodeScalars.split { $0.properties.isWhitespace }
    let joined = words.map { String($0) }.joined(separator: " ")
    if joined.isEmpty { throw .badThemeName(what: "it is empty") }
    if joined.unicodeScalars.count > 120 { throw .badThemeName(what: "it is too long") }
    let isControl = { (scalar: Unicode.Scalar) in
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: true
      // Marks that turn the direction of what is written around them; emoji and Persian need joiners.
      case .format: scalar != "\u{200C}" && scalar != "\u{200D}"
      default: false
      }
    }
    if joined.unicodeScalars.contains(where: isControl) {
      throw .badThemeName(what: "it holds control characters")
    }
    return joined
  }
}

extension ThemeSnapshot {
  fileprivate func theme(_ id: String) throws(WorkspaceError) -> StoredTheme {
    if let theme = themes.first(where: { $0.theme.id == id }) { return theme }
    let known = themes.filter { $0.mergedInto == nil }.map(\.theme.id)
    throw .unknownTheme(id: id, known: known)
  }
}

extension Theme {
  /// With another theme's records: its numbers are those of both, all else stays as it is.
  ///
  /// Near copies of one text are in one theme, so `distinct` adds up; of the copies themselves the
  /// larger group counts. Cohesion stays the mean cosine to the centre that a record was put to.
  fileprivate func adding(_ part: Theme) -> Theme {
    var sum = self
    sum.size += part.size
    sum.share += part.share
    sum.distinct += part.distinct
    let (n, m) = (Double(size), Double(part.size))
    if n + m > 0 {
      sum.repeated = max(repeated * n, part.repeated * m) / (n + m)
      sum.cohesion = (cohesion * n + part.cohesion * m) / (n + m)
    }
    var counts: [String: Int] = [:]
    for count in trend + part.trend { counts[count.from, default: 0] += count.count }
    sum.trend = counts.sorted { $0.key < $1.key }.map { Count(from: $0.key, count: $0.value) }
    sum.tags = tags.map { tags in part.tags.map { tags.adding($0) } ?? tags } ?? part.tags
    return sum
  }
}

extension Theme.Tags {
  fileprivate func adding(_ part: Theme.Tags) -> Theme.Tags {
    let (n, m) = (Double(count), Double(part.count))
    guard n + m > 0 else { return self }
    var sum = self
    sum.count += part.count
    func mean(_ own: Double?, _ other: Double?) -> Double? {
      guard let own, let other else { return own ?? other }
      return (own * n + other * m) / (n + m)
    }
    sum.negative = mean(negative, part.negative)
    sum.frustrated = mean(frustrated, part.frustrated)
    // At least so many have it; how many more is not known where the parts' topics differ.
    let own = topic == nil ? 0 : topicShare * n
    let other = part.topic == nil ? 0 : part.topicShare * m
    let isSame = topic == part.topic
    let most = isSame ? own + other : max(own, other)
    sum.topic = most * 2 < n + m ? nil : isSame || own >= other ? topic : part.topic
    sum.topicShare = sum.topic == nil ? 0 : most / (n + m)
    return sum
  }
}
