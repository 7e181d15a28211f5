import Foundation
import Testing

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
    "without --k it says why so many; without -o themes go to standard output")
  func automatic() throws {
    folder.write(Tickets.lines(0..<120), to: "in.jsonl")
    let got = try folder.found("in.jsonl --html page.html")
    let themes = try got.objects()
    #expect((4...8).contains(themes.count) && sizes(themes) <= 120)
    #expect(got.errors.hasPrefix("120 records: \(themes.count) themes, "), "\(got)")
    #expect(
      got.errors.contains(
        /\n\d+ was chosen: halves of the records agree on such themes to 0\.\d\d of 1\.\n/),
      "\(got.errors)")
    #expect(
      try folder.read("page.html").replacing("<wbr>", with: "").contains(
        #/How far themes of two halves of the records agree, by their number \(adjusted mutual information, 1 at most; \d+ was chosen\): 2 \d\.\d\d, /#
      ))
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
