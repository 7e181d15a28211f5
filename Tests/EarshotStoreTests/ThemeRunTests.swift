import EarshotInsights
import Foundation
import GRDB
import TestSupport
import Testing

@testable import EarshotStore

@Suite("Runs of themes in a workspace")
struct ThemeRunTests {
  @Test("what was saved is read back, in a new process too")
  func identity() throws {
    try inNewFolder { folder in
      var run = smallRun()
      run.themes[1].isPinned = true
      run.themes[2] = StoredTheme(
        Theme(id: "T3", name: "bare", size: 0, share: 0), isNamedByUser: true,
        adoptedTopic: "billing.refund", mergedInto: "T1")
      do {
        let workspace = try Workspace(path: "\(folder)/w.sqlite", create: true)
        try workspace.saveThemes(run, after: nil)
      }
      let workspace = try Workspace(path: "\(folder)/w.sqlite", create: false)
      let read = try #require(try workspace.latestThemes())
      #expect(read.themes == run.themes)
      #expect(read.model == [1, 2, 0, 255])
      #expect((read.records, read.withoutTheme, read.nextNumber) == (160, 7, 4))
      #expect((read.seed, read.program) == (.max, "test"))
    }
  }

  @Test("a workspace without a run has no themes")
  func none() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.small(folder)
      #expect(try workspace.latestThemes() == nil)
      #expect(try workspace.themeRuns().isEmpty)
      #expect(try workspace.themeEvents(limit: 9).isEmpty)
    }
  }

  @Test("the order of themes is kept beyond ten of them")
  func order() throws {
    try inNewFolder { folder in
      let workspace = try Workspace(path: "\(folder)/w.sqlite", create: true)
      var run = smallRun(12)
      run.themes.reverse()
      try workspace.saveThemes(run, after: nil)
      #expect(try workspace.latestThemes()?.themes == run.themes)
    }
  }

  @Test("quotes are kept without their texts unless those are asked for")
  func keepText() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.themed(folder, keepText: false)
      let quotes = try workspace.theme(1)?.theme.quotes
      #expect(quotes == [Theme.Quote(id: "r1", text: ""), Theme.Quote(id: "r2", text: "")])
      try workspace.checkpoint()
      let bytes = try Data(contentsOf: URL(fileURLWithPath: workspace.path))
      #expect(bytes.range(of: Data("secret".utf8)) == nil)
    }
  }

  @Test("the next run takes the texts of the last one out of the file")
  func oldTexts() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.themed(folder)
      try workspace.saveThemes(smallRun(keepText: false), after: 1)
      for name in ["w.sqlite", "w.sqlite-wal"] {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
        #expect(bytes.range(of: Data("secret".utf8)) == nil, "\(name)")
      }
    }
  }

  @Test("only the last run's model is kept")
  func models() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.themed(folder)
      try workspace.saveThemes(smallRun(), after: 1)
      let kept = try workspace.read {
        try Int.fetchAll($0, sql: "SELECT seq FROM theme_runs WHERE model IS NOT NULL")
      }
      #expect(kept == [2])
    }
  }

  @Test("a run that was compared with an older one changes nothing", arguments: [nil, 1, 3])
  func changed(after: Int?) throws {
    try inNewFolder { folder in
      let workspace = try Workspace.themed(folder)
      try workspace.saveThemes(smallRun(), after: 1)
      let before = try workspace.latestThemes()
      #expect(throws: WorkspaceError.themesChanged(path: workspace.path)) {
        try workspace.saveThemes(smallRun(5), after: after)
      }
      #expect(try workspace.latestThemes() == before)
    }
  }

  @Test("a decision made since the last run was read is not overwritten")
  func decidedMeanwhile() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.themed(folder)
      let known = try #require(try workspace.latestThemes()).lastEvent
      try workspace.renameTheme("T1", to: "mine")
      #expect(throws: WorkspaceError.themesChanged(path: workspace.path)) {
        try workspace.saveThemes(smallRun(), after: 1, lastEvent: known)
      }
      let now = try #require(try workspace.latestThemes()).lastEvent
      #expect(try workspace.saveThemes(smallRun(), after: 1, lastEvent: now) == 2)
    }
  }

  @Test("runs and events are listed, the latter newest first")
  func lists() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.themed(folder)
      var run = smallRun()
      (run.moved, run.themes[0].mergedInto) = (12, "T2")
      run.events = [
        ThemeEvent(.kept, theme: "T1", name: "theme 1"),
        ThemeEvent(.split, theme: "T4", other: "T1", name: "theme 4"),
      ]
      try workspace.saveThemes(run, after: 1)
      // The test clock stands at 1 790 000 000 seconds.
      let at = "2026-09-21T14:13:20Z"
      #expect(
        try workspace.themeRuns() == [
          StoredThemeRun(run: 1, madeAt: at, records: 160, themes: 3, withoutTheme: 7, moved: 0),
          StoredThemeRun(run: 2, madeAt: at, records: 160, themes: 2, withoutTheme: 7, moved: 12),
        ])
      let events = try workspace.themeEvents(limit: 2)
      #expect(events.map(\.event) == run.events.reversed())
      #expect(events.map(\.run) == [2, 2] && events.allSatisfy { !$0.isByUser })
    }
  }

  @Test("what users decided goes into the lineage of the next run")
  func past() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.themed(folder)
      try workspace.renameTheme("T1", to: "mine")
      try workspace.pinTheme("T2", true)
      try workspace.mergeTheme("T3", into: "T2")
      try workspace.adoptTheme("T1", topic: "billing.refund")
      let past = try #require(try workspace.latestThemes()).past
      #expect(past.map(\.name) == ["mine", "theme 2", "theme 3"])
      #expect(past.map(\.size) == [40, 80, 40])
      #expect(past.map(\.isNamedByUser) == [true, false, false])
      #expect(past.map(\.isPinned) == [false, true, false])
      #expect(past.map(\.adoptedTopic) == ["billing.refund", nil, nil])
      #expect(past.map(\.mergedInto) == [nil, nil, "T2"])
    }
  }

  @Test(
    "what no run writes is damage, not a crash",
    arguments: [
      "UPDATE theme_runs SET model = NULL",
      "UPDATE theme_runs SET seed = 'seven'",
      "UPDATE theme_runs SET next_number = 9223372036854775807",
      "UPDATE theme_runs SET next_number = 3",
      "UPDATE themes SET terms = '{'",
      "UPDATE themes SET terms = '[1]'",
      "UPDATE themes SET trend = '[{\"from\":\"2026-11-09\"}]'",
      "UPDATE themes SET trend = '[{\"from\":\"2026-11-09\",\"count\":-1}]'",
      "UPDATE themes SET trend = '[{\"from\":\"2026-11-09\",\"count\":1e300}]'",
      "UPDATE themes SET tags = ''",
      "UPDATE themes SET tags = '[]'",
      "UPDATE themes SET previous = '{\"theme\":\"T1\"}'",
      "UPDATE themes SET previous = replace(previous, 'renamed', 'lost')",
      "UPDATE themes SET previous = CAST(x'ff00fe' AS TEXT)",
      "UPDATE themes SET size = 9223372036854775807",
      "UPDATE themes SET size = 1099511627776",
      "UPDATE themes SET share = 9e999",
      "UPDATE themes SET x = -9e999",
    ])
  func damaged(sql: String) throws {
    try inNewFolder { folder in
      let workspace = try Workspace.themed(folder)
      try workspace.write { try $0.execute(sql: sql) }
      #expect(throws: WorkspaceError.damaged(path: workspace.path)) {
        try workspace.latestThemes()
      }
      #expect(throws: WorkspaceError.damaged(path: workspace.path)) {
        try workspace.mergeTheme("T1", into: "T2")
      }
    }
  }

  @Test("a chain of merges without an end, or into nothing, is damage", arguments: ["T2", "T9"])
  func circle(next: String) throws {
    try inNewFolder { folder in
      let workspace = try Workspace.themed(folder)
      try workspace.write { db in
        try db.execute(
          sql: "UPDATE themes SET merged_into = iif(id = 'T2', 'T3', ?) WHERE id <> 'T1'",
          arguments: [next])
      }
      #expect(throws: WorkspaceError.damaged(path: workspace.path)) {
        try workspace.mergeTheme("T1", into: "T2")
      }
    }
  }

  @Test("without room on the disk the last run stays")
  func diskFull() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.themed(folder)
      let before = try workspace.latestThemes()
      try workspace.write { db in
        let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        try db.execute(sql: "PRAGMA max_page_count = \(pages + 2)")
      }
      var run = smallRun()
      run.model = [UInt8](repeating: 7, count: 1 << 20)
      #expect(throws: WorkspaceError.diskFull(path: workspace.path)) {
        try workspace.saveThemes(run, after: 1)
      }
      #expect(try workspace.latestThemes() == before)
    }
  }

  @Test("while another program writes nothing is saved, and it says so")
  func busy() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.themed(folder)
      try workspace.write { try $0.execute(sql: "PRAGMA busy_timeout = 20") }
      let other = try DatabaseQueue(path: workspace.path)
      try other.inDatabase { db in
        try db.execute(sql: "BEGIN IMMEDIATE")
        #expect(throws: WorkspaceError.busy(path: workspace.path)) {
          try workspace.saveThemes(smallRun(), after: 1)
        }
        try db.execute(sql: "ROLLBACK")
      }
      #expect(try workspace.themeRuns().map(\.run) == [1])
    }
  }
}

@Suite("Workspaces of version 1")
struct ThemeMigrationTests {
  /// A workspace as version 1 left it: the audit of `small`, and none of the later tables.
  private func old(_ folder: String) throws -> String {
    let workspace = try Workspace.small(folder)
    try workspace.judge("topic-test", row: 1, reviewer: "Ann", right)
    try workspace.write { db in
      let tables = [
        "alarm_events", "alarms", "watch_seen", "watch_state", "theme_events", "theme_quotes",
        "themes", "theme_runs",
      ]
      for table in tables {
        try db.execute(sql: "DROP TABLE \(table)")
      }
      try db.execute(sql: "PRAGMA user_version = 1")
    }
    return workspace.path
  }

  @Test("they keep their audits and take themes")
  func migrated() throws {
    try inNewFolder { folder in
      let workspace = try Workspace(path: old(folder), create: false)
      #expect(try workspace.audits().map(\.id) == ["topic-test"])
      #expect(try workspace.judgements("topic-test").map(\.reviewer) == ["Ann"])
      #expect(try workspace.text("topic-test", record: 0) == "text 0")
      #expect(try workspace.saveThemes(smallRun(), after: nil) == 1)
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
