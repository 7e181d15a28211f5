import Foundation
import Testing

/// Exports of well-known products are read without a mapping file; `inspect` shows how.
@Suite struct PresetTests {
  let folder = Folder()

  private func topic(_ file: String, _ preset: String) throws -> [String] {
    let got = try folder.shell("$earshot tag \(file) --from \(preset) --model $model")
    #expect(got.status == 0 && got.errors == "", "\(got)")
    return try got.objects().map { object in
      let topic = (object["earshot"] as? [String: Any])?["topic"] as? [String: Any]
      return topic?["label"] as? String ?? topic?["reason"] as? String ?? "none"
    }
  }

  @Test("Zendesk: subject and description of each ticket in the envelope")
  func zendesk() throws {
    folder.write(
      """
      {"tickets": [
        {"id": 1, "created_at": "2026-03-01T10:00:00Z", "subject": "Refund", "description": "I want my money back", "via": {"channel": "email"}, "tags": ["vip"]},
        {"id": 2, "created_at": "2026-03-01T11:00:00Z", "subject": null, "description": "my parcel is late"}
      ], "next_page": null, "count": 2}
      """, to: "z.json")
    #expect(try topic("z.json", "zendesk") == ["billing.refund", "delivery.late"])
    let got = try folder.run("inspect", "z.json", "--from", "zendesk")
    #expect(got.status == 0)
    for line in [
      "z.json: json, utf-8", "  records    2, of which 2 readable",
      "  times      2026-03-01T10:00:00Z to 2026-03-01T11:00:00Z", "  mapping    preset zendesk",
      "    text     subject, description", "    channel  via.channel",
    ] { #expect(got.lines.contains(line), "\(line): \(got)") }
  }

  @Test("Intercom: the customer's parts only, HTML taken off")
  func intercom() throws {
    folder.write(
      #"{"conversations":[{"id":"c1","created_at":1772359200,"source":{"type":"conversation","subject":"","body":"<p>my <b>password</b> does not work</p>","author":{"type":"user","id":"u1"}},"conversation_parts":{"conversation_parts":[{"body":"<p>refund refund refund money back</p>","author":{"type":"admin"}},{"body":"<p>cannot log in</p>","author":{"type":"user"}}]}}]}"#,
      to: "i.json")
    #expect(try topic("i.json", "intercom") == ["account.login"])
  }

  @Test("Freshdesk: the plain text beside the HTML")
  func freshdesk() throws {
    folder.write(
      #"[{"id":7,"subject":"parcel","description":"<div>x</div>","description_text":"the delivery is late","created_at":"2026-03-01T10:00:00Z"}]"#,
      to: "f.json")
    #expect(try topic("f.json", "freshdesk") == ["delivery.late"])
  }

  @Test("Salesforce: a report of cases as CSV")
  func salesforce() throws {
    folder.write(
      "\"Case Number\",\"Subject\",\"Description\",\"Date/Time Opened\"\r\n\"00001\",\"Login\",\"my password\nis rejected\",\"2026-03-01\"\r\n",
      to: "s.csv")
    #expect(try topic("s.csv", "salesforce") == ["account.login"])
  }

  @Test("NPS: score and comment, an empty comment is no error")
  func nps() throws {
    folder.write("id,score,comment\n1,2,the refund never came\n2,9,\n", to: "n.csv")
    #expect(try topic("n.csv", "nps") == ["billing.refund", "empty_text"])
  }

  @Test("a file that the product did not export")
  func misfit() throws {
    folder.write("id,words\n1,a\n", to: "n.csv")
    let got = try folder.shell("$earshot tag n.csv --from zendesk --model $model")
    #expect(got.status == 1)
    #expect(
      got.errors.hasPrefix("earshot: n.csv: not a file that zendesk exports: expected "), "\(got)")
    #expect(
      got.errors.hasSuffix(" The columns are id, words. Use --text-field or --mapping.\n"), "\(got)"
    )
  }

  @Test("inspect names problems with their first line, and ends with 3")
  func inspectProblems() throws {
    folder.write("id,text,lang\n1,a,en\n2\n3,,en\n4,b,de\n", to: "in.csv")
    let got = try folder.run("inspect", "in.csv", "--where", "lang=en")
    #expect(
      got.text == """
        in.csv: csv, utf-8
          records    3, of which 2 readable
          left out   1 by --where
          empty      1 text
          texts      0 bytes on average
          mapping    guessed: the column "text" has the name of a text
            text     text
            id       id
          fields     id, text, lang
          problem    1 × unequal_row, first on line 3: The row has 1 cell, the header has 3. A cell with the separator in it needs quotes.

        """, "\(got)")
    #expect(got.status == 3)
    folder.write("", to: "empty")
    #expect(try folder.run("inspect", "empty").text == "empty: empty\n")
  }
}
