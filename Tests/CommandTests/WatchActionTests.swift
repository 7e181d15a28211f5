import EarshotInsights
@testable import EarshotStore
import Foundation
import Testing

@testable import earshot

/// Alarms listed and decided on from the command line.
@Suite struct WatchActionTests {
  private let folder = Folder()

  private static func alarm(_ number: Int, _ kind: Alarm.Kind = .newTheme) -> Alarm {
    Alarm(
      id: "A0\(number)", kind: kind, name: kind == .surge ? "late parcel" : "card reader frozen",
      topic: kind == .surge ? "delivery.late" : nil, raisedAt: 1_767_225_600_000_000,
      firstRecordAt: 1_767_222_000_000_000, lastRecordAt: 1_767_225_600_000_000,
      count: number == 1 ? 12 : 1200, expected: 0.4, pValue: 1e-6)
  }

  /// A workspace with A01, a new theme, and A02, a surge.
  private func raise() throws {
    let workspace = try Workspace(path: folder.path("w.sqlite"), create: true)
    try workspace.saveWatch(
      after: 0, state: [1], seen: [1],
      events: [AlarmEvent(.raised, Self.alarm(1)), AlarmEvent(.raised, Self.alarm(2, .surge))],
      keepText: false, now: 1_767_225_600_000_000)
  }

  private func watch(_ line: String, status: Int32 = 0) throws -> Outcome {
    let words = line.split(separator: " ").map { String($0).replacing("_", with: " ") }
    let got = try folder.launch(
      Program.path, ["watch"] + words + ["--workspace", "w.sqlite"], stdin: Data(),
      environment: [:], seconds: 60)
    try #require(got.status == status, "\(got)")
    return got
  }

  @Test("alarms are listed, the newest first, those that are over only when asked for")
  func list() throws {
    try raise()
    #expect(
      try watch("list").lines == [
        "2 alarms: 2 open",
        "  A02   open          2026-01-01 00:00 UTC     1,200 records, 0.4 expected  surge: late parcel",
        "  A01   open          2026-01-01 00:00 UTC        12 records, 0.4 expected  new theme: card reader frozen",
      ])
    _ = try watch("dismiss A01 --note our_campaign")
    let current = try watch("list").lines
    #expect(current[0] == "2 alarms: 1 open, 1 dismissed" && current.count == 2)
    let all = try watch("list --all").lines
    #expect(all.count == 4 && all[3] == "        note: our campaign")
    _ = try watch("resolve A02")
    #expect(try watch("list").lines == ["No open alarms; --all lists 2 alarms that are over."])
  }

  @Test("a decision is told in a sentence each")
  func decisions() throws {
    try raise()
    #expect(
      try watch("ack A01 A02").lines == [
        "A01 \"card reader frozen\" is acknowledged.", "A02 \"late parcel\" is acknowledged.",
      ])
    #expect(try watch("resolve a01 A01").lines == ["A01 \"card reader frozen\" is resolved."])
    #expect(
      try watch("dismiss A02").lines == [
        "A02 \"late parcel\" is dismissed: records like those it holds count as background from now on."
      ])
    #expect(try watch("reopen A02").lines == ["A02 \"late parcel\" is open again."])
  }

  @Test("an alarm that is not there is named with those that are, and nothing is decided")
  func unknown() throws {
    try raise()
    let got = try watch("ack A01 A07", status: 1)
    #expect(got.out.isEmpty)
    #expect(
      got.errors == "earshot: There is no alarm \"A07\" in the workspace. It has A02, A01.\n")
    #expect(try watch("list").lines[0] == "2 alarms: 2 open")
  }

  @Test("as JSON a line an alarm, with its state and note")
  func json() throws {
    try raise()
    _ = try watch("ack A01 --note on_it")
    let alarms = try watch("list --json").objects()
    #expect(alarms.map { $0["alarm"] as? String } == ["A02", "A01"])
    #expect(alarms[1]["state"] as? String == "acknowledged")
    #expect(alarms[1]["note"] as? String == "on it" && alarms[1]["acted_at"] is String)
    #expect(alarms[0]["note"] is NSNull && alarms[0]["topic"] as? String == "delivery.late")
    _ = try watch("dismiss A01 A02")
    #expect(try watch("list --json").out.isEmpty)
    #expect(try watch("list --json --all").objects().count == 2)
  }

  @Test("a workspace without alarms has none to list, and none to decide on")
  func empty() throws {
    _ = try Workspace(path: folder.path("w.sqlite"), create: true)
    #expect(try watch("list").lines == ["No alarms."])
    #expect(
      try watch("ack A01", status: 1).errors.hasPrefix(
        "earshot: w.sqlite: the workspace holds no alarms."))
    let missing = try folder.run("watch", "list", "--workspace", "x.sqlite")
    #expect(missing.status == 1 && missing.errors.hasPrefix("earshot: x.sqlite: there is no such"))
  }

  @Test("names and notes cannot drive a terminal")
  func controls() {
    var alarm = Self.alarm(1)
    alarm.name = "a\u{1B}[2Jb\nc"
    let stored = StoredAlarm(
      alarm: alarm, state: .open, note: "x\u{1B}y", actedAt: nil, events: [])
    for text in [AlarmListText.decided(stored), AlarmListText.table([stored], all: false)] {
      #expect(!text.contains("\u{1B}") && text.contains("a�[2Jb c"))
    }
  }
}
