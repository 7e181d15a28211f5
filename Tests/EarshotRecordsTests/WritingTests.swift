import Testing

@testable import EarshotRecords

@Suite("Writing records")
struct WritingTests {
  private func options(_ format: RecordFormat, excel: Bool = false) -> WriteOptions {
    var options = WriteOptions()
    options.format = format
    options.excel = excel
    return options
  }

  @Test("every byte of a JSON line stays; the answer goes before the last brace")
  func passThrough() throws {
    #expect(
      try written(
        "{\"id\" : 1.0e0,\"text\":\"a\\u0041\", \"n\":123456789012345678901234567890, \"n\":1e999 }\n"
      )
        == "{\"id\" : 1.0e0,\"text\":\"a\\u0041\", \"n\":123456789012345678901234567890, \"n\":1e999 ,\"earshot\":{\"n\":1}}\n"
    )
  }

  @Test("an answer that is there is replaced in place", arguments: ["earshot", "ear\\u0073hot"])
  func replaces(_ key: String) throws {
    #expect(
      try written("{\"text\":\"a\",\"\(key)\": {\"old\":[1,\"}\"]} ,\"z\":0}\n")
        == "{\"text\":\"a\",\"\(key)\": {\"n\":1} ,\"z\":0}\n")
  }

  @Test("an empty object gets the answer alone")
  func emptyObject() throws {
    var batch = RecordBatch()
    var reader = try RecordReader(
      source: ByteSource(path: "-", pieces: [Array("{ }\n".utf8)]), path: "-", options: .everyLine)
    _ = try reader.read(into: &batch, limit: 1)
    batch.records[0].problem = nil
    var out: [UInt8] = []
    RecordEncoder(plan: reader.plan, options: WriteOptions(), columns: [])
      .append(0, of: batch, json: Array("{}".utf8), cells: [], to: &out)
    #expect(String(decoding: out, as: UTF8.self) == "{ \"earshot\":{}}\n")
  }

  @Test("a pretty-printed value loses its line breaks and nothing else")
  func prettyPrinted() throws {
    #expect(
      try written("[\n  {\r\n    \"text\": \"a\\nb\"\r\n  }\n]")
        == "{    \"text\": \"a\\nb\"  ,\"earshot\":{\"n\":1}}\n")
  }

  @Test("the answer to a Singer record goes into the record; other messages stay")
  func singer() throws {
    let schema = #"{"type":"SCHEMA","stream":"t","schema":{"a":1}}"#
    #expect(
      try written(
        schema + "\n" + #"{"type":"RECORD","stream":"t","record":{"text":"a"},"v":1}"# + "\n")
        == schema + "\n"
        + #"{"type":"RECORD","stream":"t","record":{"text":"a","earshot":{"n":1}},"v":1}"# + "\n")
  }

  @Test("the filter's three lines: an answer, a blank line, an error with its input")
  func filter() throws {
    #expect(
      try written(
        "{\"id\":1,\"text\":\"where is my card\",\"n\":1.0e0}\n\nnot \"json\"\n", read: .everyLine)
        == "{\"id\":1,\"text\":\"where is my card\",\"n\":1.0e0,\"earshot\":{\"n\":1}}\n\n"
        + #"{"earshot":{"error":{"line":3,"code":"invalid_json","message":"Not valid JSON at byte 2: expected a value."},"input":"not \"json\""}}"#
        + "\n")
  }

  @Test("a bad line that is not UTF-8 is kept in base64")
  func base64() throws {
    var batch = RecordBatch()
    var reader = try RecordReader(
      source: ByteSource(path: "-", pieces: [[0xFF, 0xFE, 0x61, 0x0A]]), path: "-",
      options: .with {
        $0.format = .jsonl
        $0.keepsEveryLine = true
        $0.encoding = .utf8
      })
    _ = try reader.read(into: &batch, limit: 1)
    var out: [UInt8] = []
    RecordEncoder(plan: reader.plan, options: WriteOptions(), columns: [])
      .appendProblem(0, of: batch, to: &out)
    #expect(
      String(decoding: out, as: UTF8.self)
        == #"{"earshot":{"error":{"line":1,"code":"invalid_utf8","message":"Not UTF-8 at byte 1. Use --encoding to name another encoding."},"input_base64":"//5h"}}"#
        + "\n")
  }

  /// RFC 4648, section 10.
  @Test(
    "base64 of the standard's examples",
    arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")])
  func base64Examples(_ plain: String, _ encoded: String) {
    #expect(Base64.encoded(Array(plain.utf8)[...]) == Array(encoded.utf8))
  }

  @Test("cells of a table stay byte for byte; our columns come last")
  func tablePassThrough() throws {
    #expect(
      try written("id,\"text\", note\n1,\"a \"\"b\"\"\",  x \n\"2\",c,\n", write: options(.csv))
        == "id,\"text\", note,earshot_topic,earshot_error,earshot_input\n"
        + "1,\"a \"\"b\"\"\",  x ,billing,,\n\"2\",c,,billing,,\n")
  }

  @Test("a table keeps its separator and line ends")
  func keepsSeparator() throws {
    #expect(
      try written("id;text\r\n1;a, b\r\n", write: options(.csv))
        == "id;text;earshot_topic;earshot_error;earshot_input\r\n1;a, b;billing;;\r\n")
  }

  @Test("our columns of an earlier run are replaced in place")
  func replacesColumns() throws {
    #expect(
      try written(
        "earshot_topic,text,earshot_error,earshot_input\nold,a,old,old\n", write: options(.csv))
        == "earshot_topic,text,earshot_error,earshot_input\nbilling,a,,\n")
  }

  @Test("a bad row keeps its cells and says what is wrong")
  func badRow() throws {
    #expect(
      try written("id,text\n1,a,b\n2\n3,\"open\n", write: options(.csv), columns: [])
        == "id,text,earshot_error,earshot_input\n"
        + "1,a,\"unequal_row: The row has 3 cells, the header has 2. A cell with the separator in it needs quotes.\",\"1,a,b\"\n"
        + "2,,\"unequal_row: The row has 1 cell, the header has 2. A cell with the separator in it needs quotes.\",2\n"
        + ",,unclosed_quote: The quote that opens on line 4 is never closed. Reading goes on with line 5.,\"3,\"\"open\"\n"
    )
  }

  @Test("a table becomes JSON lines with a string for each column in order")
  func tableToJSON() throws {
    #expect(
      try written("id,text,\"q\"\"k\"\n01,\"a\nb\",\n", write: options(.jsonl))
        == #"{"id":"01","text":"a\nb","q\"k":"","earshot":{"n":1}}"# + "\n")
  }

  @Test("a comma table becomes a tab table with cells quoted only where they must be")
  func csvToTSV() throws {
    #expect(
      try written("id,text\n1,\"a,b\"\n2,c\td\n", write: options(.tsv), columns: [], cells: [])
        == "id\ttext\tearshot_error\tearshot_input\n1\t\"a,b\"\t\t\n2\t\"c\td\"\t\t\n")
  }

  @Test("JSON becomes a table: keys in order of first sight, nested values as JSON, the rest kept")
  func jsonToTable() throws {
    let rows = (0..<3000).map { _ in "{\"text\":\"a, \\\"b\\\"\",\"n\":1.50,\"o\":{\"x\":[1]}}\n" }
    let late = "{\"text\":\"c\",\"new\": \"v\",\"n\":null,\"other\":[true]}\n"
    let lines = try written(rows.joined() + late, write: options(.csv)).split(separator: "\n")
    #expect(
      lines[0] == "text,n,o,earshot_topic,earshot_error,earshot_input,other_fields")
    #expect(lines[1] == #""a, ""b""",1.50,"{""x"":[1]}",billing,,,"#)
    #expect(lines[3001] == #"c,,,billing,,,"{""new"":""v"",""other"":[true]}""#)
  }

  @Test("for a spreadsheet: byte order mark, CR LF, no cell that can be a formula")
  func excel() throws {
    #expect(
      try written(
        "id,text\n-3.5,=1+1\n+49 30,@x\n-a,\"\tb\"\n+1e3,-\n", write: options(.csv, excel: true),
        columns: ["earshot_topic"], cells: ["=x"])
        == "\u{FEFF}id,text,earshot_topic,earshot_error,earshot_input\r\n"
        + "-3.5,'=1+1,'=x,,\r\n'+49 30,'@x,'=x,,\r\n'-a,'\tb,'=x,,\r\n+1e3,'-,'=x,,\r\n")
  }

  @Test("the name of the output tells its format")
  func names() {
    #expect(WriteOptions.format(forName: "out.CSV") == .csv)
    #expect(WriteOptions.format(forName: "a/b.tsv") == .tsv)
    #expect(WriteOptions.format(forName: "x.ndjson") == .jsonl)
    #expect(WriteOptions.format(forName: "out") == nil)
  }
}
