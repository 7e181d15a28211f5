import Testing

@testable import EarshotRecords

@Suite("Presets and mappings")
struct MappingTests {
  private func batch(_ input: String, _ options: ReadOptions) throws -> RecordBatch {
    var reader = try RecordReader(
      source: ByteSource(path: "t", pieces: [Array(input.utf8)]), path: "t", options: options)
    var batch = RecordBatch()
    _ = try reader.read(into: &batch, limit: 100)
    return batch
  }

  @Test("a Zendesk ticket: subject and description, id, time, tags")
  func zendesk() throws {
    let batch = try batch(
      #"{"tickets":[{"id":35436,"subject":"Late","raw_subject":"Late","description":"Where?","#
        + #""created_at":"2026-02-28T09:15:00Z","tags":["x","y"],"requester_id":9,"via":{"channel":"web"},"#
        + #""satisfaction_rating":{"score":"good"}}]}"#, .with { $0.preset = .zendesk })
    #expect(batch.text(of: 0) == "Late\n\nWhere?")
    #expect(batch.id(of: 0) == "35436")
    #expect(batch.author(of: 0) == "9")
    #expect(try batch.timestamp(of: 0)?.description == "2026-02-28T09:15:00Z")
    #expect(batch.values(batch.mapping.tags!, of: 0) == ["x", "y"])
    #expect(batch.value(batch.mapping.channel!, of: 0) == "web")
    #expect(batch.value(batch.mapping.score!, of: 0) == "good")
  }

  @Test("an Intercom conversation: only what customers wrote, times in epoch seconds")
  func intercom() throws {
    let batch = try batch(
      #"{"conversations":[{"id":"7","created_at":1772270100,"#
        + #""source":{"type":"conversation","body":"<p>Hi</p>","author":{"type":"user","id":"u1"}},"#
        + #""conversation_parts":{"conversation_parts":["#
        + #"{"body":"<p>Hello, I am Bo</p>","author":{"type":"admin"}},"#
        + #"{"body":null,"author":{"type":"user"}},"#
        + #"{"body":"<p>Broken</p>","author":{"type":"user"}}]}}]}"#,
      .with { $0.preset = .intercom })
    #expect(batch.text(of: 0) == "<p>Hi</p>\n\n<p>Broken</p>")
    #expect(try batch.timestamp(of: 0)?.description == "2026-02-28T09:15:00Z")
    #expect(batch.mapping.textIsHTML)
  }

  @Test("the placeholder that Intercom gives for Twitter is no text")
  func placeholder() throws {
    let batch = try batch(
      #"{"id":"7","source":{"type":"twitter","body":"hidden","author":{"type":"user"}}}"#,
      .with { $0.preset = .intercom })
    #expect(batch.records[0].problem == nil)
    #expect(batch.text(of: 0) == "")
  }

  @Test("Freshdesk: the plain description goes before the HTML one")
  func freshdesk() throws {
    let batch = try batch(
      "{\"id\":1,\"subject\":\"S\",\"description\":\"<b>x</b>\",\"description_text\":\"x\"}\n"
        + "{\"id\":2,\"subject\":\"S\",\"description\":\"<b>x</b>\"}\n",
      .with { $0.preset = .freshdesk })
    #expect(batch.text(of: 0) == "S\n\nx")
    #expect(batch.text(of: 1) == "S\n\n<b>x</b>")
  }

  @Test("Salesforce cases as the report's CSV names them")
  func salesforce() throws {
    let batch = try batch(
      "Case Number,Subject,Description,Created Date,Case Origin\n00001,Help,It broke,2026-02-28T09:15:00.000+0000,Web\n",
      .with { $0.preset = .salesforce })
    #expect(batch.text(of: 0) == "Help\n\nIt broke")
    #expect(batch.id(of: 0) == "00001")
    #expect(try batch.timestamp(of: 0)?.description == "2026-02-28T09:15:00Z")
    #expect(batch.value(batch.mapping.channel!, of: 0) == "Web")
  }

  @Test("NPS answers: score with its scale, comment, seconds")
  func nps() throws {
    let batch = try batch(
      "id,score,comment,created_at\n1,9,good,1772270100\n", .with { $0.preset = .nps })
    #expect(batch.text(of: 0) == "good")
    #expect(batch.score(of: 0) == 9)
    #expect(batch.mapping.scoreScale == ScoreScale(lowest: 0, highest: 10))
    #expect(try batch.timestamp(of: 0)?.description == "2026-02-28T09:15:00Z")
  }

  @Test("a table that is not the preset's is an error that lists what there is")
  func presetDoesNotFit() throws {
    let error = #expect(throws: InputError.self) {
      try Reading("a,b\n1,2\n", .with { $0.preset = .salesforce })
    }
    #expect(
      error?.message
        == "tickets: not a file that salesforce exports: expected \"Subject\" or \"Description\"."
        + " The columns are a, b. Use --text-field or --mapping.")
  }

  @Test("the plan names the fields in use and no others")
  func planFields() throws {
    func fields(_ input: String, _ preset: Preset?) throws -> [String] {
      try Reading(input, .with { $0.preset = preset }).plan.fields.map { "\($0.role) \($0.name)" }
    }
    #expect(
      try fields("Case_Number,Body,date\n1,a,2026-01-01\n", nil) == [
        "text Body", "id Case_Number", "time date",
      ])
    #expect(
      try fields(#"{"id":1,"raw_subject":"s","description":"d","via":{"channel":"web"}}"#, .zendesk)
        == ["text raw_subject", "text description", "id id", "channel via.channel"])
  }

  @Test("a user's mapping must fit a table in all its fields")
  func strictMapping() throws {
    var mapping = FieldMapping(name: "ours.yaml", text: ["msg"])
    mapping.time = "when"
    let options = ReadOptions.with { $0.mapping = mapping }
    #expect(
      throws: InputError.missingColumn(
        path: "tickets", column: "when", nearest: nil, columns: ["msg", "x"])
    ) { try Reading("msg,x\na,b\n", options) }
    #expect(try Reading("msg,when\na,b\n", options).plan.mappingReason == "mapping ours.yaml")
  }

  @Test("fields that are named go before those of a preset")
  func override() throws {
    let options = ReadOptions.with {
      $0.preset = .zendesk
      $0.textFields = ["note"]
      $0.idField = "key"
    }
    let batch = try batch(#"{"key":"k","note":"n","subject":"s","id":1}"#, options)
    #expect(batch.text(of: 0) == "n")
    #expect(batch.id(of: 0) == "k")
  }

  @Test("the role is looked up beside the text, then at the top; other roles count as no text")
  func roles() throws {
    var mapping = FieldMapping(name: "m", text: ["messages[].text"])
    mapping.authorRole = "role"
    mapping.customerRoles = ["customer"]
    let batch = try batch(
      #"{"messages":[{"text":"a","role":"customer"},{"text":"b","role":"agent"},{"text":"c"}]}"#,
      .with {
        $0.mapping = mapping
        $0.format = .jsonl
      })
    #expect(batch.text(of: 0) == "a\n\nc")
  }

  @Test("a column or key whose name has dots wins over the path")
  func dottedName() throws {
    let options = ReadOptions.with { $0.textFields = ["a.b"] }
    #expect(try Reading("a.b,a\nx,y\n", options).texts == ["x"])
    #expect(try Reading(#"{"a":{"b":"y"},"a.b":"x"}"#, options).texts == ["x"])
  }
}
