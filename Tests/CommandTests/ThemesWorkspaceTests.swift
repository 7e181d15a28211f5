import Foundation
import Testing

/// Themes in a workspace: ids that stay, what users decided, and what became of them.
@Suite struct ThemesWorkspaceTests {
  private let folder = Folder()

  /// 120 records, four themes.
  private func first(_ more: String = "") throws {
    folder.write(Tickets.lines(0..<120), to: "in.jsonl")
    try folder.found("in.jsonl --k 4 --workspace w.sqlite -o out.jsonl \(more)")
  }

  /// The same and 10 % more.
  private func second(_ more: String = "") throws -> Outcome {
    folder.write(Tickets.lines(0..<132), to: "in.jsonl")
    return try folder.found("in.jsonl --k 4 --workspace w.sqlite -o out.jsonl \(more)")
  }

  private func list(_ more: String = "") throws -> [String] {
    let got = try folder.themes("list --workspace w.sqlite \(more)")
    try #require(got.status == 0 && got.errors.isEmpty, "\(got)")
    return got.lines
  }

  private func edit(_ line: String) throws {
    let got = try folder.themes("\(line) --workspace w.sqlite")
    try #require(got.status == 0 && got.out.isEmpty && got.errors.isEmpty, "\(got)")
  }

  /// The sentence of a decision that must fail.
  private func refused(_ line: String) throws -> String {
    let got = try folder.themes("\(line) --workspace w.sqlite")
    #expect(got.status == 1 && got.out.isEmpty, "\(got)")
    return got.errors
  }

  /// The id of the theme of the records of a topic.
  private func theme(ofTopic topic: Int) throws -> String {
    try #require(try folder.assigned("with.jsonl")[topic]["id"] as? String)
  }

  @Test("with 10 % more records all ids stay, and each theme says what it was")
  func idsStay() throws {
    try first("--assign with.jsonl")
    let old = try (0..<4).map { try theme(ofTopic: $0) }
    #expect(old.sorted() == ["T1", "T2", "T3", "T4"])
    let got = try second("--assign with.jsonl")
    #expect(try (0..<4).map { try theme(ofTopic: $0) } == old)
    #expect(got.errors.contains("\nSince the last run: 4 kept"), "\(got)")
    for theme in try folder.objects("out.jsonl") {
      let previous = try #require(theme["previous"] as? [String: Any])
      #expect(previous["theme"] as? String == theme["theme"] as? String)
      #expect(previous["size"] as? Int == 30 && previous["share"] as? Double == 0.25)
      let isSame = previous["name"] as? String == theme["name"] as? String
      #expect(previous["change"] as? String == (isSame ? "kept" : "renamed"))
    }
    let history = try list("--history")
    #expect(history.count { $0.contains("  run 1  T") && $0.contains(" born: ") } == 4)
    #expect(!history.contains { $0.contains(" kept: ") })
  }

  @Test("a name given by hand survives the next run; no other theme gets it")
  func rename() throws {
    try first()
    let name = "Money"
    try edit("rename T1 \(name)")
    #expect(
      try list().contains { $0.hasPrefix("  T1 ") && $0.hasSuffix("  Money  (named by hand)") })
    #expect(
      try refused("rename T2 money")
        == "earshot: The theme T1 is called \"money\" already. Choose another name, or merge the two.\n"
    )
    _ = try second()
    let theme = try #require(
      try folder.objects("out.jsonl").first { $0["theme"] as? String == "T1" })
    #expect(theme["name"] as? String == name)
    let previous = try #require(theme["previous"] as? [String: Any])
    #expect(previous["name"] as? String == name && previous["change"] as? String == "kept")
    #expect(try list("--history").contains { $0.hasSuffix("  user   T1 renamed: Money") })
  }

  @Test("what was merged by hand stays merged, in lists, runs and records")
  func merge() throws {
    try first()
    try edit("merge T2 T3")
    #expect(try list()[0].contains(": 120 records, 3 themes, "))
    #expect(try list().contains { $0.hasPrefix("  T3           60   50.0 %") })
    #expect(
      try refused("merge T3 T3")
        == "earshot: The theme T3 cannot be merged into itself or a part of it. Name another one.\n"
    )
    #expect(
      try refused("rename T2 x") == "earshot: The theme T2 was merged into T3. Name T3 instead.\n")
    _ = try second("--assign with.jsonl")
    let themes = try folder.objects("out.jsonl")
    #expect(ids(themes) == ["T1", "T3", "T4"])
    #expect(themes.first { $0["theme"] as? String == "T3" }?["size"] as? Int == 66)
    let records = try folder.assigned("with.jsonl")
    #expect(Set(records.compactMap { $0["id"] as? String }) == ["T1", "T3", "T4"])
    #expect(try list("--history").contains { $0.contains("  user   T2 merged into T3: ") })
  }

  @Test("a theme can be pinned and let go")
  func pin() throws {
    try first()
    try edit("pin T4")
    #expect(try list().contains { $0.hasPrefix("  T4 ") && $0.hasSuffix("  (pinned)") })
    _ = try second()
    #expect(try list().contains { $0.hasPrefix("  T4 ") && $0.hasSuffix("  (pinned)") })
    try edit("pin T4 --off")
    #expect(try !list().contains { $0.contains("pinned") })
    let history = try list("--history")
    #expect(history.count { $0.contains("  user   T4 pinned: ") } == 1)
    #expect(history.count { $0.contains("  user   T4 unpinned: ") } == 1)
  }

  @Test("a record gets the same theme later as in the run")
  func assignLater() throws {
    try first("--assign with.jsonl")
    try edit("rename T1 Money")
    try edit("merge T2 T3")
    let got = try folder.themes("assign in.jsonl --workspace w.sqlite -o later.jsonl")
    #expect(got.status == 0 && got.errors.isEmpty, "\(got)")
    let (then, later) = (try folder.assigned("with.jsonl"), try folder.assigned("later.jsonl"))
    for (a, b) in zip(then, later) {
      let id = try #require(a["id"] as? String)
      #expect(b["id"] as? String == (id == "T2" ? "T3" : id))
      #expect(a["confidence"] as? Double == b["confidence"] as? Double)
      if id == "T1" { #expect(b["name"] as? String == "Money") }
    }
  }

  @Test("members become training records, once each, and the entry for the taxonomy is printed")
  func adopt() throws {
    try first("--assign with.jsonl")
    let refund = try theme(ofTopic: 0)
    try edit("rename \(refund) Refunds")
    let got = try folder.themes(
      "adopt \(refund) --topic billing.refund_status in.jsonl --workspace w.sqlite -o labelled.jsonl"
    )
    try #require(got.status == 0 && got.out.isEmpty, "\(got)")
    let records = try folder.objects("labelled.jsonl")
    #expect((10...30).contains(records.count))
    for record in records {
      #expect(record.keys.sorted() == ["id", "text", "topic"])
      #expect(record["topic"] as? String == "billing.refund_status")
      let id = try #require(record["id"] as? String)
      let i = try #require(Int(id.dropFirst()))
      #expect(i % 4 == 0 && record["text"] as? String == Tickets.text(i))
    }
    #expect(
      got.errors.hasPrefix(
        """
        Wrote \(records.count) records of \(refund) to labelled.jsonl, labelled billing.refund_status.
        For the taxonomy; its bucket, owner and examples, in words of your customers, are yours to say (docs/taxonomy.md):
          - key: billing.refund_status
            title: "Refunds"
            definition: "Texts about: 
        """), "\(got)")
    #expect(got.errors.hasSuffix("\"\n    examples: []\n    bucket:\n    owner:\n"), "\(got)")
    #expect(try list().contains { $0.hasSuffix("  (named by hand, topic billing.refund_status)") })
    #expect(
      try list("--history").contains {
        $0.hasSuffix("  user   \(refund) adopted as billing.refund_status: Refunds")
      })
    let other = folder.write(Tickets.line(1), to: "other.jsonl")
    let none = try folder.themes(
      "adopt \(refund) --topic a.b \(other) --workspace w.sqlite -o none.jsonl")
    #expect(
      none.errors
        == "earshot: No record of other.jsonl belongs to \(refund) with a confidence of 0.5 or more. Name the files that the themes were found in, or lower --least-confidence.\n"
    )
    #expect(none.status == 1 && !folder.names.contains("none.jsonl"))
  }

  @Test("a theme that is not there is answered with those that are")
  func unknownTheme() throws {
    try first()
    let sentence = "earshot: There is no theme \"T99\" in the last run. It has T1, T2, T3, T4.\n"
    for line in [
      "rename T99 x", "merge T99 T1", "merge T1 T99", "pin T99",
      "adopt T99 --topic a.b in.jsonl -o labelled.jsonl",
    ] {
      #expect(try refused(line) == sentence)
    }
    #expect(!folder.names.contains("labelled.jsonl"))
  }

  @Test("a workspace without themes says how to find some; looking makes none")
  func noThemes() throws {
    folder.write("id,text,topic\n1,late,delivery\n2,paid,billing\n", to: "tagged.csv")
    let drawn = try folder.run(
      "audit", "draw", "tagged.csv", "--label-field", "topic", "--size", "2", "--name", "a", "-o",
      "sheet.csv", "--workspace", "w.sqlite")
    try #require(drawn.status == 0, "\(drawn)")
    for line in ["list", "rename T1 x", "assign tagged.csv"] {
      #expect(
        try refused(line)
          == "earshot: w.sqlite: the workspace holds no themes yet. `earshot themes INPUT --workspace w.sqlite` finds them.\n"
      )
      let nowhere = try folder.themes("\(line) --workspace nope.sqlite")
      #expect(
        nowhere.errors.hasPrefix("earshot: nope.sqlite: there is no such workspace.")
          && nowhere.status == 1, "\(nowhere)")
    }
    #expect(!folder.names.contains("nope.sqlite"))
  }

  @Test(
    "no text of a record is in the workspace unless it is asked for, then without personal data")
  func texts() throws {
    func bytes() throws -> String {
      try folder.names.filter { $0.hasPrefix("w.sqlite") }
        .map {
          String(
            decoding: try Data(contentsOf: URL(fileURLWithPath: folder.path($0))), as: UTF8.self)
        }
        .joined()
    }
    try first()
    // Names and terms are phrases of many texts, these are whole sentences.
    let sentences = (0..<120).map { Tickets.text($0).split(separator: ".")[0] }
    let without = try bytes()
    #expect(without.hasPrefix("SQLite format 3"))
    #expect(!sentences.contains { without.contains($0) } && !Tickets.areShown(in: without))
    #expect(!without.contains("[EMAIL_1]"))
    _ = try second("--keep-text")
    let with = try bytes()
    #expect(sentences.contains { with.contains($0) } && with.contains("[EMAIL_1]"))
    #expect(!Tickets.areShown(in: with))
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("w.sqlite"))
    #expect((attributes[.posixPermissions] as? Int) == 0o600)
  }

  @Test("while another program holds the workspace nothing is written, and it says so")
  func busy() throws {
    try first()
    let before = try folder.read("out.jsonl")
    // SQLite's lock of one who writes: the bytes from 1 GiB on.
    let file = open(folder.path("w.sqlite"), O_RDWR)
    defer { close(file) }
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    (lock.l_start, lock.l_len) = (0x4000_0000, 512)
    try #require(fcntl(file, F_SETLK, &lock) == 0)
    let got = try folder.themes(
      "in.jsonl --k 2 --model none --workspace w.sqlite -o out.jsonl --assign with.jsonl")
    #expect(
      got.errors
        == "earshot: w.sqlite: another program is writing to the workspace and does not finish. Nothing was changed; try again.\n"
    )
    #expect(got.status == 1 && !folder.names.contains("with.jsonl"), "\(got)")
    #expect(try folder.read("out.jsonl") == before)
    lock.l_type = Int16(F_UNLCK)
    try #require(fcntl(file, F_SETLK, &lock) == 0)
    #expect(try list()[0].hasPrefix("Run 1 of "))
  }

  @Test("a run without a theme takes nothing from the workspace, and the next one goes on")
  func emptyRun() throws {
    folder.write("", to: "empty.jsonl")
    try folder.found("empty.jsonl --workspace w.sqlite -o out.jsonl")
    try first()
    try edit("rename T1 Money")
    let got = try folder.found("empty.jsonl --workspace w.sqlite -o out.jsonl")
    #expect(
      got.errors
        == """
        0 records: 0 themes, 0 (0.0 %) without one; seed 1.
        No theme was found, so w.sqlite stays as it was.

        """)
    _ = try second()
    #expect(ids(try folder.objects("out.jsonl")) == ["T1", "T2", "T3", "T4"])
    #expect(
      try list().contains { $0.hasPrefix("  T1 ") && $0.hasSuffix("  Money  (named by hand)") })
  }

  @Test("outputs that are the workspace or each other are refused")
  func sameOutputs() throws {
    try first()
    for (line, name) in [
      ("-o w.sqlite", "w.sqlite"), ("-o ./w.sqlite", "w.sqlite"),
      ("-o o --html w.sqlite", "w.sqlite"), ("-o o --assign o", "o"),
    ] {
      let got = try folder.themes("in.jsonl --k 4 --model none --workspace w.sqlite \(line)")
      #expect(
        got.errors
          == "earshot: \(name): two outputs can't be one file. Choose another name for one of them.\n"
      )
      #expect(got.status == 1 && !folder.names.contains("o"), "\(got)")
    }
    for line in ["assign in.jsonl", "adopt T1 --topic a.b in.jsonl"] {
      #expect(
        try refused("\(line) -o w.sqlite")
          == "earshot: w.sqlite: two outputs can't be one file. Choose another name for one of them.\n"
      )
    }
    #expect(try list()[0].hasPrefix("Run 1 of "))
  }
}
