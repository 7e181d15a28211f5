import Testing

@testable import EarshotRecords

@Suite("Reading tables")
struct TableReadingTests {
  @Test("a quoted cell may hold separators, quotes and line breaks")
  func quotedCells() throws {
    let reading = try Reading("id,text\n1,\"a, \"\"b\"\"\nc\"\n2,plain\n")
    #expect(reading.texts == ["a, \"b\"\nc", "plain"])
    #expect(reading.records.map(\.line) == [2, 4])
  }

  @Test("quotes inside an unquoted cell are kept literally")
  func literalQuotes() throws {
    #expect(try Reading("id,text\n1,5\" screen \"ok\"\n").texts == ["5\" screen \"ok\""])
  }

  @Test("lines may end in CR LF, in CR, or the last in nothing", arguments: ["\n", "\r\n", "\r"])
  func lineEnds(_ end: String) throws {
    let reading = try Reading("id,text\(end)1,a\(end)\(end)2,b")
    #expect(reading.texts == ["a", "b"])
    #expect(reading.records.map(\.line) == [2, 4])
  }

  @Test("the separator is found in the content", arguments: [",", ";", "\t", "|"])
  func separators(_ separator: String) throws {
    let rows = [["id", "text", "time"], ["1", "well", "x"], ["2", "so", "y"]]
    let reading = try Reading(rows.map { $0.joined(separator: separator) + "\n" }.joined())
    #expect(reading.texts == ["well", "so"])
    #expect(reading.plan.delimiter == Array(separator.utf8)[0])
    #expect(reading.plan.format == (separator == "\t" ? .tsv : .csv))
  }

  @Test("commas in texts do not hide a semicolon between cells")
  func semicolonWithCommas() throws {
    let reading = try Reading("id;text\n1;yes, no, well\n2;a, b\n3;c\n")
    #expect(reading.plan.delimiter == UInt8(ascii: ";"))
    #expect(reading.texts == ["yes, no, well", "a, b", "c"])
  }

  @Test("a byte order mark is not part of the first column's name")
  func byteOrderMark() throws {
    let reading = try Reading("\u{FEFF}text,id\nhello,1\n")
    #expect(reading.plan.columns == ["text", "id"])
    #expect(reading.plan.hasByteOrderMark)
  }

  @Test("a row of another length is reported with both counts, and the next is read")
  func unequalRow() throws {
    let reading = try Reading("id,text\n1,a,b\n2\n3,c\n")
    #expect(reading.codes == [.unequalRow, .unequalRow, nil])
    #expect(
      reading.records[0].message
        == "The row has 3 cells, the header has 2. A cell with the separator in it needs quotes.")
    #expect(
      reading.records[1].message
        == "The row has 1 cell, the header has 2. A cell with the separator in it needs quotes.")
    #expect(reading.records[0].raw == Array("1,a,b".utf8))
  }

  @Test("an unclosed quote names its line, and reading goes on with the next line")
  func unclosedQuote() throws {
    let reading = try Reading("id,text\n1,a\n2,\"open\n3,b\n4,c\n")
    #expect(reading.codes == [nil, .unclosedQuote, nil, nil])
    #expect(reading.texts == ["a", "", "b", "c"])
    #expect(reading.records.map(\.line) == [2, 3, 4, 5])
    #expect(
      reading.records[1].message
        == "The quote that opens on line 3 is never closed. Reading goes on with line 4.")
    #expect(reading.records[1].raw == Array("2,\"open".utf8))
  }

  @Test("a quote without end gives up at the record limit")
  func unclosedQuoteAtLimit() throws {
    let options = ReadOptions.with { $0.maximumRecordBytes = 1000 }
    let rows = (1...200).map { "\($0),some words here\n" }.joined()
    let reading = try Reading("id,text\n0,\"open\n" + rows, options)
    #expect(reading.codes[0] == .unclosedQuote)
    #expect(reading.codes.dropFirst().allSatisfy { $0 == nil })
    #expect(reading.records.count == 201)
    #expect(
      reading.records[0].message
        == "The quote that opens on line 2 is not closed within 1,000 bytes."
        + " Reading goes on with line 3.")
  }

  @Test("a quote that opens on a later line of a row is named by that line")
  func laterQuote() throws {
    let reading = try Reading("id,text,note\n1,\"two\nlines\",\"open\n2,b,c\n")
    #expect(reading.codes == [.unclosedQuote, nil])
    #expect(reading.records.map(\.line) == [2, 4])
    #expect(reading.records[0].message?.contains("opens on line 3") == true)
  }

  @Test("a header alone is a table without records")
  func headerOnly() throws {
    let reading = try Reading("id,text\n")
    #expect(reading.records.isEmpty)
    #expect(reading.plan.columns == ["id", "text"])
    #expect(!reading.plan.isEmpty)
  }

  @Test(
    "an empty input has no records and its plan says so",
    arguments: [nil, .csv, .json] as [RecordFormat?])
  func empty(_ format: RecordFormat?) throws {
    let reading = try Reading("", .with { $0.format = format })
    #expect(reading.records.isEmpty)
    #expect(reading.plan.isEmpty)
  }

  @Test("NUL bytes in a cell are kept")
  func nulBytes() throws {
    #expect(try Reading("id,text\n1,a\0b\n").texts == ["a\0b"])
  }

  @Test("bytes that are not UTF-8 are reported for their row alone, and kept")
  func invalidUTF8() throws {
    let bytes = Array("id,text\n1,caf".utf8) + [0xE9] + Array("\n2,fine\n".utf8)
    let reading = try Reading(bytes)
    #expect(reading.codes == [.invalidUTF8, nil])
    #expect(reading.records[0].raw == Array("1,caf".utf8) + [0xE9])
    #expect(reading.records[0].message == "Not UTF-8. Use --encoding to name another encoding.")
  }

  @Test("a row that is too long is skipped and the next one read")
  func tooLong() throws {
    let options = ReadOptions.with { $0.maximumRecordBytes = 100 }
    let reading = try Reading(
      "id,text\n1,\(String(repeating: "x", count: 200))\n2,b\n", options)
    #expect(reading.codes == [.recordTooLong, nil])
    #expect(reading.records.map(\.line) == [2, 3])
    #expect(
      reading.records[0].message == "The record is 202 bytes long, the limit is 100 bytes.")
  }

  @Test("several text fields are joined by a blank line, empty ones left out")
  func joinedFields() throws {
    let options = ReadOptions.with { $0.textFields = ["subject", "body", "extra"] }
    let reading = try Reading("subject,body,extra\nHi,there,you\n,alone,\n", options)
    #expect(reading.texts == ["Hi\n\nthere\n\nyou", "alone"])
  }

  @Test("a missing column suggests the nearest name and lists the columns")
  func missingColumn() throws {
    let options = ReadOptions.with { $0.textFields = ["mesage"] }
    let error = #expect(throws: InputError.self) {
      try Reading("id,message,time\n1,a,b\n", options)
    }
    #expect(
      error?.message
        == "tickets: no column \"mesage\". Did you mean \"message\"?"
        + " The columns are id, message, time.")
  }

  @Test("a header that is really a message is not repeated in an error")
  func headerIsPrivate() throws {
    let error = #expect(throws: InputError.self) {
      try Reading("my name is Ann Example and my card was stolen,x\n")
    }
    #expect(
      error?.message
        == "tickets: no column looks like text by its name."
        + " The columns are (column 1: not a name), x. Use --text-field to name one.")
  }

  @Test("text is guessed by the names of columns, a subject goes first")
  func guess() throws {
    let reading = try Reading("Id,Description,Subject\n7,it broke,Help\n")
    #expect(reading.texts == ["Help\n\nit broke"])
    #expect(
      reading.plan.mappingReason
        == "guessed: the columns \"Subject\" and \"Description\" have the names of a subject and a text"
    )
    #expect(reading.ids == ["7"])
  }

  @Test("only rows where every filter holds are read")
  func filters() throws {
    let options = ReadOptions.with {
      $0.filters = [.init("split", equals: "train"), .init("lang", equals: "en")]
    }
    let reading = try Reading(
      "text,split,lang\na,train,en\nb,test,en\nc,\"train\",en\nd,train,de\n", options)
    #expect(reading.texts == ["a", "c"])
    #expect(reading.filtered == 2)
  }

  @Test("a filter on a column that is not there is an error")
  func filterOnMissingColumn() throws {
    let options = ReadOptions.with { $0.filters = [.init("spilt", equals: "train")] }
    let error = #expect(throws: InputError.self) { try Reading("text,split\na,b\n", options) }
    #expect(
      error?.message == "tickets: no column \"spilt\". Did you mean \"split\"?"
        + " The columns are text, split.")
  }

  @Test(
    "what is no text is called so, not a table without a column",
    arguments: [
      ("PK\u{3}\u{4}\u{14}\0\u{6}\0\u{8}\0\0\0!\0", nil, true),
      ("\u{7F}ELF\u{2}\u{1}\u{1}\0\0\0\0\0\0\0\0\0\u{3}\0>\0", nil, false),
      ("\0i\0d\0,\0t\0e\0x\0t\0\n\01\0,\0a\0\n", "text", false),
      ("\"a\0\0,b", nil, false),
    ] as [(String, String?, Bool)])
  func notText(_ input: String, _ field: String?, isZip: Bool) throws {
    #expect(throws: InputError.notText(path: "tickets", isZip: isZip)) {
      try Reading(input, .with { $0.textFields = field.map { [FieldPath($0)] } ?? [] })
    }
  }

  @Test("control characters in its cells leave a table a table")
  func controlCharacters() throws {
    #expect(try Reading("id,text\n1,\0\u{1}\u{2}\n").texts == ["\0\u{1}\u{2}"])
  }

  @Test("a header with a quote that never closes is an error that names its line")
  func unreadableHeader() throws {
    let error = #expect(throws: InputError.self) {
      try Reading("id,\"text\n1,a\n", .format(.csv))
    }
    #expect(
      error?.message
        == "tickets:1: the header has a quote that is never closed, or is far too long."
        + " Expected one line of column names.")
  }
}
