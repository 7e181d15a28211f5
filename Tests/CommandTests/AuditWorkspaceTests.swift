import Foundation
import Testing

/// An audit that goes from the draw to the verdict in a workspace, and what of texts is shown.
@Suite struct AuditWorkspaceTests {
  let folder = Folder()

  private func draw(_ more: String) throws -> Outcome {
    folder.write(
      """
      id,text,topic
      1,"Please write to anna@example.com, I was charged twice",billing
      2,The parcel never came,delivery
      3,I cannot log in,login

      """, to: "tagged.csv")
    return try folder.shell(
      "$earshot audit draw tagged.csv --label-field topic --text-field text --size 3 --seed 1 --name a -o sheet.csv \(more)"
    )
  }

  @Test("draw --workspace, review there, score --workspace: a census with one wrong tag")
  func wholeWay() throws {
    let drawn = try draw("--workspace w.sqlite")
    #expect(drawn.status == 0, "\(drawn)")
    #expect(drawn.errors.hasSuffix("Open for review: earshot serve --workspace w.sqlite\n"))
    let open = try folder.run("audit", "score", "--workspace", "w.sqlite", "--json")
    #expect(try open.objects().first?["verdict"] as? String == "NOT_PROVEN", "\(open)")
    #expect(open.status == 4)
    let review = try folder.run(
      "audit", "review", "--workspace", "w.sqlite", "--reviewer", "Ann", stdin: "y\nn\ny\n")
    #expect(review.status == 0, "\(review)")
    let score = try folder.run("audit", "score", "--workspace", "w.sqlite", "--json")
    let report = try #require(try score.objects().first, "\(score)")
    // All three were judged: two of three are right, for certain.
    #expect(report["n"] as? Int == 3 && report["errors"] as? Int == 1)
    #expect(report["upper_95"] as? Double == 2.0 / 3)
    #expect(report["verdict"] as? String == "FAIL" && score.status == 2)
  }

  @Test("score SHEET --workspace brings the sheet's rows in first")
  func sheetIntoWorkspace() throws {
    _ = try draw("--workspace w.sqlite")
    let filled = try folder.read("sheet.csv").replacingOccurrences(of: ",,,,", with: ",Ann,yes,,")
    folder.write(filled, to: "filled.csv")
    let score = try folder.run(
      "audit", "score", "filled.csv", "--workspace", "w.sqlite", "--json")
    #expect(try score.objects().first?["correct"] as? Int == 3, "\(score)")
    let again = try folder.run(
      "audit", "score", "--workspace", "w.sqlite", "--audit", "a", "--json")
    #expect(try again.objects().first?["correct"] as? Int == 3, "\(again)")
  }

  @Test("a workspace without that audit, and neither sheet nor workspace, are said so")
  func mistakes() throws {
    _ = try draw("--workspace w.sqlite")
    let other = try folder.run("audit", "score", "--workspace", "w.sqlite", "--audit", "b")
    #expect(other.status == 1 && other.errors.contains("b"), "\(other)")
    #expect(try folder.run("audit", "score").status == 64)
    #expect(try folder.run("audit", "score", "sheet.csv", "--audit", "a").status == 64)
    #expect(try draw("--kinds EMAIL").status == 64)
  }

  @Test("draw --redact hides personal data in the sheet, and the key says so")
  func redactedDraw() throws {
    let drawn = try draw("--redact")
    #expect(drawn.status == 0, "\(drawn)")
    let sheet = try folder.read("sheet.csv")
    #expect(sheet.contains("write to [EMAIL_1], I was") && !sheet.contains("anna@"))
    #expect(try folder.read("sheet.audit.json").contains(#""redacted":true"#))
  }

  @Test("a report quotes wrong tags without personal data, and with --no-quotes not at all")
  func quotes() throws {
    _ = try draw("")
    let filled = try folder.read("sheet.csv").replacingOccurrences(
      of: "billing,,,,", with: "billing,Ann,no,login,")
    folder.write(filled, to: "sheet.csv")
    let report = try folder.run("audit", "report", "sheet.csv", "-o", "r.html")
    let page = try folder.read("r.html")
    #expect(report.status == 0 && page.contains("write to [EMAIL_1], I was"), "\(report)")
    #expect(!page.contains("anna@"))
    _ = try folder.run("audit", "report", "sheet.csv", "--no-quotes", "-o", "bare.html")
    #expect(try !folder.read("bare.html").contains("I was charged"))
  }

  @Test("export writes what was reviewed as a sheet that scores alike; close deletes the texts")
  func exportAndClose() throws {
    _ = try draw("--workspace w.sqlite")
    _ = try folder.run(
      "audit", "review", "--workspace", "w.sqlite", "--reviewer", "Ann", stdin: "y\nn\n?\n")
    let export = try folder.run("audit", "export", "--workspace", "w.sqlite", "-o", "out.csv")
    #expect(export.status == 0 && export.errors == "Wrote out.csv: 3 judgements.\n", "\(export)")
    let score = try folder.run("audit", "score", "out.csv", "--json")
    let report = try #require(try score.objects().first, "\(score)")
    #expect(report["correct"] as? Int == 1 && report["errors"] as? Int == 1)
    #expect((report["problems"] as? [Any])?.isEmpty == true)
    let close = try folder.run("audit", "close", "a", "--workspace", "w.sqlite")
    #expect(close.errors == "a is closed, its texts are deleted.\n" && close.status == 0)
    _ = try folder.run("audit", "export", "--workspace", "w.sqlite", "-o", "bare.csv")
    let bare = try folder.read("bare.csv")
    #expect(!bare.contains("charged twice") && bare.contains(",Ann,yes,"))
  }

  @Test("a second draw of the same name keeps the first one's key where scoring finds it")
  func drawnOver() throws {
    _ = try draw("--blind")
    _ = try folder.shell("sed 's/,,,,$/,Ann,,billing,/' sheet.csv > ann.csv")
    let again = try folder.shell(
      "$earshot audit draw tagged.csv --label-field topic --text-field text --size 3 --seed 2 --name b -o sheet.csv"
    )
    #expect(again.status == 0, "\(again)")
    #expect(again.errors.contains("The key of the draw before, a, is kept as a.audit.json.\n"))
    let score = try folder.run("audit", "score", "ann.csv", "--json")
    #expect(try score.objects().first?["correct"] as? Int == 1, "\(score)")
  }

  @Test("no output replaces what is read, whatever its path is written like")
  func overInputs() throws {
    _ = try draw("")
    for line in [
      "audit report ./sheet.csv -o sheet.csv", "audit report sheet.csv -o ./sheet.audit.json",
      "audit draw tagged.csv --label-field topic --text-field text --size 3 -o ./tagged.csv",
      "audit suspects tagged.csv --label-field topic --text-field text -o ./tagged.csv",
    ] {
      let before = [try folder.read("sheet.csv"), try folder.read("tagged.csv")]
      let run = try folder.shell("$earshot \(line)")
      #expect(run.status == 1 && run.errors.contains("can't be written to"), "\(run)")
      #expect(try [folder.read("sheet.csv"), folder.read("tagged.csv")] == before)
    }
  }

  @Test("several audits want a name; a lead is for sheets")
  func several() throws {
    _ = try draw("--workspace w.sqlite")
    _ = try folder.shell(
      "$earshot audit draw tagged.csv --label-field topic --text-field text --size 3 --seed 2 --name b -o b.csv --workspace w.sqlite"
    )
    let score = try folder.run("audit", "score", "--workspace", "w.sqlite")
    #expect(score.status == 1)
    #expect(
      score.errors == "earshot: w.sqlite holds several audits. Name one with --audit: a, b.\n"
        || score.errors == "earshot: w.sqlite holds several audits. Name one with --audit: b, a.\n")
    let lead = try folder.run("audit", "score", "b.csv", "--workspace", "w.sqlite", "--lead", "Ann")
    #expect(lead.status == 64, "\(lead)")
  }

  @Test("records of one id with other texts are other records; no cell is repeated in a message")
  func withoutKey() throws {
    folder.write(
      """
      record_id,text,label,correct
      7,one,a,yes
      7,two,a,no
      7,two,a,no

      """, to: "vendor.csv")
    let score = try folder.run("audit", "score", "vendor.csv", "--json")
    let report = try #require(try score.objects().first, "\(score)")
    #expect(report["n"] as? Int == 2 && report["errors"] as? Int == 1)
    folder.write("1,my card is 4111 1111 1111 1111 ok,x,yes\n2,b,c,no\n", to: "bare.csv")
    let bare = try folder.run("audit", "score", "bare.csv")
    #expect(bare.status == 1 && !bare.errors.contains("4111"), "\(bare)")
  }
}
