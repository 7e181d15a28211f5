import EarshotInsights
import GRDB

/// Alarms as users see them, and what users decide about them.
extension Workspace {
  /// All alarms, the newest first.
  public func alarms() throws(WorkspaceError) -> [StoredAlarm] {
    try read { db in
      var events: [String: [StoredAlarmEvent]] = [:]
      for row in try Row.fetchAll(db, sql: "SELECT * FROM alarm_events ORDER BY seq") {
        try events[row.decode(forColumn: "alarm"), default: []].append(
          StoredAlarmEvent(stored: row))
      }
      return try Row.fetchAll(db, sql: "SELECT * FROM alarms ORDER BY number DESC").map { row in
        let id: String = try row.decode(forColumn: "id")
        return try StoredAlarm(stored: row, events: events[id] ?? [])
      }
    }
  }

  /// One alarm.
  ///
  /// - Throws: `noAlarms`, `unknownAlarm`.
  public func alarm(_ id: String) throws(WorkspaceError) -> StoredAlarm {
    try read { try self.alarm($0, id) }
  }

  /// How many alarms nobody has decided about; nil when nothing was ever watched.
  public func openAlarms() throws(WorkspaceError) -> Int? {
    try read { db in
      guard try Int.fetchOne(db, sql: "SELECT generation FROM watch_state") != nil
      else { return nil }
      return try Int.fetchOne(db, sql: "SELECT count(*) FROM alarms WHERE state = 'open'")
    }
  }

  /// Stores what a user decided: to acknowledge, dismiss or resolve an alarm, or to open it again.
  ///
  /// What is resolved may still turn out to have been a false alarm; all else needs a closed one to
  /// be opened again first. The same decision once more changes nothing but the note.
  ///
  /// - Parameter note: nil or blank to leave the one it has.
  /// - Returns: the alarm as it is then.
  /// - Throws: `noAlarms`, `unknownAlarm`, `alarmIsClosed`, `badNote`.
  @discardableResult
  public func decide(
    _ id: String, _ state: Alarm.State, note: String? = nil
  ) throws(WorkspaceError) -> StoredAlarm {
    let note = try Self.checkedNote(note ?? "")
    let now = timestamp()
    return try write { db in
      let before = try alarm(db, id)
      if before.state == state && (note == nil || note == before.note) { return before }
      let isAllowed =
        switch (before.state, state) {
        case (.open, _), (.acknowledged, _), (_, .open), (.resolved, .dismissed): true
        case (.resolved, _), (.dismissed, _): before.state == state
        }
      guard isAllowed else {
        throw WorkspaceError.alarmIsClosed(id: id, state: before.state.rawValue)
      }
      try db.execute(
        sql: """
          UPDATE alarms SET state = ?, state_by = 'user', acted_at = ?, note = coalesce(?, note)
          WHERE id = ?
          """, arguments: [state.rawValue, now, note, id])
      try db.execute(
        sql: """
          INSERT INTO alarm_events (alarm, kind, made_at, made_by, json, has_text, keep_text,
            last_record_at, count, note, emitted, delivered)
          VALUES (?, ?, ?, 'user', ?, 0, 0, ?, ?, ?, 1, 1)
          """,
        arguments: [
          id, StoredAlarmEvent.Kind(state).rawValue, now,
          ThemeJSON.text(before.alarm.withoutTexts), before.alarm.lastRecordAt, before.alarm.count,
          note,
        ])
      return try alarm(db, id)
    }
  }

  /// What users decided after an event, the oldest first, so that the watcher learns from it.
  public func decisions(
    since seq: Int
  ) throws(WorkspaceError) -> [(seq: Int, alarm: String, state: Alarm.State)] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT seq, alarm, kind FROM alarm_events WHERE made_by = 'user' AND seq > ? ORDER BY seq
          """, arguments: [seq]
      ).map { row in
        let kind: String = try row.decode(forColumn: "kind")
        guard let state = StoredAlarmEvent.Kind(rawValue: kind)?.state
        else { throw AlarmJSON.BadRow() }
        return (try row.decode(forColumn: "seq"), try row.decode(forColumn: "alarm"), state)
      }
    }
  }

  private func alarm(_ db: Database, _ id: String) throws -> StoredAlarm {
    let row = try Row.fetchOne(db, sql: "SELECT * FROM alarms WHERE id = ?", arguments: [id])
    guard let row else {
      let known = try String.fetchAll(db, sql: "SELECT id FROM alarms ORDER BY number DESC")
      throw known.isEmpty
        ? WorkspaceError.noAlarms(path: path) : .unknownAlarm(id: id, known: known)
    }
    let events = try Row.fetchAll(
      db, sql: "SELECT * FROM alarm_events WHERE alarm = ? ORDER BY seq", arguments: [id])
    return try StoredAlarm(stored: row, events: events.map { try StoredAlarmEvent(stored: $0) })
  }

  /// A note as it is stored: without blanks around it or doubled inside; nil when nothing is left.
  private static func checkedNote(_ note: String) throws(WorkspaceError) -> String? {
    let words = note.unicodeScalars.split { $0.properties.isWhitespace }
    let joined = words.map { String($0) }.joined(separator: " ")
    if joined.unicodeScalars.count > 1000 { throw .badNote(what: "it is too long") }
    let isControl = { (scalar: Unicode.Scalar) in
      switch scalar.properties.generalCategory {
      case .control: true
      // As in the names of themes.
      case .format: scalar != "\u{200C}" && scalar != "\u{200D}"
      default: false
      }
    }
    if joined.unicodeScalars.contains(where: isControl) {
      throw .badNote(what: "it holds control characters")
    }
    return joined.isEmpty ? nil : joined
  }
}

// MARK: - Rows

extension StoredAlarmEvent.Kind {
  fileprivate init(_ state: Alarm.State) {
    self =
      switch state {
      case .open: .reopened
      case .acknowledged: .acknowledged
      case .dismissed: .dismissed
      case .resolved: .resolved
      }
  }

  /// What a user's event makes of an alarm; nil for those that only runs write.
  fileprivate var state: Alarm.State? {
    switch self {
    case .reopened: .open
    case .acknowledged: .acknowledged
    case .dismissed: .dismissed
    case .resolved: .resolved
    case .raised, .updated: nil
    }
  }
}

extension StoredAlarm {
  fileprivate init(stored row: Row, events: [StoredAlarmEvent]) throws {
    alarm = try AlarmJSON.alarm(row.decode(forColumn: "json"), id: row.decode(forColumn: "id"))
    state = try AlarmJSON.state(row)
    note = try row.decode(forColumn: "note")
    actedAt = try row.decode(forColumn: "acted_at")
    self.events = events
  }
}

extension StoredAlarmEvent {
  fileprivate init(stored row: Row) throws {
    guard let kind = Kind(rawValue: try row.decode(forColumn: "kind")),
      let delivery = AlarmDelivery(rawValue: try row.decode(forColumn: "delivered"))
    else { throw AlarmJSON.BadRow() }
    (self.kind, self.delivery) = (kind, delivery)
    seq = try row.decode(forColumn: "seq")
    madeAt = try row.decode(forColumn: "made_at")
    isByUser = try row.decode(String.self, forColumn: "made_by") == "user"
    count = try ThemeJSON.count(row.decode(forColumn: "count"))
    lastRecordAt = try row.decode(forColumn: "last_record_at")
    note = try row.decode(forColumn: "note")
  }
}

/// Alarms as they lie in rows.
enum AlarmJSON {
  /// A row that says what no program of ours writes.
  struct BadRow: Error {}

  /// - Parameter id: what the row says it is.
  static func alarm(_ json: String, id: String) throws -> Alarm {
    let alarm: Alarm = try ThemeJSON.value(json)
    guard alarm.id == id, alarm.isStorable else { throw BadRow() }
    return alarm
  }

  static func state(_ row: Row) throws -> Alarm.State {
    guard let state = Alarm.State(rawValue: try row.decode(forColumn: "state"))
    else { throw BadRow() }
    return state
  }
}

extension Alarm {
  /// Whether its numbers are such that nobody who reckons with them meets an overflow.
  var isStorable: Bool {
    let counts = [count, distinctAuthors ?? 0] + days.map(\.count)
    // Some 36,000 years from 1970.
    let moments = [raisedAt, firstRecordAt, lastRecordAt]
    return counts.allSatisfy { 0..<(1 << 40) ~= $0 }
      && moments.allSatisfy { $0.magnitude < 1 << 60 }
      && days.allSatisfy { $0.day.magnitude < 1 << 24 }
      && expected.isFinite && expected >= 0 && pValue.isFinite
      && max(days.count, quotes.count, terms.count, recordIDs.count) < 1 << 20
  }

  var hasTexts: Bool { quotes.contains { !$0.text.isEmpty } }

  var withoutTexts: Alarm {
    var alarm = self
    for i in alarm.quotes.indices { alarm.quotes[i].text = "" }
    return alarm
  }
}
