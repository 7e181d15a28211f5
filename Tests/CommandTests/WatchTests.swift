import Foundation
import Testing

/// `earshot watch` from files to alarms, through the built program.
@Suite struct WatchTests {
  private let folder = Folder()

  /// The records with the new issue, watched already.
  private func watched() throws -> WatchFixture {
    let fixture = try WatchFixture.get()
    folder.write(fixture.workspace, to: "w.sqlite")
    return fixture
  }

  private func write(_ records: some Sequence<WatchTickets.Record>, to name: String) {
    folder.write(WatchTickets.lines(records), to: name)
  }

  /// Nothing that a customer wrote.
  private func expectNoTexts(_ got: Outcome) {
    let shown = ["example.com", "secret", "my parcel", "as soon as I open", "Hello,"]
    for text in shown { #expect(!got.errors.contains(text), "\(text) in \(got)") }
  }

  // MARK: - Alarms

  @Test("a new issue is raised within a day with its records, and nothing is before it")
  func newIssue() throws {
    let got = try watched().outcome
    #expect(got.status == 5, "with --exit-code: \(got)")
    expectNoTexts(got)
    let alarms = try got.objects()
    let first = try #require(alarms.first)
    #expect(first["event"] as? String == "raised" && first["kind"] as? String == "new_theme")
    let delay = try #require(first["delay_hours"] as? Double)
    #expect((0...24).contains(delay))
    for alarm in alarms {
      let time = try #require(alarm["raised_at"] as? String)
      #expect(time >= "2025-03-27T08:00:00Z" && time < "2025-03-28T08:00:00Z")
      #expect(alarm["alarm"] as? String == "A01", "one issue is one alarm")
      let ids = try #require(alarm["record_ids"] as? [String])
      #expect(ids.count >= 3 && ids.count { $0.hasPrefix("n") } * 10 >= ids.count * 8, "\(ids)")
      let count = try #require(alarm["count"] as? Int)
      let (expected, ratio) = (alarm["expected"] as? Double, alarm["ratio"] as? Double)
      #expect(try count >= 3 && #require(expected) < Double(count) && #require(ratio) > 1)
      let p = try #require(alarm["p_value"] as? Double)
      #expect(p > 0 && p < 0.01)
    }
    #expect(got.errors.hasPrefix("1,214 new records: 1 alarm raised, "), "\(got)")
    #expect(got.errors.contains(" (budget 1/30d).\n  A01  "))
  }

  @Test("a line has the keys of the contract, and its quotes are without personal data")
  func keys() throws {
    let got = try watched().outcome
    let keys = [
      "alarm", "event", "kind", "name", "topic", "raised_at", "first_record_at", "last_record_at",
      "delay_hours", "count", "expected", "ratio", "p_value", "distinct_authors", "terms",
      "record_ids", "quotes",
    ]
    try #require(!got.lines.isEmpty)
    for (line, alarm) in zip(got.lines, try got.objects()) {
      #expect(Set(alarm.keys) == Set(keys))
      let places = keys.compactMap { line.range(of: "\"\($0)\":")?.lowerBound }
      #expect(places == places.sorted() && places.count == keys.count, "\(line)")
      #expect((alarm["name"] as? String)?.isEmpty == false)
      #expect((alarm["terms"] as? [String])?.isEmpty == false)
      #expect(alarm["topic"] is NSNull && alarm["distinct_authors"] is NSNull)
      let quotes = try #require(alarm["quotes"] as? [[String: String]])
      #expect(
        (1...5).contains(quotes.count) && quotes.allSatisfy { $0.keys.sorted() == ["id", "text"] })
    }
    #expect(got.text.contains("[EMAIL_1]") && !got.text.contains("@example.com"))
  }

  @Test("the same file again tells nothing, with --exit-code too")
  func again() throws {
    _ = try watched()
    write(WatchTickets.all, to: "all.jsonl")
    for line in ["all.jsonl", "all.jsonl --exit-code"] {
      let got = try folder.watch(line)
      #expect(got.status == 0 && got.out.isEmpty, "\(got)")
      #expect(
        got.errors.hasPrefix("0 new records, 1,214 seen before: 0 alarms raised, 0 updated "),
        "\(got)")
    }
  }

  @Test("in five runs it tells the same lines as in one; without --exit-code alarms end with 0")
  func parts() throws {
    let all = WatchTickets.all
    // The last cuts are before and after the alarm, within the issue.
    let cuts =
      try [300, 700]
      + ["n2", "n6"].map { id in
        try #require(all.firstIndex { $0.id == id }) + 1
      }
    var lines: [String] = []
    for (start, end) in zip([0] + cuts, cuts + [all.count]) {
      write(all[start..<end], to: "part.jsonl")
      let got = try folder.watch("part.jsonl -o part.out")
      #expect(got.status == 0 && got.out.isEmpty, "\(got)")
      lines += try folder.read("part.out").split(separator: "\n").map(String.init)
    }
    #expect(try lines == WatchFixture.get().outcome.lines)
  }

  @Test("from a pipe, alarms are added to the file that is there")
  func pipe() throws {
    let all = WatchTickets.all
    let cut = try #require(all.firstIndex { $0.id == "n6" }) + 1
    for part in [all[..<cut], all[cut...]] {
      write(part, to: "part.jsonl")
      let got = try folder.watchPiped(
        "part.jsonl", "-o told.out --workspace w.sqlite --model none")
      #expect(got.status == 0 && got.out.isEmpty, "\(got)")
    }
    let told = try folder.read("told.out").split(separator: "\n").map(String.init)
    #expect(try told == WatchFixture.get().outcome.lines)
  }

  @Test("a file that is out of order is sorted")
  func shuffled() throws {
    let all = WatchTickets.all
    write(all.indices.map { all[$0 * 555 % all.count] }, to: "shuffled.jsonl")
    let got = try folder.watch("shuffled.jsonl")
    #expect(got.errors.hasPrefix("The records were not in the order of time and were sorted.\n"))
    #expect(try got.status == 0 && got.lines == WatchFixture.get().outcome.lines, "\(got)")
  }

  // MARK: - Odd input

  @Test("records without a time, from 1970 and from 2199 are counted and left out")
  func times() throws {
    write(WatchTickets.background.prefix(3), to: "good.jsonl")
    let bad = """
      {"id":"x1","text":"no time at all, secret"}
      {"id":"x2","created_at":"1970-01-02T00:00:00Z","text":"too old, secret"}
      {"id":"x3","created_at":"2199-01-02T00:00:00Z","text":"too young, secret"}

      """
    folder.write(bad + (try folder.read("good.jsonl")), to: "in.jsonl")
    let got = try folder.watch("in.jsonl")
    #expect(got.status == 3 && got.out.isEmpty, "\(got)")
    #expect(got.errors.hasPrefix("3 new records: 0 alarms raised, "), "\(got)")
    #expect(
      got.errors.contains(
        "\nearshot: 1 record had no time that could be read, 2 records had a time before 1990 or more than a day ahead of this machine's; they were left out "
      ), "\(got)")
    expectNoTexts(got)
  }

  @Test("no record and one record are watched without an alarm")
  func few() throws {
    folder.write("", to: "empty.jsonl")
    write(WatchTickets.background.prefix(1), to: "one.jsonl")
    let empty = try folder.watch("empty.jsonl --exit-code")
    #expect(empty.status == 0 && empty.out.isEmpty, "\(empty)")
    #expect(empty.errors.hasPrefix("0 new records: 0 alarms raised, "))
    let one = try folder.watchRaw("one.jsonl --workspace tagged.sqlite --exit-code")
    #expect(one.status == 0 && one.out.isEmpty, "\(one)")
    #expect(one.errors.hasPrefix("1 new record: 0 alarms raised, "))
    // A week after the record.
    #expect(one.errors.contains(" alarms can be raised from 2025-03-08T"), "\(one)")
  }

  @Test("another kind of file in place of the workspace is refused and left alone")
  func noWorkspace() throws {
    write(WatchTickets.background.prefix(1), to: "one.jsonl")
    let whole = try WatchFixture.get().workspace
    folder.write("Hello, a secret letter", to: "letter.sqlite")
    folder.write(whole.prefix(whole.count / 2), to: "half.sqlite")
    for name in ["letter.sqlite", "half.sqlite"] {
      let before = try Data(contentsOf: URL(fileURLWithPath: folder.path(name)))
      let got = try folder.watch("one.jsonl -o out.jsonl", workspace: name)
      #expect(got.status == 1 && got.out.isEmpty, "\(got)")
      #expect(got.errors.hasPrefix("earshot: \(name): ") && got.errors.hasSuffix(".\n"), "\(got)")
      expectNoTexts(got)
      #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path(name))) == before)
      #expect(!folder.names.contains("out.jsonl"))
    }
  }

  @Test(
    "what cannot be understood is a usage error, and makes no workspace",
    arguments: [
      "one.jsonl", "--workspace w.sqlite", "one.jsonl --workspace w.sqlite --budget lots",
      "one.jsonl --workspace w.sqlite --budget 0/30d", "one.jsonl --workspace w.sqlite --budget 1",
      "one.jsonl --workspace w.sqlite --budget nan/30d", "list", "ack --workspace w.sqlite",
      "backtest one.jsonl", "backtest one.jsonl --known-until yesterday",
      "backtest one.jsonl --known-until 2025-13-45",
      "backtest one.jsonl --known-until 2025-03-16 --rate 5",
      "backtest one.jsonl --known-until 2025-03-16 --inject label",
      "backtest one.jsonl --known-until 2025-03-16 --inject label=camera --rate 0",
    ])
  func usage(_ line: String) throws {
    write(WatchTickets.background.prefix(1), to: "one.jsonl")
    let got = try folder.watchRaw(line)
    #expect(got.status == 64 && got.out.isEmpty && got.errors.hasPrefix("Error: "), "\(got)")
    #expect(!folder.names.contains("w.sqlite"))
    expectNoTexts(got)
  }

  // MARK: - What became of alarms

  @Test("an alarm that watch raised can be decided on, and what is over is listed with --all")
  func decisions() throws {
    _ = try watched()
    func act(_ line: String, status: Int32 = 0) throws -> Outcome {
      let got = try folder.watchRaw("\(line) --workspace w.sqlite")
      #expect(got.status == status, "\(got)")
      return got
    }
    #expect(try act("list").lines[0] == "1 alarm: 1 open")
    for action in ["ack", "dismiss", "resolve", "reopen"] {
      let got = try act("\(action) A99", status: 1)
      #expect(got.errors == "earshot: There is no alarm \"A99\" in the workspace. It has A01.\n")
    }
    for (action, state) in [("dismiss", "dismissed"), ("resolve", "resolved")] {
      _ = try act("\(action) A01")
      #expect(try !act("list").text.contains("A01"))
      #expect(try act("list --all").text.contains(try Regex(#"\n  A01 +\#(state) "#)))
      _ = try act("reopen A01")
      #expect(try act("list").text.contains(#/\n  A01 +open /#))
    }
    _ = try act("ack A01")
    let alarm = try #require(try act("list --json").objects().first)
    #expect(alarm["state"] as? String == "acknowledged")
  }

  // MARK: - Backtest

  @Test("a backtest plays the new issue in, and raises nothing without it")
  func backtest() throws {
    write(WatchTickets.all, to: "all.jsonl")
    let got = try folder.watchRaw(
      "backtest all.jsonl --known-until 2025-03-16 --inject label=camera --model none --json")
    #expect(got.status == 0, "\(got)")
    let result = try #require(try got.objects().first)
    #expect(result["records"] as? Int == 1214 && result["false_alarms"] as? Int == 0)
    let rates = try #require(result["by_rate"] as? [[String: Any]])
    #expect(rates.count == 1 && rates.first?["trials"] as? Int == 1)
    let trials = try #require(result["trials"] as? [[String: Any]])
    let trial = try #require(trials.first)
    #expect(trials.count == 1 && trial["value"] as? String == "camera")
    #expect(trial["records"] as? Int == 14)
    #expect(try #require(trial["delay_hours"] as? Double) <= 24)
    #expect(try #require(trial["purity"] as? Double) >= 0.8)
    #expect(folder.names == ["all.jsonl"], "no workspace is made")
  }

  @Test("a backtest tells how far its alarms are of one label each")
  func labels() throws {
    write(WatchTickets.all, to: "all.jsonl")
    let got = try folder.watchRaw(
      "backtest all.jsonl --known-until 2025-03-16 --label-field label --model none --json")
    let result = try #require(try got.objects().first)
    #expect(result["alarms_of_one_label"] as? Int == 1)
    let precision = try #require(result["precision"] as? Double)
    #expect((0.8...1).contains(precision), "\(got)")
  }

  @Test("a backtest without anything to replay or to play in says so")
  func backtestOfNothing() throws {
    write(WatchTickets.background.prefix(40), to: "day.jsonl")
    for (line, part) in [
      ("--known-until 2025-04-01", "There is no record from 2025-04-01 on"),
      ("--known-until 2025-03-01 --inject label=none", "no record has label \"none\""),
    ] {
      let got = try folder.watchRaw("backtest day.jsonl --model none \(line)")
      #expect(got.status == 1 && got.out.isEmpty && got.errors.contains(part), "\(got)")
      expectNoTexts(got)
    }
  }

  @Test("a backtest's page can't replace what is read")
  func backtestOntoInput() throws {
    write(WatchTickets.background.prefix(40), to: "day.jsonl")
    let before = try folder.read("day.jsonl")
    let got = try folder.watchRaw(
      "backtest day.jsonl --known-until 2025-03-01 --label-field label --model none --html day.jsonl"
    )
    #expect(got.status == 1 && got.errors.contains("day.jsonl: this file is read"), "\(got)")
    #expect(try folder.read("day.jsonl") == before)
  }
}
