import EarshotInsights
import Foundation
import GRDB
import TestSupport
import Testing

@testable import EarshotStore

@Suite("Runs of watch in a workspace")
struct WatchTests {
  /// Whether a text is in the workspace's files.
  private func isInFiles(_ text: String, _ folder: String) throws -> Bool {
    try ["w.sqlite", "w.sqlite-wal"].contains { name in
      let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
      return bytes.range(of: Data(text.utf8)) != nil
    }
  }

  @Test("what was saved is read back, in a new process too")
  func identity() throws {
    try inNewFolder { folder in
      let state = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
      do {
        let workspace = try Workspace(path: "\(folder)/w.sqlite", create: true)
        #expect(try workspace.watchCheckpoint() == nil)
        let generation = try workspace.saveWatch(
          after: 0, state: state, seen: [0, 1, .max, 1 << 63],
          events: [AlarmEvent(.raised, fullAlarm())], keepText: true, now: moment)
        #expect(generation == 1)
      }
      let workspace = try Workspace(path: "\(folder)/w.sqlite", create: false)
      #expect(try workspace.watchCheckpoint() == WatchCheckpoint(generation: 1, state: state))
      #expect(try workspace.alarm("A01").alarm == fullAlarm())
      let seen = try workspace.areSeen([.max, 5, 1 << 63, (1 << 63) - 1, 0, .max, 1])
      #expect(seen == [true, false, true, false, true, true, true])
    }
  }

  @Test("a run that started from an older state changes nothing")
  func conflict() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.watched(folder)
      #expect(try workspace.watch(after: 1, [], seen: [7]) == 2)
      for after in [0, 1, 3, -1, Int.max] {
        #expect(throws: WorkspaceError.watchChanged(path: workspace.path)) {
          try workspace.saveWatch(
            after: after, state: [9], seen: [8], events: [AlarmEvent(.updated, fullAlarm(2))],
            keepText: false, now: moment)
        }
      }
      #expect(try workspace.watchCheckpoint() == WatchCheckpoint(generation: 2, state: [1]))
      #expect(try workspace.areSeen([7, 8]) == [true, false])
      #expect(try workspace.alarms().map(\.alarm.id) == ["A01"])
    }
  }

  @Test("keys that were seen before are no trouble, nor are doubled ones")
  func doubledKeys() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.watched(folder)
      try workspace.watch(after: 1, [], seen: [3, 2, 3])
      try workspace.watch(after: 2, [], seen: [3, 4])
      let count = try workspace.read {
        try Int.fetchOne($0, sql: "SELECT count(*) FROM watch_seen")
      }
      #expect(count == 3)
    }
  }

  @Test("any number of keys is stored and found", arguments: [0, 1, 255, 256, 257, 1000])
  func manyKeys(count: Int) throws {
    try inNewFolder { folder in
      let workspace = try Workspace.watched(folder)
      // Odd multiples of a large odd number: scattered, and no two alike.
      let keys = (0..<2 * count).map { UInt64(2 * $0 + 1) &* 0x9E37_79B9_7F4A_7C15 }
      try workspace.watch(after: 1, [], seen: Array(keys[..<count]))
      let expected = (0..<2 * count).map { $0 < count }
      #expect(try workspace.areSeen(keys) == expected)
    }
  }

  @Test("events are handed out in their order until they were emitted")
  func emission() throws {
    try inNewFolder { folder in
      let events = [
        AlarmEvent(.raised, fullAlarm()), AlarmEvent(.raised, fullAlarm(2)),
        AlarmEvent(.updated, fullAlarm(count: 30, quote: "other")),
      ]
      let workspace = try Workspace.watched(folder, events)
      #expect(try workspace.unemitted().map(\.event) == events)
      try workspace.markEmitted([try workspace.unemitted()[0].seq])
      #expect(try workspace.unemitted().map(\.event) == Array(events[1...]))
      try workspace.decide("A01", .resolved)
      try workspace.markEmitted(try workspace.unemitted().map(\.seq))
      #expect(try workspace.unemitted().isEmpty)
    }
  }

  @Test("a webhook's call is tried twenty times, and then given up")
  func delivery() throws {
    try inNewFolder { folder in
      let events = (1...3).map { AlarmEvent(.raised, fullAlarm($0)) }
      let workspace = try Workspace.watched(folder, events)
      #expect(try workspace.undelivered(limit: 2).map(\.event) == Array(events[..<2]))
      #expect(try workspace.undelivered(limit: -1).isEmpty)
      let seqs = try workspace.undelivered(limit: 9).map(\.seq)
      for _ in 1..<20 {
        #expect(try workspace.markDelivery(seq: seqs[0], succeeded: false) == .pending)
        #expect(try workspace.markDelivery(seq: seqs[1], succeeded: false) == .pending)
      }
      #expect(try workspace.markDelivery(seq: seqs[0], succeeded: false) == .givenUp)
      #expect(try workspace.markDelivery(seq: seqs[1], succeeded: true) == .done)
      #expect(try workspace.markDelivery(seq: seqs[1], succeeded: false) == nil)
      #expect(try workspace.undelivered(limit: 9).map(\.seq) == [seqs[2]])
      #expect(try workspace.alarm("A01").events.map(\.delivery) == [.givenUp])
    }
  }

  @Test("without a webhook what was never tried is done, and what failed is given up")
  func dropped() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.watched(
        folder, [AlarmEvent(.raised, fullAlarm()), AlarmEvent(.raised, fullAlarm(2))])
      try workspace.markDelivery(seq: 1, succeeded: false)
      try workspace.dropDeliveries()
      #expect(try workspace.undelivered(limit: 9).isEmpty)
      #expect(try workspace.alarms().flatMap(\.events).map(\.delivery) == [.done, .givenUp])
    }
  }

  // MARK: - Texts

  @Test("quotes' texts are deleted seven days after the newest record, from the file as well")
  func oldTexts() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.watched(folder)
      try workspace.markEmitted(try workspace.unemitted().map(\.seq))
      let last = fullAlarm().lastRecordAt
      try workspace.watch(after: 1, [], now: last + 7 * day)
      #expect(try workspace.alarm("A01").alarm == fullAlarm())
      #expect(try isInFiles("secret", folder))
      try workspace.watch(after: 2, [], now: last + 7 * day + 1)
      #expect(try workspace.alarm("A01").alarm == emptied(fullAlarm()))
      #expect(try !isInFiles("secret", folder))
    }
  }

  @Test("texts of an event stay until it was emitted, and go then when they are old")
  func textsToEmit() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.watched(folder)
      try workspace.watch(after: 1, [], now: moment + 30 * day)
      let waiting = try workspace.unemitted()
      #expect(waiting.map(\.event.alarm) == [fullAlarm()])
      #expect(try workspace.alarm("A01").alarm == emptied(fullAlarm()))
      try workspace.markEmitted(waiting.map(\.seq))
      #expect(try !isInFiles("secret", folder))
    }
  }

  @Test("texts that were to be kept stay for good")
  func keptTexts() throws {
    try inNewFolder { folder in
      let workspace = try Workspace(path: "\(folder)/w.sqlite", create: true)
      try workspace.watch(after: 0, [AlarmEvent(.raised, fullAlarm())], keepText: true)
      try workspace.watch(after: 1, [AlarmEvent(.raised, fullAlarm(2, quote: "hidden"))])
      try workspace.markEmitted(try workspace.unemitted().map(\.seq))
      try workspace.watch(after: 2, [], now: .max)
      #expect(try workspace.alarm("A01").alarm == fullAlarm())
      #expect(try workspace.alarm("A02").alarm == emptied(fullAlarm(2)))
      #expect(try !isInFiles("hidden", folder))
    }
  }

  @Test("what the state held before is in no file any more")
  func oldState() throws {
    try inNewFolder { folder in
      let workspace = try Workspace(path: "\(folder)/w.sqlite", create: true)
      let pool = [UInt8](String(repeating: "what a customer wrote ", count: 2000).utf8)
      try workspace.saveWatch(
        after: 0, state: pool, seen: [], events: [], keepText: false, now: moment)
      try workspace.saveWatch(
        after: 1, state: [1], seen: [], events: [], keepText: false, now: moment)
      #expect(try !isInFiles("a customer wrote", folder))
    }
  }

  // MARK: - Damage

  @Test(
    "a workspace that somebody else wrote to is damaged, and not a crash",
    arguments: [
      "UPDATE watch_state SET generation = 9223372036854775807",
      "UPDATE watch_state SET generation = 1099511627776",
    ])
  func damagedState(sql: String) throws {
    try inNewFolder { folder in
      let workspace = try Workspace.watched(folder)
      try workspace.write { try $0.execute(sql: sql) }
      #expect(throws: WorkspaceError.damaged(path: workspace.path)) {
        try workspace.watchCheckpoint()
      }
      let last = sql.hasSuffix("5807") ? Int.max : 1 << 40
      #expect(throws: WorkspaceError.damaged(path: workspace.path)) {
        try workspace.watch(after: last, [])
      }
    }
  }

  @Test("without room on the disk the last run stays")
  func diskFull() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.watched(folder)
      try workspace.write { db in
        let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        try db.execute(sql: "PRAGMA max_page_count = \(pages + 2)")
      }
      #expect(throws: WorkspaceError.diskFull(path: workspace.path)) {
        try workspace.saveWatch(
          after: 1, state: [UInt8](repeating: 7, count: 1 << 20), seen: [5],
          events: [AlarmEvent(.raised, fullAlarm(2))], keepText: false, now: moment)
      }
      #expect(try workspace.watchCheckpoint() == WatchCheckpoint(generation: 1, state: [0]))
      #expect(try workspace.areSeen([5]) == [false])
      #expect(try workspace.alarms().count == 1)
    }
  }
}

@Suite("Workspaces of version 2")
struct WatchMigrationTests {
  /// A workspace as version 2 left it: a run of themes, and none of the later tables.
  private func old(_ folder: String) throws -> String {
    let workspace = try Workspace.themed(folder)
    try workspace.write { db in
      for table in ["alarm_events", "alarms", "watch_seen", "watch_state"] {
        try db.execute(sql: "DROP TABLE \(table)")
      }
      try db.execute(sql: "PRAGMA user_version = 2")
    }
    return workspace.path
  }

  @Test("they keep their themes and take alarms")
  func migrated() throws {
    try inNewFolder { folder in
      let workspace = try Workspace(path: old(folder), create: false)
      #expect(try workspace.latestThemes()?.themes.count == 3)
      #expect(try workspace.alarms().isEmpty)
      #expect(try workspace.watch(after: 0, [AlarmEvent(.raised, fullAlarm())]) == 1)
      let version = try workspace.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
      #expect(version == 3)
    }
  }

  @Test("the tables are those of a new workspace")
  func sameTables() throws {
    try inNewFolder { folder in
      let schema = { (path: String) in
        try Workspace(path: path, create: true).read {
          try String.fetchAll($0, sql: "SELECT sql FROM sqlite_schema WHERE sql > '' ORDER BY sql")
        }
      }
      let (migrated, new) = try (schema(old(folder)), schema("\(folder)/new.sqlite"))
      #expect(migrated == new)
    }
  }
}
