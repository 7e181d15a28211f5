import Testing

@testable import EarshotRecords

@Suite("Writing a member of our answer")
struct WritingMembersTests {
  /// Every record with the member `theme`.
  private func merged(
    _ input: String, json: String = #"{"id":"T1"}"#, read: ReadOptions = ReadOptions(),
    write: WriteOptions = WriteOptions(), columns: [String] = [], cells: [String] = []
  ) throws -> String {
    try written(
      input, read: read, write: write, columns: columns, member: "theme", json: json, cells: cells)
  }

  @Test("a record without an answer gets one with the member alone")
  func alone() throws {
    #expect(
      try merged("{\"text\":\"a\"}\n")
        == "{\"text\":\"a\",\"earshot\":{\"theme\":{\"id\":\"T1\"}}}\n")
  }

  @Test("other members of the answer stay byte for byte, in order; the member comes last")
  func keepsOthers() throws {
    #expect(
      try merged(
        #"{"text":"a","earshot":{ "topic" :[1, {"}":"]"}] , "n":1.0e0,"n":2,"\u0061":"\u0062"},"z":0}"#
          + "\n")
        == #"{"text":"a","earshot":{"topic" :[1, {"}":"]"}],"n":1.0e0,"n":2,"\u0061":"\u0062","theme":{"id":"T1"}},"z":0}"#
        + "\n")
  }

  @Test("a member of the name is replaced, escaped or twice", arguments: ["theme", "th\\u0065me"])
  func replaces(_ name: String) throws {
    #expect(
      try merged("{\"text\":\"a\",\"earshot\":{\"theme\":1,\"x\":2,\"\(name)\":{\"id\":\"T9\"}}}\n")
        == "{\"text\":\"a\",\"earshot\":{\"x\":2,\"theme\":{\"id\":\"T1\"}}}\n")
  }

  @Test("longer and shorter names are other members")
  func otherNames() throws {
    #expect(
      try merged(#"{"text":"a","earshot":{"themes":1,"them":2,"THEME":3}}"# + "\n")
        == #"{"text":"a","earshot":{"themes":1,"them":2,"THEME":3,"theme":{"id":"T1"}}}"# + "\n")
  }

  @Test("an empty answer gets the member")
  func empty() throws {
    #expect(
      try merged("{\"text\":\"a\",\"earshot\": { } }\n")
        == "{\"text\":\"a\",\"earshot\": {\"theme\":{\"id\":\"T1\"}} }\n")
  }

  @Test(
    "an answer that is no object is replaced",
    arguments: ["null", "1.5", "\"{}\"", "[{\"x\":1}]", "true"])
  func noObject(_ value: String) throws {
    #expect(
      try merged("{\"text\":\"a\",\"earshot\":\(value)}\n")
        == "{\"text\":\"a\",\"earshot\":{\"theme\":{\"id\":\"T1\"}}}\n")
  }

  @Test("merging twice is merging once")
  func twice() throws {
    let once = try merged("{\"text\":\"a\",\"earshot\":{\"x\":{\"theme\":0}}}\n")
    #expect(try merged(once) == once)
  }

  @Test("a pretty-printed record stays one line, also where its answer is taken over")
  func prettyPrinted() throws {
    #expect(
      try merged(
        "[\n  {\n    \"text\": \"a\",\n    \"earshot\": {\n      \"x\": [\n        1\n      ],\n      \"theme\": 0\n    }\n  }\n]\n"
      )
        == "{    \"text\": \"a\",    \"earshot\": {\"x\": [        1      ],\"theme\":{\"id\":\"T1\"}}  }\n"
    )
  }

  @Test("a table keeps its columns and gets ours; an old one of the name is replaced")
  func table() throws {
    var options = WriteOptions()
    options.format = .csv
    #expect(
      try merged(
        "id,text,earshot_theme,earshot_topic\n1,a,old,billing\n", write: options,
        columns: ["earshot_theme", "earshot_theme_confidence"], cells: ["T1", "0.900"])
        == "id,text,earshot_theme,earshot_topic,earshot_theme_confidence,earshot_error,earshot_input\n"
        + "1,a,T1,billing,0.900,,\n")
  }

  @Test("JSON lines become a table with our columns; the answer of an earlier run has no cell")
  func jsonToTable() throws {
    var options = WriteOptions()
    options.format = .csv
    #expect(
      try merged(
        #"{"text":"a","earshot":{"x":1},"n":2}"# + "\n", write: options, columns: ["earshot_theme"],
        cells: ["T1"])
        == "text,n,earshot_theme,earshot_error,earshot_input,other_fields\na,2,T1,,,\n")
  }

  @Test("a table becomes JSON lines with the member alone")
  func tableToJSON() throws {
    #expect(
      try merged("id,text\n1,a\n") == #"{"id":"1","text":"a","earshot":{"theme":{"id":"T1"}}}"#
        + "\n")
  }
}
