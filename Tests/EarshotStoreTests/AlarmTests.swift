import EarshotInsights
import GRDB
import TestSupport
import Testing

@testable import EarshotStore

@Suite("Alarms in a workspace")
struct AlarmTests {
  @Test("an alarm is updated and not repeated; the newest comes first")
  func updated() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.watched(folder)
      try workspace.watch(
        after: 1,
        [AlarmEvent(.raised, fullAlarm(2)), AlarmEvent(.updated, fullAlarm(count: 31))])
      let alarms = try workspace.alarms()
      #expect(alarms.map(\.alarm) == [fullAlarm(2), fullAlarm(count: 31)])
      #expect(alarms[1].state == .open && alarms[1].note == nil && alarms[1].actedAt == nil)
      #expect(alarms[1].events.map(\.kind) == [.raised, .updated])
      #expect(alarms[1].events.map(\.count) == [12, 31])
      #expect(alarms[1].events.allSatisfy { !$0.isByUser && $0.lastRecordAt == moment - hour })
      #expect(try workspace.alarm("A01") == alarms[1])
      #expect(try workspace.openAlarms() == 2)
    }
  }

  @Test("the tenth alarm is newer than the ninth")
  func order() throws {
    try inNewFolder { folder in
      let events = (1...12).map { number in
        var alarm = fullAlarm()
        alarm.id = "A\(number)"
        return AlarmEvent(.raised, alarm)
      }
      let workspace = try Workspace.watched(folder, events)
      #expect(try workspace.alarms().map(\.alarm.id) == (1...12).reversed().map { "A\($0)" })
    }
  }

  @Test("an alarm that no run changes any more is resolved by the run, and opened by a later one")
  func resolvedByRun() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.watched(folder)
      try workspace.watch(after: 1, [AlarmEvent(.resolved, fullAlarm())])
      #expect(try workspace.alarm("A01").state == .resolved)
      try workspace.watch(after: 2, [AlarmEvent(.updated, fullAlarm())])
      #expect(try workspace.alarm("A01").state == .open)
      #expect(try workspace.decisions(since: 0).isEmpty)
    }
  }

  @Test("a decision is stored with its time and note")
  func decision() throws {
    try inNewFolder { folder in
      let clock = Clock()
      let workspace = try Workspace.watched(folder, clock: clock)
      clock.advance(60)
      let alarm = try workspace.decide("A01", .acknowledged, note: "  Ann \n looks\tat it ")
      #expect(alarm.state == .acknowledged && alarm.note == "Ann looks at it")
      #expect(alarm.actedAt == "2026-09-21T14:14:20Z")
      #expect(try workspace.alarm("A01") == alarm)
      let event = try #require(alarm.events.last)
      #expect(event.kind == .acknowledged && event.isByUser && event.note == "Ann looks at it")
      #expect(try workspace.openAlarms() == 0)
      try workspace.decide("A01", .resolved)
      #expect(try workspace.alarm("A01").note == "Ann looks at it")
    }
  }

  @Test(
    "what a user decided stays when a run goes on",
    arguments: [
      (Alarm.State.acknowledged, Alarm.State.resolved), (.dismissed, .dismissed),
      (.resolved, .resolved), (.open, .resolved),
    ])
  func decisionStays(decided: Alarm.State, afterwards: Alarm.State) throws {
    try inNewFolder { folder in
      let workspace = try Workspace.watched(folder)
      if decided == .open { try workspace.decide("A01", .acknowledged) }
      try workspace.decide("A01", decided, note: "why")
      try workspace.watch(after: 1, [AlarmEvent(.updated, fullAlarm(count: 40))])
      let updated = try workspace.alarm("A01")
      #expect(updated.state == decided && updated.alarm.count == 40 && updated.note == "why")
      try workspace.watch(after: 2, [AlarmEvent(.resolved, fullAlarm(count: 41))])
      #expect(try workspace.alarm("A01").state == afterwards)
    }
  }

  @Test("the watcher learns what users decided since it last looked, in order")
  func decisions() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.watched(
        folder, [AlarmEvent(.raised, fullAlarm()), AlarmEvent(.raised, fullAlarm(2))])
      #expect(try workspace.decisions(since: 0).isEmpty)
      try workspace.decide("A02", .dismissed)
      try workspace.decide("A01", .resolved)
      try workspace.decide("A02", .open)
      try workspace.watch(after: 1, [AlarmEvent(.resolved, fullAlarm(2))])
      let all = try workspace.decisions(since: 0)
      #expect(all.map(\.alarm) == ["A02", "A01", "A02"])
      #expect(all.map(\.state) == [.dismissed, .resolved, .open])
      #expect(all.map(\.seq) == [3, 4, 5])
      #expect(try workspace.decisions(since: all[1].seq).map(\.state) == [.open])
    }
  }

  @Test("the same decision again is no event, but a new note is")
  func again() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.watched(folder)
      try workspace.decide("A01", .dismissed, note: "a campaign")
      for note in [nil, "", " a  campaign "] { try workspace.decide("A01", .dismissed, note: note) }
      #expect(try workspace.alarm("A01").events.count == 2)
      try workspace.decide("A01", .dismissed, note: "a test")
      #expect(try workspace.alarm("A01").events.count == 3)
      #expect(try workspace.alarm("A01").note == "a test")
    }
  }

  @Test(
    "a closed alarm is opened first; but a resolved one may still be a false one",
    arguments: [Alarm.State.resolved, .dismissed],
    [Alarm.State.resolved, .dismissed, .acknowledged]
  )
  func closed(state: Alarm.State, next: Alarm.State) throws {
    try inNewFolder { folder in
      let workspace = try Workspace.watched(folder)
      try workspace.decide("A01", state)
      if next == state || (state == .resolved && next == .dismissed) {
        #expect(try workspace.decide("A01", next).state == next)
      } else {
        #expect(throws: WorkspaceError.alarmIsClosed(id: "A01", state: state.rawValue)) {
          try workspace.decide("A01", next)
        }
        try workspace.decide("A01", .open)
        #expect(try workspace.decide("A01", next).state == next)
      }
    }
  }

  @Test(
    "a note that is too long or has control characters is refused",
    arguments: [
      (String(repeating: "x", count: 1001), "it is too long"),
      ("a\u{7}b", "it holds control characters"), ("a\u{202E}b", "it holds control characters"),
    ])
  func badNotes(note: String, what: String) throws {
    try inNewFolder { folder in
      let workspace = try Workspace.watched(folder)
      #expect(throws: WorkspaceError.badNote(what: what)) {
        try workspace.decide("A01", .dismissed, note: note)
      }
      #expect(try workspace.alarm("A01").state == .open)
    }
  }

  @Test("an alarm that is not there is not known; without any there is nothing to decide")
  func unknown() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.small(folder)
      #expect(try workspace.openAlarms() == nil)
      #expect(throws: WorkspaceError.noAlarms(path: workspace.path)) {
        try workspace.alarm("A01")
      }
      try workspace.watch(after: 0, [])
      #expect(try workspace.openAlarms() == 0)
      try workspace.watch(after: 1, [AlarmEvent(.raised, fullAlarm())])
      let expected = WorkspaceError.unknownAlarm(id: "A9", known: ["A01"])
      #expect(throws: expected) { try workspace.alarm("A9") }
      #expect(throws: expected) { try workspace.decide("A9", .open) }
    }
  }

  @Test(
    "a workspace that somebody else wrote to is damaged, and not a crash",
    arguments: [
      "UPDATE alarms SET json = ''", "UPDATE alarms SET json = '[]'",
      "UPDATE alarms SET json = CAST(x'ff00fe' AS TEXT)",
      "UPDATE alarms SET json = printf('%.*c', 100000, '[')",
      "UPDATE alarms SET json = json_set(json, '$.id', 'A02')",
      "UPDATE alarms SET json = json_set(json, '$.kind', 'other')",
      "UPDATE alarms SET json = json_set(json, '$.count', -1)",
      "UPDATE alarms SET json = json_set(json, '$.count', 1e300)",
      "UPDATE alarms SET json = json_set(json, '$.distinctAuthors', 9223372036854775807)",
      "UPDATE alarms SET json = json_set(json, '$.raisedAt', 9223372036854775807)",
      "UPDATE alarms SET json = json_set(json, '$.firstRecordAt', -9223372036854775808)",
      "UPDATE alarms SET json = json_set(json, '$.expected', -1.5)",
      "UPDATE alarms SET json = replace(json, '0.3', '1e999')",
      "UPDATE alarms SET json = json_set(json, '$.days[0].day', 9223372036854775807)",
      "UPDATE alarms SET json = json_set(json, '$.days[1].count', 1099511627776)",
      "UPDATE alarms SET json = json_remove(json, '$.quotes[0].id')",
      "UPDATE alarm_events SET count = 9223372036854775807",
    ])
  func damaged(sql: String) throws {
    try inNewFolder { folder in
      let workspace = try Workspace.watched(folder)
      try workspace.write { try $0.execute(sql: sql) }
      let expected = WorkspaceError.damaged(path: workspace.path)
      #expect(throws: expected) { try workspace.alarms() }
      #expect(throws: expected) { try workspace.alarm("A01") }
      #expect(throws: expected) { try workspace.decide("A01", .dismissed) }
    }
  }

  @Test(
    "events that somebody else wrote are damaged, and not a crash",
    arguments: [
      "UPDATE alarm_events SET json = '{'",
      "UPDATE alarm_events SET json = json_set(json, '$.lastRecordAt', 9223372036854775807)",
      "UPDATE alarm_events SET kind = 'reopened'",
    ])
  func damagedEvents(sql: String) throws {
    try inNewFolder { folder in
      let workspace = try Workspace.watched(folder)
      try workspace.write { try $0.execute(sql: sql) }
      let expected = WorkspaceError.damaged(path: workspace.path)
      #expect(throws: expected) { try workspace.unemitted() }
      #expect(throws: expected) { try workspace.undelivered(limit: 5) }
    }
  }

  @Test(
    "messages say what to do",
    arguments: [
      (
        WorkspaceError.noAlarms(path: "w.sqlite"),
        "w.sqlite: the workspace holds no alarms. `earshot watch INPUT --workspace w.sqlite` raises them."
      ),
      (
        .unknownAlarm(id: "A09", known: ["A02", "A01"]),
        "There is no alarm \"A09\" in the workspace. It has A02, A01."
      ),
      (
        .watchChanged(path: "w.sqlite"),
        "w.sqlite: another run of `earshot watch` wrote to the workspace meanwhile. Nothing was changed; run it again."
      ),
      (
        .alarmIsClosed(id: "A01", state: "dismissed"),
        "The alarm A01 is dismissed. Reopen it first."
      ),
      (
        .badNote(what: "it is too long"),
        "A note is at most 1000 characters without control characters (it is too long)."
      ),
    ])
  func messages(error: WorkspaceError, message: String) {
    #expect(error.message == message)
  }
}
