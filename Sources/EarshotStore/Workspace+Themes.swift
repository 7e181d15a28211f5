import EarshotInsights
import FoundationEssentials
import GRDB

extension Workspace {
  /// The themes of the last run; nil when there was none.
  public func latestThemes() throws(WorkspaceError) -> ThemeSnapshot? {
    try read { try Self.snapshot($0) }
  }

  /// Stores a run's themes, and the events that lead to them, as the last run.
  ///
  /// What users decided is written as it is given: the caller takes it over from the last run, as
  /// `ThemeLineage` does. Of older runs the numbers, names and events stay; their models and quotes
  /// are deleted.
  ///
  /// - Parameters:
  ///   - after: the last run that the new one was compared with; nil for a first one.
  ///   - lastEvent: the last event that the caller knew, so that no user's decision is overwritten;
  ///     nil to look at runs only.
  /// - Returns: the run's number.
  /// - Throws: `themesChanged` when there is a later run or event; nothing is changed then.
  /// - Precondition: no two themes have one id, and `nextNumber` is above the numbers of all ids.
  @discardableResult
  public func saveThemes(
    _ run: ThemeRun, after: Int?, lastEvent: Int? = nil
  ) throws(WorkspaceError) -> Int {
    precondition(Set(run.themes.map(\.theme.id)).count == run.themes.count)
    let now = timestamp()
    let (seq, hadTexts) = try write { db in
      let last = try Int.fetchOne(db, sql: "SELECT max(seq) FROM theme_runs")
      guard try last == after && lastEvent.map({ try $0 == Self.lastEvent(db) }) ?? true
      else { throw WorkspaceError.themesChanged(path: path) }
      let texts = try Int.fetchOne(db, sql: "SELECT count(text) FROM theme_quotes") ?? 0
      try db.execute(sql: "UPDATE theme_runs SET model = NULL WHERE model IS NOT NULL")
      try db.execute(sql: "DELETE FROM theme_quotes")
      try db.execute(
        sql: """
          INSERT INTO theme_runs
            (made_at, records, without_theme, moved, seed, program, model, next_number)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          now, run.records, run.withoutTheme, run.moved, String(run.seed), run.program,
          Data(run.model), run.nextNumber,
        ])
      let seq = Int(db.lastInsertedRowID)
      for (position, theme) in run.themes.enumerated() {
        try Self.insert(db, theme, run: seq, position, keepText: run.keepText)
      }
      for event in run.events {
        try Self.append(db, event, run: seq, isByUser: false, at: now)
      }
      return (seq, texts > 0)
    }
    // The run is saved, whether or not a reader keeps the log from being emptied just now.
    if hadTexts { try? checkpoint() }
    return seq
  }

  /// All runs, the oldest first.
  public func themeRuns() throws(WorkspaceError) -> [StoredThemeRun] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT r.*, (SELECT count(*) FROM themes t WHERE t.run = r.seq AND t.merged_into IS NULL)
            AS themes FROM theme_runs r ORDER BY r.seq
          """
      ).map { row in
        try StoredThemeRun(
          run: row.decode(forColumn: "seq"), madeAt: row.decode(forColumn: "made_at"),
          records: row.decode(forColumn: "records"), themes: row.decode(forColumn: "themes"),
          withoutTheme: row.decode(forColumn: "without_theme"),
          moved: row.decode(forColumn: "moved"))
      }
    }
  }

  /// What happened to themes, the newest first.
  ///
  /// - Parameter limit: so many at most; at least 0.
  public func themeEvents(limit: Int) throws(WorkspaceError) -> [StoredThemeEvent] {
    try read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM theme_events ORDER BY seq DESC LIMIT ?", arguments: [max(0, limit)]
      ).map { row in
        let by: String = try row.decode(forColumn: "made_by")
        guard let kind = ThemeEvent.Kind(rawValue: try row.decode(forColumn: "kind"))
        else { throw WorkspaceError.damaged(path: path) }
        return try StoredThemeEvent(
          seq: row.decode(forColumn: "seq"), run: row.decode(forColumn: "run"),
          madeAt: row.decode(forColumn: "made_at"),
          event: ThemeEvent(
            kind, theme: row.decode(forColumn: "theme"), other: row.decode(forColumn: "other"),
            name: row.decode(forColumn: "name")),
          isByUser: by == "user")
      }
    }
  }

  // MARK: - Rows

  /// The last run. What cannot be read throws, and that becomes `damaged`.
  static func snapshot(_ db: Database) throws -> ThemeSnapshot? {
    let last = try Row.fetchOne(db, sql: "SELECT * FROM theme_runs ORDER BY seq DESC LIMIT 1")
    guard let last else { return nil }
    let run: Int = try last.decode(forColumn: "seq")
    guard let seed = UInt64(try last.decode(String.self, forColumn: "seed")) else { throw BadRow() }
    let model: Data = try last.decode(forColumn: "model")
    let quotes = try Row.fetchAll(
      db, sql: "SELECT * FROM theme_quotes WHERE run = ? ORDER BY theme, position", arguments: [run]
    )
    var quotesOf: [String: [Theme.Quote]] = [:]
    for row in quotes {
      let text: String? = try row.decode(forColumn: "text")
      try quotesOf[row.decode(forColumn: "theme"), default: []].append(
        Theme.Quote(id: row.decode(forColumn: "record_id"), text: text ?? ""))
    }
    let rows = try Row.fetchAll(
      db, sql: "SELECT * FROM themes WHERE run = ? ORDER BY position, id", arguments: [run])
    var themes = try rows.map { try StoredTheme(stored: $0) }
    for i in themes.indices { themes[i].theme.quotes = quotesOf[themes[i].theme.id] ?? [] }
    let nextNumber = try ThemeJSON.count(last.decode(forColumn: "next_number"))
    // An id that comes again would be two themes' to the next run.
    for id in themes.map(\.theme.id) where id.first == "T" {
      if let number = Int(id.dropFirst()), number >= nextNumber { throw BadRow() }
    }
    return try ThemeSnapshot(
      run: run, madeAt: last.decode(forColumn: "made_at"),
      records: ThemeJSON.count(last.decode(forColumn: "records")),
      withoutTheme: ThemeJSON.count(last.decode(forColumn: "without_theme")), seed: seed,
      program: last.decode(forColumn: "program"), model: Array(model), themes: themes,
      nextNumber: nextNumber, lastEvent: lastEvent(db))
  }

  private static func lastEvent(_ db: Database) throws -> Int {
    try Int.fetchOne(db, sql: "SELECT max(seq) FROM theme_events") ?? 0
  }

  private static func insert(
    _ db: Database, _ stored: StoredTheme, run: Int, _ position: Int, keepText: Bool
  ) throws {
    let theme = stored.theme
    try db.execute(
      sql: """
        INSERT INTO themes (run, id, position, name, named_by_user, is_pinned, size, share,
          distinct_texts, repeated, cohesion, terms, parent, trend, tags, x, y, previous, topic,
          merged_into)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        run, theme.id, position, theme.name, stored.isNamedByUser, stored.isPinned, theme.size,
        theme.share, theme.distinct, theme.repeated, theme.cohesion, ThemeJSON.text(theme.terms),
        theme.parent, ThemeJSON.text(theme.trend.map(ThemeJSON.Count.init)),
        theme.tags.map { try ThemeJSON.text(ThemeJSON.Tags($0)) }, theme.x, theme.y,
        theme.previous.map { try ThemeJSON.text(ThemeJSON.Previous($0)) }, stored.adoptedTopic,
        stored.mergedInto,
      ])
    for (position, quote) in theme.quotes.enumerated() {
      try db.execute(
        sql: """
          INSERT INTO theme_quotes (run, theme, position, record_id, text) VALUES (?, ?, ?, ?, ?)
          """, arguments: [run, theme.id, position, quote.id, keepText ? quote.text : nil])
    }
  }

  static func append(
    _ db: Database, _ event: ThemeEvent, run: Int, isByUser: Bool, at time: String
  ) throws {
    try db.execute(
      sql: """
        INSERT INTO theme_events (run, made_at, kind, theme, other, name, made_by)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        run, time, event.kind.rawValue, event.theme, event.other, event.name,
        isByUser ? "user" : "run",
      ])
  }
}

/// A row that says what no program of ours writes.
private struct BadRow: Error {}

extension StoredTheme {
  fileprivate init(stored row: Row) throws {
    theme = Theme(
      id: try row.decode(forColumn: "id"), name: try row.decode(forColumn: "name"),
      size: try ThemeJSON.count(row.decode(forColumn: "size")),
      share: try row.decode(forColumn: "share"))
    theme.distinct = try ThemeJSON.count(row.decode(forColumn: "distinct_texts"))
    theme.repeated = try row.decode(forColumn: "repeated")
    theme.cohesion = try row.decode(forColumn: "cohesion")
    theme.terms = try ThemeJSON.value(row.decode(forColumn: "terms"))
    theme.parent = try row.decode(forColumn: "parent")
    theme.trend = try ThemeJSON.value(row.decode(forColumn: "trend"), as: [ThemeJSON.Count].self)
      .map { Theme.Count(from: $0.from, count: try ThemeJSON.count($0.count)) }
    if let json: String = try row.decode(forColumn: "tags") {
      theme.tags = try ThemeJSON.value(json, as: ThemeJSON.Tags.self).tags()
    }
    if let json: String = try row.decode(forColumn: "previous") {
      theme.previous = try ThemeJSON.value(json, as: ThemeJSON.Previous.self).previous()
    }
    theme.x = try row.decode(forColumn: "x")
    theme.y = try row.decode(forColumn: "y")
    isNamedByUser = try row.decode(forColumn: "named_by_user")
    isPinned = try row.decode(forColumn: "is_pinned")
    adoptedTopic = try row.decode(forColumn: "topic")
    mergedInto = try row.decode(forColumn: "merged_into")
    let numbers = [theme.share, theme.repeated, theme.cohesion, theme.x, theme.y]
    guard numbers.allSatisfy(\.isFinite) else { throw BadRow() }
  }
}

/// The parts of a theme that lie in its row as JSON.
enum ThemeJSON {
  struct Count: Codable {
    let from: String
    let count: Int

    init(_ count: Theme.Count) { (from, self.count) = (count.from, count.count) }
  }

  struct Tags: Codable {
    let count: Int
    let negative: Double?
    let frustrated: Double?
    let topic: String?
    let topic_share: Double

    init(_ tags: Theme.Tags) {
      (count, negative, frustrated) = (tags.count, tags.negative, tags.frustrated)
      (topic, topic_share) = (tags.topic, tags.topicShare)
    }

    func tags() throws -> Theme.Tags {
      Theme.Tags(
        count: try ThemeJSON.count(count), negative: negative, frustrated: frustrated,
        topic: topic, topicShare: topic_share)
    }
  }

  struct Previous: Codable {
    let theme: String
    let name: String
    let size: Int
    let share: Double
    let change: String

    init(_ previous: Theme.Previous) {
      (theme, name, size) = (previous.theme, previous.name, previous.size)
      (share, change) = (previous.share, previous.change.rawValue)
    }

    func previous() throws -> Theme.Previous {
      guard let change = Theme.Change(rawValue: change) else { throw BadRow() }
      return Theme.Previous(
        theme: theme, name: name, size: try ThemeJSON.count(size), share: share, change: change)
    }
  }

  static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  static func value<Value: Decodable>(
    _ json: String, as type: Value.Type = Value.self
  ) throws -> Value {
    try JSONDecoder().decode(type, from: Data(json.utf8))
  }

  /// A count that millions of others can be added to without overflow.
  static func count(_ count: Int) throws -> Int {
    guard 0..<(1 << 40) ~= count else { throw BadRow() }
    return count
  }
}
