import Testing

@testable import EarshotRecords

@Suite("Reading JSON")
struct JSONReadingTests {
  @Test("lines of objects are found to be JSON lines, blank ones are skipped")
  func lines() throws {
    let reading = try Reading("{\"id\":1,\"text\":\"a\"}\n\n{\"id\":2,\"text\":\"b\"}\r\n")
    #expect(reading.plan.format == .jsonl)
    #expect(reading.texts == ["a", "b"])
    #expect(reading.records.map(\.line) == [1, 3])
    #expect(reading.ids == ["1", "2"])
  }

  @Test("an array is read element by element, whatever its lines")
  func array() throws {
    let reading = try Reading("[\n  {\n    \"text\": \"a]\"\n  },\n {\"text\":\"b\"}\n]\n")
    #expect(reading.plan.format == .json)
    #expect(reading.texts == ["a]", "b"])
    #expect(reading.records.map(\.line) == [2, 5])
  }

  @Test(
    "the list inside an envelope is read, over lines or on one",
    arguments: [
      #"{"tickets":[{"id":1,"text":"a"},{"id":2,"text":"b"}],"next_page":null,"count":2}"#,
      "{\n \"count\": 2,\n \"tickets\": [\n {\"id\":1,\"text\":\"a\"},\n{\"id\":2,\"text\":\"b\"}\n ]\n}\n",
      #"{"meta":{"x":[1,2]},"stuff":[{"id":1,"text":"a"},{"id":2,"text":"b"}]}"#,
    ])
  func envelope(_ input: String) throws {
    let reading = try Reading(input)
    #expect(reading.plan.format == .json)
    #expect(reading.texts == ["a", "b"])
    #expect(reading.plan.envelopeKey == (input.contains("stuff") ? "stuff" : "tickets"))
  }

  @Test("a record that holds a list of objects is no envelope")
  func recordWithList() throws {
    let reading = try Reading(#"{"id":1,"text":"a","comments":[{"body":"x"}]}"#)
    #expect(reading.texts == ["a"])
  }

  @Test("objects that run over lines one after another are read")
  func concatenated() throws {
    let reading = try Reading("{\n\"text\":\"a\"\n}\n{\n\"text\":\"b\"\n}\n")
    #expect(reading.plan.format == .json)
    #expect(reading.texts == ["a", "b"])
  }

  @Test("a filter gets a record for each line, blank and broken ones too")
  func everyLine() throws {
    let reading = try Reading("{\"text\":\"a\"}\n\nnot json\n[1]\n  \n\"x\"", .everyLine)
    #expect(
      reading.codes == [nil, nil, .invalidJSON, .notAnObject, nil, .notAnObject])
    #expect(reading.records.map(\.isBlank) == [false, true, false, false, true, false])
    #expect(reading.records.map(\.line) == [1, 2, 3, 4, 5, 6])
    #expect(reading.records[3].message == "Expected a JSON object, found a list.")
    #expect(reading.records[2].message == "Not valid JSON at byte 2: expected a value.")
  }

  @Test("JSON that is cut off is reported, with the line where it ends")
  func cutOff() throws {
    let reading = try Reading("[{\"text\":\"a\"},\n{\"text\":\"b")
    #expect(reading.texts == ["a", ""])
    #expect(reading.codes == [nil, .invalidJSON])
    #expect(reading.records[1].message == "The JSON ends too early: expected a closing quote.")
  }

  @Test("an array that is cut off between records is reported")
  func cutOffBetween() throws {
    let reading = try Reading("[{\"text\":\"a\"},\n")
    #expect(reading.codes == [nil, .invalidJSON])
    #expect(
      reading.records[1].message
        == "The JSON around the records ends too early: expected a comma or a closing bracket."
        + " The file may be cut off.")
  }

  @Test("JSON nested 10,000 deep is refused and the next record read")
  func deep() throws {
    let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
    let reading = try Reading(
      "{\"text\":\"a\"}\n{\"text\":\(deep)}\n{\"text\":\"b\"}\n", .format(.jsonl))
    #expect(reading.codes == [nil, .tooDeep, nil])
    #expect(
      reading.records[1].message == "The JSON is nested deeper than 1,000 levels.")
  }

  @Test("of duplicate keys the last gives the value")
  func duplicateKeys() throws {
    #expect(try Reading(#"{"text":"a","text":"b"}"#).texts == ["b"])
    let options = ReadOptions.with { $0.textFields = ["text"] }
    #expect(try Reading(#"{"text":"a","text":"b"}"#, options).texts == ["b"])
  }

  @Test("escapes in keys and texts are read")
  func escapes() throws {
    let reading = try Reading(
      #"{"te\u0078t":"a\n\"\u00e9\ud83d\ude00\/\ud800."}"#, .format(.jsonl))
    #expect(reading.texts == ["a\n\"é😀/\u{FFFD}."])
  }

  @Test("a number or a boolean in a text field is its text, null is none")
  func scalars() throws {
    let options = ReadOptions.with { $0.textFields = ["text"] }
    let reading = try Reading(
      "{\"text\":1.50e3}\n{\"text\":true}\n{\"text\":null}\n{\"text\":[1]}\n{\"t\":1}\n", options)
    #expect(reading.texts == ["1.50e3", "true", "", "", ""])
    #expect(reading.codes == [nil, nil, nil, .missingText, .missingText])
    #expect(
      reading.records[4].message
        == "None of the text fields is there: expected \"text\" to hold text."
        + " Use --text-field to name another field.")
  }

  @Test("a file without any field that looks like text is an error that lists its fields")
  func noText() throws {
    let error = #expect(throws: InputError.self) { try Reading("{\"id\":1,\"n\":2}\n") }
    #expect(
      error?.message
        == "tickets: no field looks like text by its name. The fields are id, n."
        + " Use --text-field to name one.")
  }

  @Test("invalid UTF-8 is reported for its line alone")
  func invalidUTF8() throws {
    let bytes =
      Array("{\"text\":\"a\"}\n{\"text\":\"".utf8) + [0xFF] + Array("\"}\n{\"text\":\"b\"}".utf8)
    let reading = try Reading(bytes)
    #expect(reading.codes == [nil, .invalidUTF8, nil])
    #expect(
      reading.records[1].message
        == "Not UTF-8 at byte 10. Use --encoding to name another encoding.")
  }

  @Test("a line of 20 MiB is reported, with its length, and the next line read")
  func hugeLine() throws {
    let huge = Array("{\"text\":\"".utf8) + [UInt8](repeating: 0x61, count: 20 << 20)
    let input = Array("{\"text\":\"a\"}\n".utf8) + huge + Array("\"}\n{\"text\":\"b\"}\n".utf8)
    let pieces = stride(from: 0, to: input.count, by: 256 << 10).map {
      Array(input[$0..<min($0 + (256 << 10), input.count)])
    }
    let reading = try Reading(pieces: pieces)
    #expect(reading.codes == [nil, .recordTooLong, nil])
    #expect(
      reading.records[1].message
        == "The record is 20,971,531 bytes long, the limit is 16 MiB.")
    #expect(reading.records.map(\.line) == [1, 2, 3])
  }

  @Test("a broken element of an array does not swallow those after it")
  func brokenElement() throws {
    let reading = try Reading(
      "[\n{\"text\":\"a\"},\n{\"text\":\"open},\n{\"text\":\"b\"},\n{\"text\":\"c\"}\n]")
    #expect(reading.codes == [nil, .invalidJSON, nil, nil])
    #expect(reading.texts == ["a", "", "b", "c"])
  }

  @Test("a comma too many in an array is reported")
  func trailingComma() throws {
    let reading = try Reading("[{\"text\":\"a\"},]")
    #expect(reading.codes == [nil, .invalidJSON])
  }

  @Test("fields of nested objects, lists and id-value pairs are found")
  func paths() throws {
    let options = ReadOptions.with {
      $0.format = .jsonl
      $0.textFields = ["source.body", "parts[].body", "tags.1", "custom_fields.360001", "a.b"]
    }
    let reading = try Reading(
      #"{"source":{"body":"one"},"parts":[{"body":"two"},{"x":1},{"body":"three"}],"#
        + #""tags":["x","four"],"custom_fields":[{"id":1,"value":"no"},{"id":360001,"value":"five"}],"#
        + #""a.b":"six","a":{"b":"no"}}"#, options)
    #expect(reading.texts == ["one\n\ntwo\n\nthree\n\nfour\n\nfive\n\nsix"])
  }

  @Test("--where matches numbers as written and any element of a list")
  func filters() throws {
    let options = ReadOptions.with {
      $0.filters = [.init("n", equals: "1.0"), .init("tags", equals: "x")]
    }
    let reading = try Reading(
      "{\"text\":\"a\",\"n\":1.0,\"tags\":[\"w\",\"x\"]}\n{\"text\":\"b\",\"n\":1,\"tags\":[\"x\"]}\n"
        + "{\"text\":\"c\",\"n\":1.0,\"tags\":\"x\"}\n{\"text\":\"d\",\"n\":1.0}\n", options)
    #expect(reading.texts == ["a", "c"])
    #expect(reading.filtered == 2)
  }

  @Test("a record that filters leave out is not reported for its missing text")
  func filteredWithoutText() throws {
    let options = ReadOptions.with {
      $0.textFields = ["text"]
      $0.filters = [.init("lang", equals: "en")]
    }
    let reading = try Reading("{\"lang\":\"de\"}\n{\"lang\":\"en\"}\n", options)
    #expect(reading.codes == [.missingText])
    #expect(reading.filtered == 1)
  }

  @Test("a filter in a pipeline passes records that --where leaves out")
  func filteredLinesPass() throws {
    var options = ReadOptions.everyLine
    options.filters = [.init("lang", equals: "en")]
    let reading = try Reading("{\"text\":\"a\",\"lang\":\"en\"}\n{\"text\":\"b\"}\n", options)
    #expect(reading.records.map(\.passesThrough) == [false, true])
  }

  @Test("lines of a Singer tap: records are unwrapped, other messages pass")
  func singer() throws {
    let reading = try Reading(
      #"{"type":"SCHEMA","stream":"tickets","schema":{},"key_properties":["id"]}"# + "\n"
        + #"{"type":"RECORD","stream":"tickets","record":{"id":5,"description":"late"}}"# + "\n"
        + #"{"type":"STATE","value":{"x":1}}"# + "\n")
    #expect(reading.texts == ["", "late", ""])
    #expect(reading.records.map(\.passesThrough) == [true, false, true])
    #expect(reading.ids[1] == "5")
  }
}
