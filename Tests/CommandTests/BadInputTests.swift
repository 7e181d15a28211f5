import Foundation
import Testing

/// Input as it really arrives: each case has its sentence and its exit status, and nothing is lost.
@Suite struct BadInputTests {
  let folder = Folder()

  private func tag(_ file: String, _ more: String = "") throws -> Outcome {
    try folder.shell("$earshot tag \(file) --model $model \(more)")
  }

  /// `line code message` of each record that was reported as an error.
  private func reported(_ outcome: Outcome) throws -> [String] {
    try outcome.objects().compactMap { object in
      guard let error = (object["earshot"] as? [String: Any])?["error"] as? [String: Any] else {
        return nil
      }
      return "\(error["line"]!) \(error["code"]!) \(error["message"]!)"
    }
  }

  // MARK: - Nothing there

  @Test("an empty file gives no records, says so, and is no failure")
  func emptyFile() throws {
    folder.write("", to: "in.csv")
    let got = try tag("in.csv")
    #expect(got.out.isEmpty && got.status == 0, "\(got)")
    #expect(got.errors == "earshot: there was no record to tag in in.csv.\n")
  }

  @Test("a table of a header alone gives a table of a header alone")
  func headerOnly() throws {
    folder.write("id,text\n", to: "in.csv")
    let got = try tag("in.csv", "--to csv")
    #expect(
      got.text
        == "id,text,earshot_topic,earshot_topic_confidence,earshot_topic_decision,earshot_topic_reason,earshot_topic_alternatives,earshot_model,earshot_error,earshot_input\n"
    )
    #expect(got.errors == "earshot: there was no record to tag in in.csv.\n" && got.status == 0)
  }

  @Test("a file that is not there, and a folder")
  func noFile() throws {
    try FileManager.default.createDirectory(
      atPath: folder.path("sub"), withIntermediateDirectories: true)
    let missing = try tag("nope.csv", "-o out.jsonl")
    #expect(missing.errors == "earshot: nope.csv: no such file.\n" && missing.status == 1)
    let sub = try tag("sub")
    #expect(sub.errors == "earshot: sub: is a folder. Name the files in it instead.\n")
    #expect(sub.status == 1)
    #expect(folder.names == ["sub"], "nothing is left behind")
  }

  @Test("a file that may not be read, a folder that may not be written to")
  func noPermission() throws {
    folder.write("id,text\n1,a\n", to: "closed.csv")
    folder.write("id,text\n1,a\n", to: "open.csv")
    chmod(folder.path("closed.csv"), 0)
    // The superuser may do everything, so the program runs as somebody else.
    let other = geteuid() == 0 ? "setpriv --reuid 65534 --regid 65534 --clear-groups " : ""
    guard try folder.shell("\(other)$earshot --version").status == 0 else {
      return  // the checkout lies where nobody else may go
    }
    chmod(folder.path, 0o555)
    defer { chmod(folder.path, 0o755) }
    let read = try folder.shell("\(other)$earshot tag closed.csv --model $model")
    #expect(read.errors == "earshot: closed.csv: no permission to read it.\n")
    let write = try folder.shell("\(other)$earshot tag open.csv --model $model -o out.jsonl")
    #expect(write.errors == "earshot: out.jsonl: no permission to write there.\n")
    for got in [read, write] { #expect(got.status == 1 && got.out.isEmpty, "\(got)") }
  }

  // MARK: - Tables

  @Test("a column that is missing is answered with the nearest one")
  func missingColumn() throws {
    folder.write("id,message\n1,a\n", to: "in.csv")
    let text = try tag("in.csv", "--text-field mesage")
    #expect(
      text.errors
        == "earshot: in.csv: no column \"mesage\". Did you mean \"message\"? The columns are id, message.\n"
    )
    #expect(text.status == 1)
    let filter = try tag("in.csv", "--where lang=en")
    #expect(
      filter.errors == "earshot: in.csv: no column \"lang\". The columns are id, message.\n")
    let label = try folder.shell("$earshot evaluate in.csv --model $model --label-field mesage")
    #expect(
      label.errors
        == "earshot: in.csv: no column \"mesage\". Did you mean \"message\"? The columns are id, message.\n"
    )
  }

  @Test("a table in which no column has the name of a text")
  func noTextColumn() throws {
    folder.write("a,b\n1,2\n", to: "in.csv")
    let got = try tag("in.csv")
    #expect(
      got.errors
        == "earshot: in.csv: no column looks like text by its name. The columns are a, b. Use --text-field to name one.\n"
    )
    #expect(got.status == 1)
  }

  @Test("a quote that is never closed costs only its own line")
  func unclosedQuote() throws {
    folder.write("id,text\n1,a\n2,\"b\n3,c\n4,d\n", to: "in.csv")
    let got = try tag("in.csv")
    #expect(
      try reported(got) == [
        "3 unclosed_quote The quote that opens on line 3 is never closed. Reading goes on with line 4."
      ])
    #expect(got.lines.count == 4 && got.status == 3, "\(got)")
    #expect(
      got.errors
        == "earshot: 1 of 4 records could not be read and was reported as an error in the output.\n"
    )
  }

  @Test("rows of unequal length are reported with both lengths")
  func unequalRows() throws {
    folder.write("id,text\n1,a\n2,b,c\n3\n4,d\n", to: "in.csv")
    let got = try tag("in.csv")
    #expect(
      try reported(got) == [
        "3 unequal_row The row has 3 cells, the header has 2. A cell with the separator in it needs quotes.",
        "4 unequal_row The row has 1 cell, the header has 2. A cell with the separator in it needs quotes.",
      ])
    #expect(got.lines.count == 4 && got.status == 3, "\(got)")
    #expect(got.text.contains(#""input":"2,b,c""#))
  }

  @Test("bad rows of a table stay in the table, with their error and input")
  func badRowsInTables() throws {
    folder.write("id,text\n1,a,b\n", to: "in.csv")
    let got = try tag("in.csv", "--to csv")
    #expect(
      got.lines.last
        == "1,a,,,,,,,\"unequal_row: The row has 3 cells, the header has 2. A cell with the separator in it needs quotes.\",\"1,a,b\"",
      "\(got)")
    #expect(got.status == 3)
  }

  // MARK: - Encodings

  @Test("a record that is not UTF-8 is reported with its bytes; --encoding reads it")
  func invalidUTF8() throws {
    folder.write(
      Data("{\"id\":1,\"text\":\"caf".utf8) + [0xE9] + Data("\"}\n{\"text\":\"a\"}\n".utf8),
      to: "in.jsonl")
    let got = try tag("in.jsonl")
    #expect(
      try reported(got) == [
        "1 invalid_utf8 Not UTF-8 at byte 20. Use --encoding to name another encoding."
      ])
    #expect(got.text.contains(#""input_base64":"eyJpZCI6MSwidGV4dCI6ImNhZukifQ==""#), "\(got)")
    #expect(got.lines.count == 2 && got.status == 3)
    let latin = try tag("in.jsonl", "--encoding latin1")
    #expect(latin.status == 0 && latin.text.contains(#""text":"café""#), "\(latin)")
  }

  @Test(
    "UTF-16 with a byte order mark is read",
    arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian])
  func utf16(encoding: String.Encoding) throws {
    folder.write("\u{FEFF}id,text\n1,my café parcel is late\n".data(using: encoding)!, to: "in.csv")
    let got = try tag("in.csv")
    #expect(got.status == 0 && got.text.contains(#""text":"my café parcel is late""#), "\(got)")
  }

  @Test("NUL bytes: kept in a table, an error in JSON where they must be escaped")
  func nulBytes() throws {
    folder.write("id,text\n1,a\u{0}b\n", to: "in.csv")
    let table = try tag("in.csv")
    #expect(table.status == 0 && table.text.contains(#""text":"a\u0000b""#), "\(table)")
    folder.write("{\"text\":\"a\u{0}b\"}\n{\"text\":\"a\"}\n", to: "in.jsonl")
    let got = try tag("in.jsonl")
    #expect(
      try reported(got) == [
        "1 invalid_json Not valid JSON at byte 11: expected control characters written as escapes."
      ])
    #expect(got.lines.count == 2 && got.status == 3)
  }

  @Test("a line of 20 MiB is reported, and what follows is tagged")
  func longLine() throws {
    let length = 20 << 20
    folder.write(
      Data(#"{"text":""#.utf8) + Data(repeating: 0x61, count: length - 11) + Data("\"}\n".utf8)
        + Data(#"{"text":"late"}"#.utf8), to: "in.jsonl")
    let got = try tag("in.jsonl")
    #expect(
      try reported(got) == [
        "1 record_too_long The record is 20,971,520 bytes long, the limit is 16 MiB."
      ])
    #expect(got.lines.count == 2 && got.status == 3 && got.out.count < 1000)
  }

  // MARK: - JSON

  @Test("JSON that is cut off: the last record is reported")
  func cutOff() throws {
    folder.write(#"{"text":"a"}"# + "\n" + #"{"text":"b"#, to: "in.jsonl")
    let lines = try tag("in.jsonl")
    #expect(
      try reported(lines) == ["2 invalid_json The JSON ends too early: expected a closing quote."])
    folder.write("[\n" + #"{"text":"a"},"# + "\n" + #"{"text":"b"#, to: "in.json")
    let array = try tag("in.json")
    #expect(
      try reported(array) == ["3 invalid_json The JSON ends too early: expected a closing quote."])
    folder.write("[\n" + #"{"text":"a"}"# + "\n", to: "open.json")
    let open = try tag("open.json")
    #expect(
      try reported(open).map { $0.drop { $0 != " " } } == [
        " invalid_json The JSON around the records ends too early: expected a comma or a closing bracket. The file may be cut off."
      ])
    for got in [lines, array, open] { #expect(got.lines.count == 2 && got.status == 3, "\(got)") }
  }

  @Test("JSON nested 10,000 deep is reported, not followed")
  func deep() throws {
    let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
    folder.write(#"{"text":"a","d":\#(deep)}"# + "\n" + #"{"text":"a"}"# + "\n", to: "in.jsonl")
    let got = try tag("in.jsonl")
    #expect(try reported(got) == ["1 too_deep The JSON is nested deeper than 1,000 levels."])
    #expect(got.lines.count == 2 && got.status == 3)
  }

  @Test("of keys that stand twice the last is read, and both are kept")
  func duplicateKeys() throws {
    folder.write(#"{"text":"refund my money","text":"the parcel is late"}"# + "\n", to: "in.jsonl")
    let got = try tag("in.jsonl")
    #expect(got.status == 0)
    #expect(
      got.text.hasPrefix(#"{"text":"refund my money","text":"the parcel is late","earshot":"#))
    #expect(got.text.contains(#""label":"delivery.late""#), "\(got)")
  }

  @Test("JSON that is no record, and records without a text")
  func noRecord() throws {
    folder.write("[1]\n5\n{}\n" + #"{"id":1}"# + "\n" + #"{"text":null}"# + "\n", to: "in.jsonl")
    let got = try tag("in.jsonl", "--from jsonl --text-field text")
    #expect(
      try reported(got) == [
        "1 not_an_object Expected a JSON object, found a list.",
        "2 not_an_object Expected a JSON object, found a number.",
        "3 missing_text None of the text fields is there: expected \"text\" to hold text. Use --text-field to name another field.",
        "4 missing_text None of the text fields is there: expected \"text\" to hold text. Use --text-field to name another field.",
      ])
    #expect(got.lines.last?.contains(#""label":null,"reason":"empty_text""#) == true, "\(got)")
    #expect(got.status == 3)
  }

  @Test("gzip that is cut off: what can be read is tagged, then the run fails")
  func cutGzip() throws {
    folder.write(TinyModel.jsonLines, to: "in.jsonl")
    let made = try folder.shell("gzip -c in.jsonl > all.gz; head -c 2000 all.gz > cut.gz")
    #expect(made.status == 0)
    let got = try tag("cut.gz")
    #expect(got.status == 1 && got.lines.count > 1, "\(got)")
    #expect(
      got.errors
        == "earshot: cut.gz: gzip ends early at byte 2,000. The records before it were read; copy or download the file again.\n"
    )
    let file = try tag("cut.gz", "-o out.jsonl")
    #expect(
      file.errors.hasSuffix(" What was tagged before that is in out.jsonl.partial.\n"), "\(file)")
    #expect(try folder.read("out.jsonl.partial") == got.text)
  }

  @Test("gzip that is cut off while other threads tag: the same records come out, none is lost")
  func cutGzipReadAhead() throws {
    let lines = (0..<3000).map { #"{"id":"\#($0)","text":"parcel \#($0 * 7919 % 1000) is late"}"# }
    folder.write(lines.joined(separator: "\n"), to: "in.jsonl")
    let made = try folder.shell("gzip -c in.jsonl > all.gz; head -c 9000 all.gz > cut.gz")
    #expect(made.status == 0)
    let got = try tag("cut.gz", "--threads 1")
    #expect(got.status == 1 && (1000..<2999).contains(got.lines.count), "\(got.lines.count)")
    for options in ["--threads 2", "--threads 2 --batch 100", "--threads 3 --batch 1000"] {
      let same = try tag("cut.gz", options)
      #expect(same.text == got.text && same.errors == got.errors && same.status == 1)
    }
  }

  @Test("a bad record of a later batch ends the run after the records before it, on any threads")
  func laterBadRecord() throws {
    let good = (0..<3000).map { #"{"id":"\#($0)","text":"parcel \#($0 * 7919 % 1000) is late"}"# }
    // Within a batch of 200, and the first of one.
    for bad in [2500, 2400] {
      folder.write(good[..<bad].joined(separator: "\n"), to: "good.jsonl")
      let before = try tag("good.jsonl")
      var lines = good
      lines[bad] = "{bad"
      folder.write(lines.joined(separator: "\n"), to: "in.jsonl")
      for options in ["--threads 1 --batch 200", "--threads 2 --batch 200", "--threads 3"] {
        let got = try tag("in.jsonl", "--on-error fail " + options)
        #expect(
          got.status == 1 && got.errors.hasPrefix("earshot: in.jsonl:\(bad + 1): "), "\(got.errors)"
        )
        #expect(got.text == before.text)
      }
    }
  }

  @Test(
    "an output that can't grow while other threads tag: an error, what was written is kept, --resume completes it"
  )
  func noRoomMeanwhile() throws {
    let lines = (0..<3000).map { #"{"id":"\#($0)","text":"parcel \#($0 * 7919 % 1000) is late"}"# }
    folder.write(lines.joined(separator: "\n"), to: "in.jsonl")
    let whole = try tag("in.jsonl", "--threads 1")
    let run = "$earshot tag in.jsonl --model $model --threads 2 --batch 200 -o out.jsonl"
    let got = try folder.shell("ulimit -f 200; \(run)")
    #expect(got.status == 1)
    #expect(got.errors == "earshot: out.jsonl: cannot be written (File too large).\n")
    let kept = try folder.read("out.jsonl.partial")
    #expect(!kept.isEmpty && whole.text.hasPrefix(kept))
    let resumed = try folder.shell("\(run) --resume")
    #expect(resumed.status == 0 && resumed.errors == "")
    #expect(try folder.read("out.jsonl") == whole.text)
  }

  @Test("records of a pipe are tagged while it stays open")
  func openPipe() throws {
    // The writer goes on only when all of its records so far have an answer. "-" is no file.
    folder.write("x", to: "-")
    let lines = (0..<9000).map { #"{"id":"\#($0)","text":"parcel \#($0 * 7919 % 1000) is late"}"# }
    folder.write(lines.joined(separator: "\n") + "\n", to: "in.jsonl")
    let got = try folder.shell(
      """
      { cat in.jsonl; n=0
        until [ "$(wc -l < out.jsonl)" -ge 9000 ]; do
          n=$((n + 1)); [ $n -lt 300 ] || { echo late > late; break; }; sleep 0.1
        done
        tail -n 1 in.jsonl
      } | $earshot tag - --model $model --threads 2 > out.jsonl
      wc -l < out.jsonl; ls
      """)
    #expect(got.text == "9001\n-\nin.jsonl\nout.jsonl\n", "\(got)")
  }

  // MARK: - --on-error

  @Test("emit reports bad records in the output, skip only counts them, fail ends the run")
  func onError() throws {
    folder.write("id,text\n1,a\n2\n3,c\n4\n", to: "in.csv")
    let emit = try tag("in.csv", "--on-error emit")
    #expect(emit.lines.count == 4 && emit.status == 3)
    #expect(
      emit.errors
        == "earshot: 2 of 4 records could not be read and were reported as errors in the output.\n")
    let skip = try tag("in.csv", "--on-error skip")
    #expect(skip.lines.count == 2 && skip.status == 3)
    #expect(skip.errors == "earshot: 2 of 4 records could not be read and were skipped.\n")
    let fail = try tag("in.csv", "--on-error fail -o out.jsonl")
    #expect(fail.status == 1)
    #expect(
      fail.errors
        == "earshot: in.csv:3: The row has 1 cell, the header has 2. A cell with the separator in it needs quotes.\n"
    )
    #expect(folder.names == ["in.csv"], "a run that failed leaves no output")
  }

  @Test("inspect shows the most frequent problem first, with commas in numbers, each time alike")
  func problemOrder() throws {
    folder.write(
      "[1]\nno json\n" + String(repeating: "{}\n", count: 1000)
        + String(repeating: "no json\n", count: 2), to: "in.jsonl")
    let got = try folder.shell("$earshot inspect in.jsonl --text-field text")
    let shown = got.lines.filter { $0.hasPrefix("  problem") }.map { line in
      line.split(separator: " ").dropFirst().prefix(3).joined(separator: " ")
    }
    #expect(
      shown == ["1,000 × missing_text,", "3 × invalid_json,", "1 × not_an_object,"], "\(got)")
  }
}
