import Foundation
import Testing

/// What `tag` writes is the same however the work is cut up, and every input field comes through.
@Suite struct TagTests {
  let folder = Folder()

  @Test("threads, batch size and where the input is cut change no byte of the output")
  func sameBytes() throws {
    let model = try TinyModel.path()
    let lines = TinyModel.jsonLines
    folder.write(lines, to: "all.jsonl")
    let half = lines.split(separator: "\n", omittingEmptySubsequences: false)
    folder.write(half[..<111].joined(separator: "\n") + "\n", to: "a.jsonl")
    folder.write(half[111...].joined(separator: "\n"), to: "b.jsonl")
    let expected = try folder.run("tag", "all.jsonl", "--model", model, "--threads", "1")
    #expect(expected.status == 0 && expected.errors == "", "\(expected)")
    #expect(expected.lines.count == 300)
    for arguments in [
      ["--threads", "2"], ["--batch", "1"], ["--batch", "7", "--threads", "3"],
      ["--batch", "8192"],
    ] {
      let got = try folder.shell(
        #"$earshot tag all.jsonl --model $model "# + arguments.joined(separator: " "))
      #expect(got.out == expected.out, "\(arguments): \(got)")
    }
    let cut = try folder.run("tag", "a.jsonl", "b.jsonl", "--model", model)
    #expect(cut.out == expected.out, "\(cut)")
    let parts = try folder.shell(
      "$earshot tag a.jsonl --model $model; $earshot tag - --model $model < b.jsonl")
    #expect(parts.out == expected.out, "\(parts)")
    let filtered = try folder.shell("$earshot filter --model $model < all.jsonl")
    #expect(filtered.out == expected.out, "\(filtered)")
  }

  @Test("a record keeps its fields, their order and the way numbers are written")
  func passThrough() throws {
    let record =
      #"{"z":1.0e0,"text":"my parcel is late","n":123456789012345678901234567890,"u":"\u00e9","a":[1, 2 ,{"b":null}]}"#
    folder.write(record + "\n", to: "one.jsonl")
    let got = try folder.run("tag", "one.jsonl", "--model", TinyModel.path())
    #expect(
      got.text.hasPrefix(record.dropLast() + #","earshot":{"schema":1,"model":"tiny@1.0.0+"#),
      "\(got)")
  }

  @Test("an earshot key that is there is replaced in place")
  func replaced() throws {
    folder.write(#"{"earshot":{"old":1},"text":"my parcel is late"}"# + "\n", to: "one.jsonl")
    let got = try folder.run("tag", "one.jsonl", "--model", TinyModel.path())
    #expect(got.text.hasPrefix(#"{"earshot":{"schema":1,"#), "\(got)")
    #expect(got.text.hasSuffix(#"]}},"text":"my parcel is late"}"# + "\n"), "\(got)")
    #expect(!got.text.contains("old"))
  }

  @Test("CSV in, CSV out: the cells as they were, our columns behind them")
  func tables() throws {
    folder.write(
      "id;\"the text\";note\r\n1;\"my parcel; is late\";\"a \"\"b\"\"\"\r\n2;;x\r\n", to: "in.csv")
    let got = try folder.run(
      "tag", "in.csv", "--model", TinyModel.path(), "--text-field", "the text", "-o", "out.csv")
    #expect(got.status == 0 && got.out.isEmpty && got.errors == "", "\(got)")
    let rows = try folder.read("out.csv").split(separator: "\r\n").map(String.init)
    try #require(rows.count == 3, "\(rows)")
    #expect(
      rows[0]
        == "id;\"the text\";note;earshot_topic;earshot_topic_confidence;earshot_topic_decision;earshot_topic_reason;earshot_topic_alternatives;earshot_model;earshot_error;earshot_input"
    )
    #expect(rows[1].hasPrefix("1;\"my parcel; is late\";\"a \"\"b\"\"\";delivery.late;0."))
    #expect(rows[2].hasPrefix("2;;x;;;review;empty_text;;tiny@1.0.0+"))
    #expect(folder.names == ["in.csv", "out.csv"], "nothing is left beside the output")
  }

  @Test("gzip is read by content, whatever the name")
  func gzip() throws {
    folder.write("id,text\n1,my parcel is late\n", to: "plain.csv")
    let got = try folder.shell(
      """
      gzip -c plain.csv > odd.name; $earshot tag plain.csv --model $model > a
      $earshot tag odd.name --model $model > b; cmp a b && wc -l < b
      """)
    #expect(got.text == "1\n" && got.status == 0, "\(got)")
  }

  @Test("--where takes only the records that match, all conditions together")
  func conditions() throws {
    folder.write("id,text,a,b\n1,x,1,1\n2,x,1,2\n3,x,2,2\n", to: "in.csv")
    let got = try folder.run(
      "tag", "in.csv", "--model", TinyModel.path(), "--where", "a=1", "--where", "b=2")
    #expect(try got.objects().map { $0["id"] as? String } == ["2"], "\(got)")
  }

  @Test("several text fields are read as one text with a blank line between")
  func textFields() throws {
    folder.write(
      #"{"s":"refund","t":"my parcel"}"# + "\n" + #"{"j":"refund\n\nmy parcel"}"# + "\n",
      to: "in.jsonl")
    let got = try folder.run(
      "tag", "in.jsonl", "--model", TinyModel.path(), "--text-field", "s,t", "--where", "s=refund")
    let joined = try folder.run(
      "tag", "in.jsonl", "--model", TinyModel.path(), "--text-field", "j", "--where",
      "j=refund\n\nmy parcel")
    let answers = [got, joined].map { $0.text.components(separatedBy: #","earshot":"#).last ?? "" }
    #expect(answers[0] == answers[1], "\(got)\n\(joined)")
    #expect(answers[0].contains(#""label":"billing.refund""#))
  }

  @Test("--evidence names words of the text, counted in Unicode scalars")
  func evidence() throws {
    folder.write(#"{"text":"😀é my password fails"}"# + "\n", to: "in.jsonl")
    let got = try folder.run("tag", "in.jsonl", "--model", TinyModel.path(), "--evidence")
    let topic = try #require(
      (try got.objects()[0]["earshot"] as? [String: Any])?["topic"] as? [String: Any])
    let evidence = try #require(topic["evidence"] as? [[String: Any]], "\(got)")
    let scalars = Array("😀é my password fails".unicodeScalars)
    let words = evidence.map { item -> String in
      let (start, end) = (item["start"] as! Int, item["end"] as! Int)
      return String(String.UnicodeScalarView(scalars[start..<end]))
    }
    #expect(words.contains("password"), "\(words)")
    #expect(Set(words).isSubset(of: ["😀", "é", "my", "password", "fails"]), "\(words)")
  }

  @Test("--excel writes a byte order mark, CR LF, and no cell that runs as a formula")
  func excel() throws {
    folder.write("id,text\n=1+2,my parcel is late\n", to: "in.csv")
    let got = try folder.run(
      "tag", "in.csv", "--model", TinyModel.path(), "-o", "out.csv", "--excel")
    let text = try folder.read("out.csv")
    #expect(got.status == 0, "\(got)")
    #expect(Array(text.utf8.prefix(3)) == [0xEF, 0xBB, 0xBF])
    #expect(text.utf8.filter { $0 == 0x0A }.count == text.utf8.filter { $0 == 0x0D }.count)
    #expect(text.contains("\r\n'=1+2,") || text.contains("\r\n\"'=1+2\","), "\(text)")
  }

  @Test("--excel alone means a table, and does not go with JSON lines")
  func excelAlone() throws {
    folder.write("id,text\n1,my parcel is late\n", to: "in.csv")
    let got = try folder.run("tag", "in.csv", "--model", TinyModel.path(), "--excel")
    #expect(got.status == 0 && got.text.contains("earshot_topic"), "\(got)")
    let lines = try folder.run("tag", "in.csv", "--excel", "-o", "out.jsonl")
    #expect(lines.status == 64)
    #expect(
      lines.errors.hasPrefix("Error: --excel goes with a table: --to csv, or -o NAME.csv.\n"))
  }

  @Test("a mapping file says which field is what")
  func mapping() throws {
    folder.write("text: [what.head, what.body]\nid: key\n", to: "map.yaml")
    folder.write(
      #"{"key":7,"text":"refund refund","what":{"head":"login","body":"my password fails"}}"#
        + "\n",
      to: "in.jsonl")
    let got = try folder.run(
      "tag", "in.jsonl", "--model", TinyModel.path(), "--mapping", "map.yaml")
    #expect(got.text.contains(#""label":"account.login""#), "\(got)")
  }

  @Test("a mistake in a mapping file is named with its line and the nearest key")
  func mappingMistake() throws {
    folder.write("id: key\ntex: body\n", to: "map.yaml")
    folder.write("{}\n", to: "in.jsonl")
    let got = try folder.run(
      "tag", "in.jsonl", "--model", TinyModel.path(), "--mapping", "map.yaml")
    #expect(
      got.errors
        == "earshot: map.yaml:2: there is no key \"tex\" in a mapping. Did you mean \"text\"?\n")
    #expect(got.status == 1)
  }

  @Test("tables with other columns can't share one table")
  func otherColumns() throws {
    folder.write("id,text\n1,a\n", to: "a.csv")
    folder.write("text\na\n", to: "b.csv")
    let got = try folder.run("tag", "a.csv", "b.csv", "--model", TinyModel.path(), "-o", "out.csv")
    #expect(
      got.errors
        == "earshot: b.csv: its columns differ from those of a.csv. Tables with other columns can't share one table: write JSON lines, or tag them one by one.\n"
    )
    #expect(got.status == 1 && folder.names == ["a.csv", "b.csv"], "\(got) \(folder.names)")
  }

  @Test(
    "tables with other separators or line ends can't share one table, but JSON lines",
    arguments: [("id;text\n2;b\n", "separators"), ("id,text\r\n2,b\r\n", "line ends")])
  func otherShape(second: String, difference: String) throws {
    folder.write("id,text\n1,a\n", to: "a.csv")
    folder.write(second, to: "b.csv")
    let got = try folder.shell("$earshot tag a.csv b.csv --model $model -o out.csv")
    #expect(
      got.errors
        == "earshot: b.csv: its \(difference) differ from those of a.csv. Tables with other \(difference) can't share one table: write JSON lines, or tag them one by one.\n"
    )
    #expect(got.status == 1 && folder.names == ["a.csv", "b.csv"], "\(got) \(folder.names)")
    let lines = try folder.shell("$earshot tag a.csv b.csv --model $model")
    #expect(lines.status == 0 && lines.lines.count == 2, "\(lines)")
  }

  @Test("line ends that differ are no hindrance where the output has its own")
  func ownLineEnds() throws {
    folder.write("id,text\n1,a\n", to: "a.csv")
    folder.write("id,text\r\n2,b\r\n", to: "b.csv")
    let got = try folder.shell("$earshot tag a.csv b.csv --model $model --excel")
    #expect(got.status == 0 && got.text.components(separatedBy: "\r\n").count == 4, "\(got)")
  }

  @Test("JSON with other keys can't share one table")
  func otherKeys() throws {
    folder.write(#"{"id":1,"text":"a"}"# + "\n", to: "a.jsonl")
    folder.write(#"{"text":"b"}"# + "\n", to: "b.jsonl")
    let got = try folder.shell("$earshot tag a.jsonl b.jsonl --model $model --to csv")
    #expect(
      got.errors.hasPrefix("earshot: b.jsonl: its columns differ from those of a.jsonl. "),
      "\(got)")
    #expect(got.status == 1)
  }
}
