import Foundation
import Testing

/// `redact`, and `--redact` of `tag` and `filter`.
@Suite struct RedactTests {
  let folder = Folder()

  @Test("JSON: text fields are redacted, every other byte stays")
  func json() throws {
    folder.write(
      #"{ "id":1e0, "text":"write to \"a@x.example\" or call 212-555-0123","mail":"a@x.example" }"#
        + "\n" + #"{"id":2,"text":"nothing here","x":[1, 2]}"# + "\n",
      to: "in.jsonl")
    let got = try folder.run("redact", "in.jsonl")
    #expect(got.status == 0, "\(got)")
    #expect(
      got.lines == [
        #"{ "id":1e0, "text":"write to \"[EMAIL_1]\" or call [PHONE_1]","mail":"a@x.example" }"#,
        #"{"id":2,"text":"nothing here","x":[1, 2]}"#,
      ], "\(got)")
  }

  @Test("CSV stays CSV: quoted cells stay quoted, others as they were")
  func csv() throws {
    folder.write(
      "id;subject;body\r\n1;\"a@x.example\";\"call \"\"me\"\" 212-555-0123; now\"\r\n2; b ;c@x.example\r\n",
      to: "in.csv")
    let got = try folder.run(
      "redact", "in.csv", "--text-field", "subject,body", "-o", "out.csv")
    #expect(got.status == 0 && got.out.isEmpty, "\(got)")
    #expect(
      try folder.read("out.csv")
        == "id;subject;body;earshot_error;earshot_input\r\n1;\"[EMAIL_1]\";\"call \"\"me\"\" [PHONE_1]; now\";;\r\n2; b ;[EMAIL_1];;\r\n"
    )
  }

  @Test("the same value has the same placeholder in all fields of a record")
  func consistent() throws {
    folder.write(
      #"{"subject":"b@x.example","description":"a@x.example, B@x.example"}"# + "\n", to: "in.jsonl")
    let got = try folder.run("redact", "in.jsonl", "--text-field", "subject,description")
    #expect(
      got.lines == [#"{"subject":"[EMAIL_1]","description":"[EMAIL_2], [EMAIL_1]"}"#], "\(got)")
  }

  @Test("--all-fields redacts every string, with its key as a hint, and no key")
  func allFields() throws {
    folder.write(
      #"{"text":"ok","a@x.example":{"phone":"5550123","list":["a@x.example",7]},"name":"Anna Kowalski","n":5550123}"#
        + "\n", to: "in.jsonl")
    let got = try folder.run("redact", "in.jsonl", "--all-fields")
    #expect(
      got.lines == [
        #"{"text":"ok","a@x.example":{"phone":"[PHONE_1]","list":["[EMAIL_1]",7]},"name":"[NAME_1]","n":5550123}"#
      ], "\(got)")
  }

  @Test("the report counts by kind and shows no value")
  func report() throws {
    folder.write(#"{"text":"a@x.example b@x.example, order #48213"}"# + "\n", to: "in.jsonl")
    let text = try folder.run("redact", "in.jsonl", "-o", "out.jsonl")
    #expect(text.errors == "Hid 3 values in 1 of 1 record.\n  EMAIL 2, ORDER 1\n", "\(text)")
    let json = try folder.run("redact", "in.jsonl", "-o", "out.jsonl", "--json-report")
    #expect(
      json.errors
        == #"{"records":1,"touched":1,"problems":0,"kinds":{"EMAIL":2,"ORDER":1}}"# + "\n",
      "\(json)")
  }

  @Test("--places counts scalars of the text that was read")
  func places() throws {
    folder.write(#"{"text":"é 🙂 a@x.example"}"# + "\n", to: "in.jsonl")
    let got = try folder.run("redact", "in.jsonl", "--places")
    #expect(
      got.lines == [
        #"{"text":"é 🙂 [EMAIL_1]","earshot":{"redactions":[{"kind":"EMAIL","number":1,"start":4,"end":15}]}}"#
      ], "\(got)")
  }

  @Test("a record that can't be read is redacted in its error too")
  func problems() throws {
    folder.write("{\"text\":\"x\"}\nmail a@x.example\n", to: "in.jsonl")
    let got = try folder.run("redact", "in.jsonl", "--from", "jsonl")
    #expect(got.status == 3 && got.lines.count == 2, "\(got)")
    #expect(got.text.contains(#""input":"mail [EMAIL_1]""#), "\(got)")
    #expect(!(got.text + got.errors).contains("a@x.example"), "\(got)")
  }

  @Test("redacting what is redacted changes nothing")
  func twice() throws {
    folder.write(
      #"{"text":"I'm Anna Kowalski, a@x.example, 12 Oak Street, Springfield, IL 62701"}"# + "\n",
      to: "in.jsonl")
    let once = try folder.run("redact", "in.jsonl", "-o", "once.jsonl")
    #expect(once.status == 0, "\(once)")
    let twice = try folder.run("redact", "once.jsonl")
    #expect(try folder.read("once.jsonl") == twice.text, "\(twice)")
  }

  @Test("--kinds and --patterns choose what is hidden")
  func kinds() throws {
    folder.write(
      """
      # ours
      - name: POLICY
        cues: [policy]
        shapes: ["@@-####"]
      """, to: "ours.yaml")
    let got = try folder.run(
      "redact", "-", "--kinds", "email", "--patterns", "ours.yaml",
      stdin: #"{"text":"a@x.example 212-555-0123 policy AB-1234, AB-1234"}"# + "\n")
    #expect(
      got.lines == [#"{"text":"[EMAIL_1] 212-555-0123 policy [POLICY_1], AB-1234"}"#], "\(got)")
  }

  @Test(
    "a pattern that can't work is named with its line",
    arguments: [
      (
        "- name: policy\n  shapes: [\"AB-####\"]\n",
        "1: a name has 1 to 24 capital letters, digits and underscores, as `name: POLICY`."
      ),
      (
        "- name: A\n\n  shape: x\n",
        "3: there is no key \"shape\" in a pattern. Did you mean \"shapes\"?"
      ),
      (
        "- name: A\n  shapes: [\"##\"]\n",
        "2: shape \"##\" would match everywhere. Make it longer than three signs besides *, or add cues."
      ),
      (
        "- name: A\n  cues: [a]\n- name: A\n  cues: [b]\n",
        "3: there are two patterns \"A\". Give one of them both shapes."
      ),
    ])
  func badPatterns(file: String, message: String) throws {
    folder.write(file, to: "p.yaml")
    let got = try folder.run("redact", "-", "--patterns", "p.yaml", stdin: "{}")
    #expect(got.errors == "earshot: p.yaml:\(message)\n" && got.status == 1, "\(got)")
  }

  @Test("tag --redact hides the text, and places count in what is written")
  func tag() throws {
    folder.write(
      #"{"text":"My name is Anna Kowalski, my parcel is late, a@x.example"}"# + "\n", to: "in.jsonl"
    )
    let got = try folder.run(
      "tag", "in.jsonl", "--model", TinyModel.path(), "--redact", "--evidence")
    let text = "My name is [NAME_1], my parcel is late, [EMAIL_1]"
    let object = try #require(try got.objects().first, "\(got)")
    #expect(object["text"] as? String == text)
    let topic = try #require((object["earshot"] as? [String: Any])?["topic"] as? [String: Any])
    let evidence = try #require(topic["evidence"] as? [[String: Any]], "\(got)")
    let words = evidence.map { item in
      let (start, end) = (item["start"] as! Int, item["end"] as! Int)
      return String(text.unicodeScalars.dropFirst(start).prefix(end - start).map(Character.init))
    }
    #expect(words.contains { $0.contains("parcel") || $0.contains("late") }, "\(words)")
    #expect(words.allSatisfy { !$0.contains("a@x") && text.contains($0) }, "\(words)")
  }

  @Test("filter --redact hides bad lines too")
  func filter() throws {
    let got = try folder.run(
      "filter", "--model", TinyModel.path(), "--redact",
      stdin: #"{"text":"late, a@x.example"}"# + "\nmail a@x.example\n")
    #expect(got.lines.count == 2 && got.status == 3, "\(got)")
    #expect(got.text.contains("late, [EMAIL_1]") && !got.text.contains("a@x.example"), "\(got)")
  }

  @Test("tags are the same with and without --redact")
  func sameTags() throws {
    let line = #"{"text":"my refund for order #48213 is late, a@x.example"}"# + "\n"
    let plain = try folder.run("filter", "--model", TinyModel.path(), stdin: line)
    let hidden = try folder.run("filter", "--model", TinyModel.path(), "--redact", stdin: line)
    func tags(_ outcome: Outcome) -> Substring? {
      outcome.text.range(of: #""earshot":"#).map { outcome.text[$0.upperBound...] }
    }
    #expect(tags(plain) == tags(hidden) && tags(plain) != nil, "\(hidden)")
  }
}
