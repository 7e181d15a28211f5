import Foundation
import TestSupport
import Testing

@testable import EarshotStore

@Suite("Opening a workspace")
struct OpeningTests {
  private func error(_ path: String, create: Bool = false) -> WorkspaceError? {
    do throws(WorkspaceError) {
      _ = try Workspace(path: path, create: create)
      return nil
    } catch { return error }
  }

  @Test("a new workspace is readable for its owner only")
  func modeIs0600() throws {
    try inNewFolder { folder in
      _ = try Workspace.small(folder)
      for name in ["w.sqlite", "w.sqlite-wal", "w.sqlite-shm"] {
        let path = "\(folder)/\(name)"
        guard FileManager.default.fileExists(atPath: path) else { continue }
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600, "\(name)")
      }
    }
  }

  @Test("what is not there is only made where that was asked")
  func missing() throws {
    try inNewFolder { folder in
      let path = "\(folder)/none.sqlite"
      #expect(error(path) == .missing(path: path))
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }

  @Test("a file of another kind is refused and stays as it was", arguments: [40, 5000])
  func otherFile(count: Int) throws {
    try inNewFolder { folder in
      let path = "\(folder)/notes.txt"
      let bytes = Data(repeating: 0x61, count: count)
      try bytes.write(to: URL(fileURLWithPath: path))
      #expect(error(path, create: true) == .notAWorkspace(path: path))
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
    }
  }

  @Test("a newer workspace is refused")
  func newer() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.small(folder)
      try workspace.write { try $0.execute(sql: "PRAGMA user_version = 99") }
      #expect(
        error(workspace.path)
          == .newer(path: workspace.path, version: 99, known: Schema.version))
    }
  }

  @Test("the database of another program is refused")
  func otherDatabase() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.small(folder)
      try workspace.write { try $0.execute(sql: "PRAGMA application_id = 1") }
      #expect(error(workspace.path) == .notAWorkspace(path: workspace.path))
    }
  }

  @Test("a damaged workspace is refused, wherever the damage is")
  func damaged() throws {
    try inNewFolder { folder in
      do {
        let workspace = try Workspace.small(folder, smallKey(200, doubled: 50))
        try workspace.checkpoint()
      }
      let url = URL(fileURLWithPath: "\(folder)/w.sqlite")
      let whole = try Data(contentsOf: url)
      var refused = 0
      let places = stride(from: 4096, to: whole.count, by: 4096)
      for start in places {
        var bytes = whole
        for i in start..<min(start + 4096, whole.count) { bytes[i] = 0xFF }
        try bytes.write(to: url)
        if error(url.path) == .damaged(path: url.path) { refused += 1 }
      }
      // Pages that are on no list hold nothing; all others are missed by nobody.
      #expect(refused == Array(places).count)
    }
  }

  @Test("what was stored is there when it is opened again")
  func reopened() throws {
    try inNewFolder { folder in
      do {
        let workspace = try Workspace.small(folder)
        try workspace.judge("topic-test", row: 1, reviewer: "Ann", right)
      }
      let workspace = try Workspace(path: "\(folder)/w.sqlite", create: false)
      #expect(try workspace.judgements("topic-test").map(\.reviewer) == ["Ann"])
    }
  }

  @Test("messages name the file and the way out")
  func messages() {
    #expect(
      WorkspaceError.newer(path: "w.sqlite", version: 2, known: 1).message
        == "w.sqlite: the workspace has version 2, this program knows up to 1. Use a newer earshot."
    )
    #expect(
      WorkspaceError.notAWorkspace(path: "a.txt").message
        == "a.txt: this is not an Earshot workspace. Name the *.sqlite file that earshot made, or a new one."
    )
    #expect(
      WorkspaceError.unknownAudit(id: "x", known: ["a", "b"]).message
        == "There is no audit \"x\" in the workspace. It holds a, b.")
  }
}
