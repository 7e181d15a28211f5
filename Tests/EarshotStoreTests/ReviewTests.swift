import EarshotInsights
import Foundation
import TestSupport
import Testing

@testable import EarshotStore

@Suite("Reviewing in a workspace")
struct ReviewTests {
  let audit = "topic-test"

  @Test("a blind audit shows no tag")
  func blind() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.small(folder, smallKey(blind: true))
      let row = try workspace.nextRow(audit, reviewer: "Ann")
      #expect(row?.text == "text 0" && row?.label == nil)
    }
  }

  @Test("two reviewers never get the same row at once")
  func claims() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.small(folder)
      let ann = try workspace.nextRow(audit, reviewer: "Ann")?.row
      let bob = try workspace.nextRow(audit, reviewer: "Bob")?.row
      #expect((ann, bob) == (1, 2))
    }
  }

  @Test("asked again without a decision, it is the same row")
  func sameRow() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.small(folder)
      _ = try workspace.nextRow(audit, reviewer: "Ann")
      _ = try workspace.nextRow(audit, reviewer: "Bob")
      #expect(try workspace.nextRow(audit, reviewer: "ann ")?.row == 1)
    }
  }

  @Test("a claim ends after ten minutes")
  func claimsExpire() throws {
    try inNewFolder { folder in
      let clock = Clock()
      let workspace = try Workspace.small(folder, clock: clock)
      _ = try workspace.nextRow(audit, reviewer: "Ann")
      clock.advance(Workspace.claimSeconds)
      #expect(try workspace.nextRow(audit, reviewer: "Bob")?.row == 1)
    }
  }

  @Test("nobody judges a record twice, and its second row waits for another")
  func secondOpinion() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.small(folder, smallKey(2, doubled: 2))
      for _ in 0..<2 {
        let row = try #require(try workspace.nextRow(audit, reviewer: "Ann"))
        try workspace.judge(audit, row: row.row, reviewer: "Ann", right)
      }
      #expect(try workspace.nextRow(audit, reviewer: "Ann") == nil)
      #expect(try workspace.progress(audit, reviewer: "Ann").forOthers == 2)
      #expect(try workspace.nextRow(audit, reviewer: "Bob")?.row == 3)
      #expect(throws: WorkspaceError.judgedInOtherRow(audit: audit, row: 3, other: 1)) {
        try workspace.judge(audit, row: 3, reviewer: "Ann", right)
      }
    }
  }

  @Test("first rows of records come before second ones, whatever the order of the sheet")
  func primaryFirst() throws {
    try inNewFolder { folder in
      var key = smallKey(3, doubled: 1)
      key.rows = [0, 0, 1, 2]
      let workspace = try Workspace.small(folder, key)
      var seen: [Int] = []
      for name in ["A", "B", "C", "D"] {
        seen.append(try #require(try workspace.nextRow(audit, reviewer: name)).row)
      }
      #expect(seen == [1, 3, 4, 2])
    }
  }

  @Test("undo takes back the last decision and shows its row again")
  func undo() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.small(folder)
      for row in 1...2 { try workspace.judge(audit, row: row, reviewer: "Ann", right) }
      #expect(try workspace.undo(audit, reviewer: "Ann") == 2)
      #expect(try workspace.judgements(audit).map(\.row) == [1])
      #expect(try workspace.nextRow(audit, reviewer: "Ann")?.row == 2)
      #expect(try workspace.undo(audit, reviewer: "Ann") == 1)
      #expect(try workspace.undo(audit, reviewer: "Ann") == nil)
    }
  }

  @Test("nothing that was decided is ever deleted")
  func appendOnly() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.small(folder)
      try workspace.judge(audit, row: 1, reviewer: "Ann", right)
      try workspace.judge(audit, row: 1, reviewer: "Ann", wrong)
      _ = try workspace.undo(audit, reviewer: "Ann")
      try workspace.judge(audit, row: 1, reviewer: "Ann", Decision(correct: .cannotTell))
      let log = try workspace.read { db in
        try [String].fetchLog(db)
      }
      #expect(
        log == ["1 judgement yes 2", "2 judgement no 3", "3 undo - -", "4 judgement cannot_tell -"])
    }
  }

  @Test("a changed decision replaces the first and keeps its place")
  func changed() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.small(folder)
      for row in 1...3 { try workspace.judge(audit, row: row, reviewer: "Ann", right) }
      try workspace.judge(audit, row: 1, reviewer: "Ann", wrong)
      #expect(try workspace.judgements(audit).map(\.correct) == [.yes, .yes, .no])
      #expect(try workspace.judgedRows(audit, reviewer: "Ann") == [1, 2, 3])
    }
  }

  @Test(
    "what decides nothing is refused",
    arguments: [
      Decision(), Decision(note: "?"), Decision(correct: .yes, label: "login"),
      Decision(correct: .cannotTell, label: "login"),
    ])
  func noDecision(decision: Decision) throws {
    try inNewFolder { folder in
      let workspace = try Workspace.small(folder)
      #expect(throws: WorkspaceError.noDecision(audit: audit, row: 1)) {
        try workspace.judge(audit, row: 1, reviewer: "Ann", decision)
      }
    }
  }

  @Test(
    "who cannot see the tag cannot say yes or no to it", arguments: [right, wrong, Decision()])
  func blindNeedsLabel(decision: Decision) throws {
    try inNewFolder { folder in
      let workspace = try Workspace.small(folder, smallKey(blind: true))
      #expect(throws: WorkspaceError.noDecision(audit: audit, row: 1)) {
        try workspace.judge(audit, row: 1, reviewer: "Ann", decision)
      }
    }
  }

  @Test("a name that differs in blanks or case is the same reviewer")
  func names() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.small(folder)
      try workspace.judge(audit, row: 1, reviewer: "Ann  Lee", right)
      try workspace.judge(audit, row: 1, reviewer: " ann lee", wrong)
      #expect(try workspace.judgements(audit).count == 1)
    }
  }

  @Test(
    "names without letters, too long or with hidden characters are refused",
    arguments: ["", " \n", String(repeating: "x", count: 61), "a\u{202E}b", "a\u{0}b"])
  func badNames(name: String) {
    #expect(throws: WorkspaceError.self) { try ReviewerName.checked(name) }
  }

  @Test("time left is the median pace times what is left")
  func timeLeft() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.small(folder, smallKey(6))
      for (row, seconds) in [(1, 4.0), (2, 100), (3, 6)] {
        try workspace.judge(
          audit, row: row, reviewer: "Ann", Decision(correct: .yes, seconds: seconds))
      }
      let progress = try workspace.progress(audit, reviewer: "Ann")
      #expect(progress.medianSeconds == 6 && progress.open == 3 && progress.secondsLeft == 18)
    }
  }

  @Test("many reviewers at once, each with a connection of their own, judge every row once")
  func concurrent() async throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("earshot-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try Workspace.small(folder, smallKey(30, doubled: 30))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for name in ["Ann", "Bob", "Cleo", "Dan"] {
        group.addTask {
          let workspace = try Workspace(path: "\(folder)/w.sqlite", create: false)
          while let row = try workspace.nextRow("topic-test", reviewer: name) {
            try workspace.judge("topic-test", row: row.row, reviewer: name, right)
          }
        }
      }
      try await group.waitForAll()
    }
    let judged = try Workspace(path: "\(folder)/w.sqlite", create: false).judgements(audit)
    #expect(judged.map(\.row).sorted() == Array(1...60))
    let pairs = Set(judged.map { "\(($0.row - 1) % 30) \($0.reviewer)" })
    #expect(pairs.count == 60)
  }

  @Test("closing deletes the texts, from the bytes of the files as well")
  func closing() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.small(folder)
      try workspace.judge(audit, row: 1, reviewer: "Ann", right)
      try workspace.close(audit)
      #expect(try workspace.text(audit, record: 0) == nil)
      for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
        #expect(bytes.range(of: Data("text 2".utf8)) == nil, "\(name)")
      }
      #expect(throws: WorkspaceError.auditClosed(id: audit)) {
        try workspace.judge(audit, row: 2, reviewer: "Ann", right)
      }
      #expect(try workspace.judgements(audit).count == 1)
    }
  }

  @Test("the same audit may come again, another one under its name may not")
  func again() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.small(folder)
      #expect(try !workspace.createAudit(smallKey(), texts: texts(4)))
      #expect(throws: WorkspaceError.auditExists(id: audit)) {
        try workspace.createAudit(smallKey(5), texts: texts(5))
      }
    }
  }
}
