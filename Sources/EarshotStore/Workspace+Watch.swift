import EarshotInsights
import EarshotRecords
import FoundationEssentials
import GRDB

/// What runs of `earshot watch` read and write.
extension Workspace {
  /// Quotes' texts go when the last record is older than this, in microseconds: seven days.
  private static let textAge: Int64 = 7 * 86_400_000_000

  /// The state of the last run; nil when there was none.
  public func watchCheckpoint() throws(WorkspaceError) -> WatchCheckpoint? {
    try read { db in
      let row = try Row.fetchOne(db, sql: "SELECT generation, state FROM watch_state")
      guard let row else { return nil }
      let state: Data = try row.decode(forColumn: "state")
      return WatchCheckpoint(
        generation: try ThemeJSON.count(row.decode(forColumn: "generation")), state: Array(state))
    }
  }

  /// Whether nothing was saved for longer than texts are kept, by this machine's time.
  public func hasOldWatchTexts() throws(WorkspaceError) -> Bool {
    try read { db in
      let made = try String.fetchOne(db, sql: "SELECT made_at FROM watch_state")
      guard let made, let time = TimeFormat.rfc3339.timestamp(made) else { return false }
      return Int64(clock()) * 1_000_000 - Self.textAge > time.microseconds
    }
  }

  /// Which of the keys were saved as seen.
  ///
  /// - Complexity: O(k · log n) of `k` keys and `n` seen ones.
  public func areSeen(_ keys: [UInt64]) throws(WorkspaceError) -> [Bool] {
    // In the order of the table, so that neighbours lie on one page.
    let numbers = keys.map { Int64(bitPattern: $0) }
    let sorted = numbers.sorted()
    return try read { db in
      var seen: Set<Int64> = []
      try Self.inGroups(sorted) { group, places in
        let statement = try db.cachedStatement(
          sql: "SELECT key FROM watch_seen WHERE key IN (\(places("?")))")
        let found = try Int64.fetchCursor(statement, arguments: StatementArguments(group))
        while let key = try found.next() { seen.insert(key) }
      }
      return numbers.map { seen.contains($0) }
    }
  }

  /// Stores what a run came to, in one transaction: state, keys, the alarms' new forms, the events.
  ///
  /// What a user decided about an alarm stays, but for this: one that the run resolves is resolved,
  /// unless it was dismissed. Texts of quotes are deleted once the newest record that they came
  /// with is seven days older than `now`; of events not yet emitted as soon as they are.
  ///
  /// - Parameters:
  ///   - after: the generation of the state that the run started from; 0 for a first one.
  ///   - seen: keys of the records that it read, in any order; known ones may be among them.
  ///   - events: in the order in which they came about.
  ///   - keepText: keep the texts of these events' quotes for good.
  ///   - now: microseconds since 1970 UTC.
  /// - Returns: the new generation.
  /// - Throws: `watchChanged` when there is a later generation, `damaged` when an alarm has numbers that none can have
  ///   (which a state can lead to that somebody else wrote); nothing is changed then.
  @discardableResult
  public func saveWatch(
    after: Int, state: [UInt8], seen: [UInt64], events: [AlarmEvent], keepText: Bool, now: Int64
  ) throws(WorkspaceError) -> Int {
    guard events.allSatisfy({ $0.alarm.isStorable }) else { throw .damaged(path: path) }
    let time = timestamp()
    let keys = seen.map { Int64(bitPattern: $0) }.sorted()
    let generation = try write { db in
      let last = try Int.fetchOne(db, sql: "SELECT generation FROM watch_state") ?? 0
      guard last == after else { throw WorkspaceError.watchChanged(path: path) }
      let next = try ThemeJSON.count(last) + 1
      try db.execute(
        sql: """
          INSERT OR REPLACE INTO watch_state (id, generation, state, moment, made_at)
          VALUES (1, ?, ?, ?, ?)
          """, arguments: [next, Data(state), now, time])
      try Self.inGroups(keys) { group, places in
        let insertion = try db.cachedStatement(
          sql: "INSERT OR IGNORE INTO watch_seen (key) VALUES \(places("(?)"))")
        try insertion.execute(arguments: StatementArguments(group))
      }
      for event in events { try Self.store(db, event, keepText: keepText, at: time) }
      try Self.deleteTexts(db, now: now)
      return next
    }
    // The state may hold texts too. All is saved, whether or not a reader keeps the log from being
    // emptied just now.
    try? checkpoint()
    return generation
  }

  // MARK: - Output and webhook

  /// Events of runs that were not yet written out, the oldest first.
  public func unemitted() throws(WorkspaceError) -> [(seq: Int, event: AlarmEvent)] {
    try read { db in
      try Row.fetchAll(
        db, sql: "SELECT seq, alarm, kind, json FROM alarm_events WHERE emitted = 0 ORDER BY seq"
      ).map { try Self.event($0) }
    }
  }

  /// Notes that events were written out.
  public func markEmitted(_ seqs: [Int]) throws(WorkspaceError) {
    let hadTexts = try write { db in
      let update = try db.cachedStatement(sql: "UPDATE alarm_events SET emitted = 1 WHERE seq = ?")
      for seq in seqs { try update.execute(arguments: [seq]) }
      guard let now = try Int64.fetchOne(db, sql: "SELECT moment FROM watch_state")
      else { return false }
      return try Self.deleteTexts(db, now: now)
    }
    if hadTexts { try? checkpoint() }
  }

  /// Events of runs that the webhook was not yet told, the oldest first.
  ///
  /// - Parameter limit: so many at most; at least 0.
  public func undelivered(
    limit: Int
  ) throws(WorkspaceError) -> [(seq: Int, event: AlarmEvent)] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT seq, alarm, kind, json FROM alarm_events WHERE delivered = 0 ORDER BY seq LIMIT ?
          """, arguments: [max(0, limit)]
      ).map { try Self.event($0) }
    }
  }

  /// Notes how a call of the webhook ended; after `AlarmDelivery.mostAttempts` it is given up.
  ///
  /// - Returns: what the event is from now on; nil where there is none to be delivered.
  @discardableResult
  public func markDelivery(
    seq: Int, succeeded: Bool
  ) throws(WorkspaceError) -> AlarmDelivery? {
    try write { db in
      let sql = "SELECT attempts FROM alarm_events WHERE seq = ? AND delivered = 0"
      guard let before = try Int.fetchOne(db, sql: sql, arguments: [seq]) else { return nil }
      let attempts = try ThemeJSON.count(before) + 1
      let delivery: AlarmDelivery =
        succeeded ? .done : attempts >= AlarmDelivery.mostAttempts ? .givenUp : .pending
      try db.execute(
        sql: "UPDATE alarm_events SET delivered = ?, attempts = ? WHERE seq = ?",
        arguments: [delivery.rawValue, attempts, seq])
      return delivery
    }
  }

  /// Notes that there is no webhook for the events so far, so that a later one is not told them.
  ///
  /// Those of which a call has failed are given up; of the others nobody was to be told.
  public func dropDeliveries() throws(WorkspaceError) {
    try write { db in
      try db.execute(
        sql: "UPDATE alarm_events SET delivered = iif(attempts > 0, ?, ?) WHERE delivered = 0",
        arguments: [AlarmDelivery.givenUp.rawValue, AlarmDelivery.done.rawValue])
    }
  }

  // MARK: - Rows

  /// Calls `body` with 256 keys at a time, then with single ones, so that two statements do for all.
  private static func inGroups(
    _ keys: [Int64], _ body: (ArraySlice<Int64>, (String) -> String) throws -> Void
  ) throws {
    var rest = keys[...]
    while !rest.isEmpty {
      let count = rest.count < 256 ? 1 : 256
      try body(rest.prefix(count)) { place in
        Array(repeating: place, count: count).joined(separator: ", ")
      }
      rest = rest.dropFirst(count)
    }
  }

  private static func event(_ row: Row) throws -> (seq: Int, event: AlarmEvent) {
    let alarm = try AlarmJSON.alarm(
      row.decode(forColumn: "json"), id: row.decode(forColumn: "alarm"))
    guard let kind = AlarmEvent.Kind(rawValue: try row.decode(forColumn: "kind"))
    else { throw AlarmJSON.BadRow() }
    return (try row.decode(forColumn: "seq"), AlarmEvent(kind, alarm))
  }

  /// The alarm as it is after an event of a run, and the event.
  private static func store(
    _ db: Database, _ event: AlarmEvent, keepText: Bool, at time: String
  ) throws {
    let alarm = event.alarm
    let prior = try Row.fetchOne(
      db, sql: "SELECT state, state_by FROM alarms WHERE id = ?", arguments: [alarm.id])
    var state: Alarm.State = event.kind == .resolved ? .resolved : .open
    var isByUser = false
    if let prior, try prior.decode(String.self, forColumn: "state_by") == "user" {
      let decided = try AlarmJSON.state(prior)
      if state == .open || decided == .dismissed { (state, isByUser) = (decided, true) }
    }
    let json = try ThemeJSON.text(alarm)
    try db.execute(
      sql: """
        INSERT INTO alarms (id, number, kind, state, state_by, json, has_text, keep_text,
          raised_at, last_record_at)
        VALUES (?, (SELECT coalesce(max(number), 0) + 1 FROM alarms), ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, state = excluded.state,
          state_by = excluded.state_by, json = excluded.json, has_text = excluded.has_text,
          keep_text = excluded.keep_text, raised_at = excluded.raised_at,
          last_record_at = excluded.last_record_at
        """,
      arguments: [
        alarm.id, alarm.kind.rawValue, state.rawValue, isByUser ? "user" : "run", json,
        alarm.hasTexts, keepText, alarm.raisedAt, alarm.lastRecordAt,
      ])
    try db.execute(
      sql: """
        INSERT INTO alarm_events (alarm, kind, made_at, made_by, json, has_text, keep_text,
          last_record_at, count, emitted, delivered)
        VALUES (?, ?, ?, 'run', ?, ?, ?, ?, ?, 0, 0)
        """,
      arguments: [
        alarm.id, event.kind.rawValue, time, json, alarm.hasTexts, keepText, alarm.lastRecordAt,
        alarm.count,
      ])
  }

  /// Empties the quotes that are too old.
  ///
  /// - Returns: whether there were any.
  @discardableResult
  private static func deleteTexts(_ db: Database, now: Int64) throws -> Bool {
    let limit = max(now, .min + textAge) - textAge
    var hadTexts = false
    for (table, key, condition) in [
      ("alarms", "id", ""), ("alarm_events", "alarm", "AND emitted = 1"),
    ] {
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT rowid AS number, \(key) AS alarm, json FROM \(table)
          WHERE has_text = 1 AND keep_text = 0 AND last_record_at < ? \(condition)
          """, arguments: [limit])
      for row in rows {
        let alarm = try AlarmJSON.alarm(
          row.decode(forColumn: "json"), id: row.decode(forColumn: "alarm"))
        try db.execute(
          sql: "UPDATE \(table) SET json = ?, has_text = 0 WHERE rowid = ?",
          arguments: [ThemeJSON.text(alarm.withoutTexts), row["number"] as Int64])
        hadTexts = true
      }
    }
    return hadTexts
  }
}
