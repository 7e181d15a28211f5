import Foundation
import Testing

/// Texts on four topics, made up for these tests, each with an address and a number that no output may show.
private enum Tickets {
  private static let topics: [(what: [String], how: [String])] = [
    (
      ["My refund", "The money back", "The repayment", "A refund for the order"],
      [
        "has not reached my bank", "is still missing from my card", "was promised weeks ago",
        "never came to my account", "is smaller than the amount I paid",
      ]
    ),
    (
      ["My parcel", "The delivery", "The courier with my package", "The shipment"],
      [
        "is three days late", "was left at the wrong door", "got lost at the depot",
        "came with a broken box", "has no tracking update",
      ]
    ),
    (
      ["My password", "The login page", "The sign in code", "The reset email"],
      [
        "is rejected every time", "says my account is locked", "does not arrive on my phone",
        "shows an error after login", "expired before I could log in",
      ]
    ),
    (
      ["The coffee machine", "The grinder", "The milk steamer", "The espresso tank"],
      [
        "leaks on the kitchen counter", "makes a loud noise when brewing",
        "does not heat the water", "needs descaling after one week",
        "stops in the middle of an espresso",
      ]
    ),
  ]
  private static let ends = [
    "please help", "what can I do", "this is the second time", "I wrote about it on Monday",
    "thank you", "since the last update", "can somebody look at it", "it was fine before",
  ]

  /// Topic `i % 4`.
  static func text(_ i: Int) -> String {
    let (topic, j) = (topics[i % 4], i / 4)
    let number = String("000\(i % 1000)".suffix(3))
    return
      "\(topic.what[j % 4]) \(topic.how[(j * 3 + j / 4) % 5]), \(ends[(j * 5 + j / 7) % 8])."
      + " Mail ann\(i)@example.com or call +44 20 7946 0\(number)."
  }

  static func line(_ i: Int, _ text: String? = nil) -> String {
    "{\"id\":\"r\(i)\",\"text\":\"\(text ?? self.text(i))\"}\n"
  }

  static func lines(_ range: Range<Int>) -> String { range.map { line($0) }.joined() }

  /// Whether personal data of any text is in there.
  static func areShown(in text: String) -> Bool {
    text.contains("@example.com") || text.contains("7946")
  }
}

/// What the program leaves behind, read from here.
extension Folder {
  fileprivate func themes(_ line: String, stdin: String = "") throws -> Outcome {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path
    return try launch(
      Program.path, ["themes"] + line.split(separator: " ").map(String.init),
      stdin: Data(stdin.utf8), environment: ["EARSHOT_MODELS": "\(package)/models"], seconds: 60)
  }

  /// A run without tags that must succeed.
  @discardableResult
  fileprivate func found(_ line: String, status: Int32 = 0) throws -> Outcome {
    let got = try themes(line + " --model none")
    try #require(got.status == status, "\(got)")
    return got
  }

  /// The JSON lines of a file.
  fileprivate func objects(_ name: String) throws -> [[String: Any]] {
    try read(name).split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  /// `earshot.theme` of each record of a file.
  fileprivate func assigned(_ name: String) throws -> [[String: Any]] {
    try objects(name).map { record in
      let earshot = try #require(record["earshot"] as? [String: Any])
      return try #require(earshot["theme"] as? [String: Any])
    }
  }
}

private func ids(_ themes: [[String: Any]]) -> [String] {
  themes.compactMap { $0["theme"] as? String }.sorted()
}

private func sizes(_ themes: [[String: Any]]) -> Int {
  themes.reduce(0) { $0 + ($1["size"] as? Int ?? 0) }
}

/// `themes INPUT…`: what it writes.
@Suite struct ThemesTests {
  private let folder = Folder()

  // MARK: - Themes

  @Test("a theme is a line with the keys of the contract, in their order")
  func keys() throws {
    folder.write(Tickets.lines(0..<120), to: "in.jsonl")
    let got = try folder.found("in.jsonl --k 4 -o out.jsonl")
    #expect(got.out.isEmpty)
    let lines = try folder.read("out.jsonl").split(separator: "\n")
    #expect(lines.count == 4)
    let keys = [
      "theme", "name", "size", "share", "distinct", "repeated", "cohesion", "terms", "quotes",
      "parent", "previous", "map",
    ]
    for (line, theme) in zip(lines, try folder.objects("out.jsonl")) {
      #expect(Set(theme.keys) == Set(keys))
      let places = keys.compactMap { line.range(of: "\"\($0)\":")?.lowerBound }
      #expect(places == places.sorted() && places.count == keys.count, "\(line)")
      #expect(theme["previous"] is NSNull && theme["parent"] is NSNull)
      #expect((theme["name"] as? String)?.isEmpty == false)
      #expect((theme["terms"] as? [String])?.isEmpty == false)
      let quotes = try #require(theme["quotes"] as? [[String: String]])
      #expect(
        (1...5).contains(quotes.count) && quotes.allSatisfy { $0.keys.sorted() == ["id", "text"] })
      for key in ["share", "repeated", "cohesion"] {
        let number = try #require(theme[key] as? Double)
        #expect((0...1).contains(number), "\(key)")
      }
      let map = try #require(theme["map"] as? [Double])
      #expect(map.count == 2 && map.allSatisfy { (0...1).contains($0) })
    }
  }

  @Test("four topics are four themes, each record in its own; sizes and shares add up")
  func topics() throws {
    folder.write(Tickets.lines(0..<120) + Tickets.line(120, ""), to: "in.jsonl")
    try folder.found("in.jsonl --k 4 -o out.jsonl --assign with.jsonl")
    let themes = try folder.objects("out.jsonl")
    let records = try folder.assigned("with.jsonl")
    #expect(records.count == 121)
    let without = records.count { $0["id"] is NSNull }
    #expect(sizes(themes) + without == 121)
    let shares = themes.reduce(0) { $0 + ($1["share"] as? Double ?? 0) }
    #expect(abs(shares - Double(121 - without) / 121) < 0.003)
    for theme in themes {
      let members = records.indices.filter {
        records[$0]["id"] as? String == theme["theme"] as? String
      }
      #expect(members.count == theme["size"] as? Int)
      #expect(Set(members.map { $0 % 4 }).count == 1, "one topic a theme")
      for i in members {
        #expect(records[i]["name"] as? String == theme["name"] as? String)
        let confidence = try #require(records[i]["confidence"] as? Double)
        #expect((0.2...1).contains(confidence))
      }
    }
    #expect(records[120]["reason"] as? String == "no_theme")
    #expect(records[120].keys.sorted() == ["id", "reason"])
    #expect(Set(themes.compactMap { $0["name"] as? String }).count == 4)
  }

  @Test(
    "without --k it says for which numbers halves agree; without -o themes go to standard output")
  func automatic() throws {
    folder.write(Tickets.lines(0..<120), to: "in.jsonl")
    let got = try folder.found("in.jsonl")
    let themes = try got.objects()
    #expect((4...8).contains(themes.count) && sizes(themes) <= 120)
    #expect(got.errors.hasPrefix("120 records: \(themes.count) themes, "), "\(got)")
    #expect(got.errors.contains("\nHalves of the records agree by number of themes (AMI): 2 0."))
    #expect(try folder.themes("- --model none", stdin: Tickets.lines(0..<120)).out == got.out)
  }

  @Test("the same bytes on one thread and two")
  func threads() throws {
    folder.write(Tickets.lines(0..<120), to: "in.jsonl")
    for n in [1, 2] {
      try folder.found(
        "in.jsonl -o out\(n).jsonl --assign with\(n).jsonl --html page\(n).html --threads \(n)")
    }
    for (one, two) in [
      ("out1.jsonl", "out2.jsonl"), ("with1.jsonl", "with2.jsonl"), ("page1.html", "page2.html"),
    ] {
      #expect(try folder.read(one) == folder.read(two), "\(one)")
    }
  }

  @Test("quotes and the page are without personal data, and so is standard error")
  func redacted() throws {
    folder.write(Tickets.lines(0..<120), to: "in.jsonl")
    let got = try folder.found("in.jsonl --k 4 -o out.jsonl --html page.html")
    let (themes, page) = (try folder.read("out.jsonl"), try folder.read("page.html"))
    #expect(themes.contains("[EMAIL_1]") && page.contains("[EMAIL_1]"))
    for text in [themes, page, got.errors] { #expect(!Tickets.areShown(in: text)) }
    #expect(page.hasPrefix("<!") && page.contains("</html>"))
  }

  @Test(
    "with a model a sample of each theme is tagged, and its tags are those of the records if they have any"
  )
  func tags() throws {
    folder.write(Tickets.lines(0..<60), to: "in.jsonl")
    let got = try folder.themes("in.jsonl --k 4 -o out.jsonl")
    try #require(got.status == 0, "\(got)")
    for theme in try folder.objects("out.jsonl") {
      let tags = try #require(theme["tags"] as? [String: Any])
      #expect(tags["count"] as? Int == theme["size"] as? Int)
      #expect(
        tags.keys.sorted() == ["count", "frustrated", "negative", "topic", "topic_share"])
    }
    let tagged = (0..<60).map { i in
      "{\"text\":\"\(Tickets.text(i))\",\"earshot\":{\"sentiment\":{\"label\":\"negative\"},\"topic\":{\"label\":\"a.b\"}}}\n"
    }
    folder.write(tagged.joined(), to: "tagged.jsonl")
    try folder.found("tagged.jsonl --k 4 -o out.jsonl")
    for theme in try folder.objects("out.jsonl") {
      let tags = try #require(theme["tags"] as? [String: Any])
      #expect(tags["negative"] as? Double == 1 && tags["topic"] as? String == "a.b")
    }
  }

  // MARK: - Records with their themes

  @Test("--assign keeps every field byte for byte and the other members of earshot")
  func assign() throws {
    let lines = (0..<45).map { i in
      let text = Tickets.text(i)
      return switch i % 3 {
      case 0: #"{ "id":"r\#(i)" , "n":1.50, "e":"caf\u00e9", "text":"\#(text)" }"#
      case 1: #"{"earshot":{"topic":{"label":"billing","confidence":0.90}},"text":"\#(text)"}"#
      default: #"{"text":"\#(text)","earshot":{"theme":{"id":"T77"},"x":1e3},"z":[1, 2]}"#
      }
    }
    folder.write(lines.joined(separator: "\n") + "\n\n", to: "in.jsonl")
    try folder.found("in.jsonl --k 4 -o out.jsonl --assign with.jsonl")
    let written = try folder.read("with.jsonl").split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(written.count == 46 && written.last == "")
    for (i, (line, out)) in zip(lines, written).enumerated() {
      let start = try #require(out.range(of: #""theme":{"id":"T"#))
      let end = try #require(out[start.upperBound...].firstIndex(of: "}"))
      let theme = String(out[start.lowerBound...end])
      #expect(
        theme.wholeMatch(of: /"theme":{"id":"T[1-4]","name":"[^"]+","confidence":[01]\.\d{3}}/)
          != nil)
      let expected =
        switch i % 3 {
        case 0: String(line.dropLast()) + #","earshot":{\#(theme)}}"#
        case 1: line.replacingOccurrences(of: "0.90}}", with: "0.90},\(theme)}")
        default:
          line.replacingOccurrences(
            of: #""theme":{"id":"T77"},"x":1e3}"#, with: #""x":1e3,\#(theme)}"#)
        }
      #expect(out == expected)
    }
  }

  @Test("a table stays a table, with columns for the theme")
  func table() throws {
    let rows = (0..<40).map { "r\($0),\"\(Tickets.text($0))\",1.50" } + ["e,,2"]
    folder.write("id,text,n\n" + rows.joined(separator: "\n") + "\n", to: "in.csv")
    try folder.found("in.csv --k 4 -o out.jsonl --assign with.csv")
    let written = try folder.read("with.csv").split(separator: "\n")
    #expect(
      written.first
        == "id,text,n,earshot_theme,earshot_theme_name,earshot_theme_confidence,earshot_theme_reason,earshot_error,earshot_input"
    )
    #expect(written.count == 42 && written.last == "e,,2,,,,no_theme,,")
    for (row, out) in zip(rows.dropLast(), written.dropFirst()) {
      #expect(
        out.hasPrefix(row + ",T")
          && out.dropFirst(row.count).wholeMatch(of: /,T[1-4],("[^"]+"|[^",]+),[01]\.\d{3},,,/)
            != nil,
        "\(out)")
    }
  }

  // MARK: - Bad input

  @Test("one record is one theme")
  func oneRecord() throws {
    folder.write(Tickets.line(1), to: "in.jsonl")
    for k in ["auto", "1", "7"] {
      try folder.found("in.jsonl --k \(k) -o out.jsonl --assign with.jsonl --html page.html")
      let themes = try folder.objects("out.jsonl")
      #expect(themes.count == 1 && themes[0]["size"] as? Int == 1, "k \(k)")
      #expect(themes[0]["share"] as? Double == 1)
      #expect(try folder.assigned("with.jsonl")[0]["id"] as? String == "T1")
    }
  }

  @Test("records that are all equal are one theme, which says that it is one text")
  func allEqual() throws {
    folder.write((0..<200).map { Tickets.line($0, Tickets.text(1)) }.joined(), to: "in.jsonl")
    for k in ["auto", "5"] {
      let got = try folder.found("in.jsonl --k \(k) -o out.jsonl")
      let themes = try folder.objects("out.jsonl")
      #expect(themes.count == 1 && themes[0]["size"] as? Int == 200, "k \(k)")
      #expect(themes[0]["distinct"] as? Int == 1 && themes[0]["repeated"] as? Double == 1)
      #expect(got.errors.contains("\n199 near copies of other records counted once"))
      #expect(got.errors.hasSuffix("  (mostly one text)\n"), "\(got)")
    }
  }

  @Test("fewer texts than k give a theme each")
  func fewerThanK() throws {
    folder.write(Tickets.lines(0..<3), to: "in.jsonl")
    try folder.found("in.jsonl --k 10 -o out.jsonl")
    #expect(ids(try folder.objects("out.jsonl")) == ["T1", "T2", "T3"])
  }

  @Test("k = 1 is one theme of all")
  func one() throws {
    folder.write(Tickets.lines(0..<40), to: "in.jsonl")
    try folder.found("in.jsonl --k 1 -o out.jsonl")
    let themes = try folder.objects("out.jsonl")
    #expect(themes.count == 1 && themes[0]["size"] as? Int == 40)
  }

  @Test("texts without a word have no theme, alone or among others")
  func noWords() throws {
    let empty = ["", " ", "...", "-", "?!", "\\n\\t"]
    folder.write(empty.enumerated().map { Tickets.line($0, $1) }.joined(), to: "empty.jsonl")
    let got = try folder.found("empty.jsonl -o out.jsonl --assign with.jsonl --html page.html")
    #expect(
      got.errors
        == "6 records: 0 themes, 6 (100.0 %) without one, 6 of them without a known word; seed 1.\n"
    )
    #expect(try folder.read("out.jsonl") == "")
    #expect(try folder.read("page.html").contains("</html>"))
    #expect(try folder.assigned("with.jsonl").allSatisfy { $0["id"] is NSNull })
    let more = empty.enumerated().map { Tickets.line(40 + $0, $1) }.joined()
    folder.write(Tickets.lines(0..<40) + more, to: "mixed.jsonl")
    try folder.found("mixed.jsonl --k 4 -o out.jsonl --assign with.jsonl")
    #expect(try folder.assigned("with.jsonl")[40...].allSatisfy { $0["id"] is NSNull })
  }

  @Test("no record at all is no theme, and no failure")
  func noRecords() throws {
    folder.write("", to: "in.jsonl")
    folder.write("id,text\n", to: "in.csv")
    for name in ["in.jsonl", "in.csv"] {
      let got = try folder.found("\(name) -o out.jsonl --assign with.csv --html page.html")
      #expect(got.errors == "0 records: 0 themes, 0 (0.0 %) without one; seed 1.\n")
      #expect(try folder.read("out.jsonl") == "")
      #expect(try folder.read("page.html").contains("</html>"))
    }
    #expect(
      try folder.read("with.csv")
        == "id,text,earshot_theme,earshot_theme_name,earshot_theme_confidence,earshot_theme_reason,earshot_error,earshot_input\n"
    )
  }

  @Test("lines that are no JSON are left out and reported; themes are those of the others")
  func broken() throws {
    folder.write(
      Tickets.lines(0..<40) + "{\"text\":\n[1\n" + Tickets.lines(40..<80), to: "in.jsonl")
    let got = try folder.found("in.jsonl --k 4 -o out.jsonl --assign with.jsonl", status: 3)
    #expect(
      got.errors.hasSuffix(
        "\nearshot: 2 records could not be read and were left out; see `earshot inspect`.\n"))
    #expect(sizes(try folder.objects("out.jsonl")) == 80)
    let records = try folder.objects("with.jsonl").compactMap { $0["earshot"] as? [String: Any] }
    #expect(records.count == 82 && records.count { $0["error"] != nil } == 2)
    let failing = try folder.themes("in.jsonl --k 4 --model none -o no.jsonl --on-error fail")
    #expect(failing.status == 1 && !folder.names.contains("no.jsonl"), "\(failing)")
  }

  @Test("emoji, Japanese and Spanish")
  func languages() throws {
    let texts = [
      "荷物がまだ届きません。", "😀😀🎉", "¿Dónde está mi paquete?", "🤬 my parcel is late again",
      "返金してください", "no puedo entrar en mi cuenta",
    ]
    folder.write(
      (0..<60).map { Tickets.line($0, texts[$0 % 6] + ["", " hoy", " now", " 今日"][$0 / 6 % 4]) }
        .joined(), to: "in.jsonl")
    for k in ["auto", "3"] {
      try folder.found("in.jsonl --k \(k) -o out.jsonl --assign with.jsonl --html page.html")
      let themes = try folder.objects("out.jsonl")
      let without = try folder.assigned("with.jsonl").count { $0["id"] is NSNull }
      #expect(!themes.isEmpty && sizes(themes) + without == 60)
    }
  }

  @Test("times that can't be read, or lie in 1969 and 9999")
  func times() throws {
    let times = [
      #""1969-12-31T23:59:59Z""#, #""9999-12-31T23:59:59Z""#, #""yesterday""#, #""""#,
      #""2026-11-22""#, "null", "1e300", #""2026-02-30T00:00:00Z""#,
    ]
    folder.write(
      (0..<64).map {
        #"{"text":"\#(Tickets.text($0))","created_at":\#(times[($0 / 4) % times.count])}"# + "\n"
      }.joined(), to: "in.jsonl")
    let got = try folder.found("in.jsonl --k 4 -o out.jsonl --html page.html")
    #expect(
      got.errors.contains(/\n\d+ times could not be read; trends are without them\.\n/), "\(got)")
    for theme in try folder.objects("out.jsonl") {
      let trend = try #require(theme["trend"] as? [[String: Any]])
      #expect(trend.count <= 520)
      #expect(
        trend.allSatisfy {
          ($0["from"] as? String)?.count == 10 && ($0["count"] as? Int ?? -1) >= 0
        })
    }
  }

  // MARK: - Outputs that can't be written

  @Test("a full disk is named, whichever output it is")
  func fullDisk() throws {
    folder.write(Tickets.lines(0..<20), to: "in.jsonl")
    for output in ["-o", "-o out.jsonl --html", "-o out.jsonl --assign"] {
      let got = try folder.themes("in.jsonl --k 2 --model none \(output) /dev/full")
      #expect(got.status == 1)
      #expect(
        got.errors == "earshot: /dev/full: the disk is full. Free some space and run again.\n")
    }
  }

  @Test("a reader that closes the pipe ends it quietly")
  func closedPipe() throws {
    folder.write(Tickets.lines(0..<40), to: "in.jsonl")
    let got = try folder.shell(
      "($earshot themes in.jsonl --k 4 --model none; echo status $? >&2) | true; sleep 1")
    #expect(got.errors.hasSuffix("status 0\n") && !got.errors.contains("earshot:"), "\(got)")
  }

  @Test("an output that is an input, or another output, is refused before anything is written")
  func sameFile() throws {
    folder.write(Tickets.lines(0..<20), to: "in.jsonl")
    for line in ["-o in.jsonl", "-o out --assign ./in.jsonl", "-o out --workspace in.jsonl"] {
      let got = try folder.themes("in.jsonl --model none \(line)")
      #expect(
        got.errors.hasSuffix(
          "in.jsonl: this file is read and can't be written to. Choose another name.\n")
          && got.status == 1, "\(got)")
    }
    #expect(try folder.read("in.jsonl") == Tickets.lines(0..<20))
    #expect(folder.names == ["in.jsonl"])
  }

  @Test(
    "mistakes of usage",
    arguments: [
      ("", "Name a file of records, or - for standard input."),
      ("- -", "Standard input can be read only once."),
      ("in.jsonl --k 0", #"--k: "0" is neither auto nor a number from 1 to 2000."#),
      ("in.jsonl --k x", #"--k: "x" is neither auto nor a number from 1 to 2000."#),
      ("in.jsonl --k 2001", #"--k: "2001" is neither auto nor a number from 1 to 2000."#),
      (
        "- --assign a.jsonl",
        "--assign reads its input twice: name a file instead of standard input."
      ),
      ("in.jsonl --keep-text", "--keep-text goes with --workspace."),
      ("in.jsonl --sample 99", "--sample: 99 is not between 100 and 200000."),
      ("in.jsonl --html -", "--html: name a file; standard output is for the themes."),
      ("in.jsonl --assign -", "--assign: name a file; standard output is for the themes."),
      ("assign - --workspace w", "The input is read twice: name a file instead of standard input."),
      (
        "adopt T1 --topic Refund in.jsonl --workspace w -o a.jsonl",
        #"--topic: "Refund" is no key of a topic. Expected area.topic in small letters, as billing.refund_status."#
      ),
      (
        "adopt T1 --topic a.b in.jsonl --workspace w -o a.jsonl --least-confidence 2",
        "--least-confidence: 2.0 is not between 0 and 1."
      ),
    ])
  func usage(line: String, message: String) throws {
    let got = try folder.themes(line)
    #expect(got.status == 64 && got.errors.hasPrefix("Error: \(message)\n"), "\(got)")
    #expect(folder.names.isEmpty)
  }
}

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
    #expect(history.count { $0.contains("  run 2  T") && $0.contains(" kept: ") } == 4)
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
        For the taxonomy:
          - key: billing.refund_status
            title: "Refunds"
            definition: "Texts about: 
        """), "\(got)")
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
