import Foundation
import Testing

/// Reviews that go back into models: `audit recalibrate` and `train --from-audits`.
@Suite struct AuditRecalibrateTests {
  let folder = Folder()

  /// An audit of 300 tagged records, drawn whole; each row filled with what `answer` says.
  private func audit(_ answer: (_ id: String, _ label: String) -> String) throws {
    folder.write(TinyModel.jsonLines, to: "in.jsonl")
    let drawn = try folder.shell(
      """
      $earshot tag in.jsonl --model $model -o tagged.jsonl --progress never
      $earshot audit draw tagged.jsonl --field topic --size 300 --seed 7 --name first -o sheet.csv --progress never
      """)
    try #require(drawn.status == 0, "\(drawn)")
    let rows = try folder.read("sheet.csv").split(separator: "\n").map(String.init)
    let filled = rows.dropFirst().map { row in
      let cells = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return cells[..<6].joined(separator: ",") + "," + answer(cells[2], cells[5])
    }
    folder.write(([rows[0]] + filled).joined(separator: "\n") + "\n", to: "sheet.csv")
  }

  private func recalibrate(_ more: String = "") throws -> Outcome {
    try folder.shell(
      "$earshot audit recalibrate sheet.csv --model $model -o new.earshot \(more)")
  }

  @Test("300 right tags make a new version whose card says what it was calibrated on")
  func newVersion() throws {
    try audit { _, _ in "ana,yes,," }
    let got = try recalibrate("--json")
    #expect(got.status == 0 && got.errors == "", "\(got)")
    let report = try #require(try got.objects().first)
    #expect(report["audit"] as? String == "first" && report["reviews"] as? Int == 300)
    let auto = try #require(report["auto"] as? [String: Any])
    #expect(auto["coverage"] as? Double == 1 && auto["reviews"] as? Int == 200)
    let shown = try folder.shell(
      "$earshot model verify new.earshot && $earshot model show new.earshot")
    #expect(shown.text.contains("tiny@1.0.1+"), "\(shown)")
    #expect(shown.text.contains("tested on 200 records of audit first, 300 reviews"), "\(shown)")
  }

  @Test("the report for people shows said against found, and the new model's name")
  func people() throws {
    try audit { id, _ in (Int(id) ?? 0) % 3 == 0 ? "ana,no,," : "ana,yes,," }
    let got = try recalibrate("--model-version 2.0")
    #expect(got.status == 0, "\(got)")
    #expect(got.lines.first == "Audit first, field topic: 300 records reviewed, 0 undecided.")
    #expect(got.text.contains("Confidence as tagged, and what reviewers found"))
    #expect(
      got.text.contains("Auto: never. On 200 other reviews no threshold can promise"), "\(got)")
    #expect(got.text.contains("tags are now less sure"), "\(got)")
    #expect(got.lines.last?.contains("tiny@2.0+") == true)
  }

  @Test("a model without the audited field is refused with its fields")
  func otherField() throws {
    try audit { _, _ in "ana,yes,," }
    let got = try recalibrate("--field mood")
    #expect(
      got.status == 1 && got.errors.contains("has no field \"mood\". Its fields: topic."), "\(got)")
    #expect(!folder.names.contains("new.earshot"))
  }

  @Test("a sheet without its key is refused, since what was drawn is not known")
  func withoutKey() throws {
    try audit { _, _ in "ana,yes,," }
    try FileManager.default.removeItem(atPath: folder.path("sheet.audit.json"))
    let got = try recalibrate()
    #expect(got.status == 1 && got.errors.contains("there is no key beside the sheet"), "\(got)")
  }

  @Test("texts that were edited are left out and counted")
  func editedTexts() throws {
    try audit { _, _ in "ana,yes,," }
    let edited = try folder.read("sheet.csv").replacingOccurrences(of: " courier", with: " driver")
    folder.write(edited, to: "sheet.csv")
    let got = try recalibrate("--json")
    let report = try got.objects().first
    let left = try #require(report?["left_out"] as? [String: Any], "\(got)")
    // Two of the 24 sentences name a courier, and each record is made of two.
    #expect((20...100).contains(left["without_text"] as? Int ?? 0), "\(got)")
    #expect(got.status == 3, "edited texts are problems of the sheet")
  }

  // MARK: - train --from-audits

  private func train(_ more: String) throws -> Outcome {
    try folder.shell(
      "$earshot train labelled.jsonl --label-field topic --strength 10 --characters none --embedding none -o t.earshot --json \(more)"
    )
  }

  @Test(
    "reviewed labels replace those given, wrong ones without a better one are left out, others are added"
  )
  func fromAudits() throws {
    // Of the ids 0…299: 0 gets another label, 1 is wrong without one, all others are right.
    try audit { id, label in
      switch id {
      case "0": "ana,no,delivery.late,"
      case "1": "ana,no,,"
      default: "ana,yes,,"
      }
    }
    // The records 0…99 as they were tagged, to be learned from.
    let tagged = try folder.read("tagged.jsonl").split(separator: "\n").prefix(100).map { line in
      let record = try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let earshot = record["earshot"] as? [String: Any]
      let topic = (earshot?["topic"] as? [String: Any])?["label"] as? String ?? "billing.refund"
      return #"{"id":\#(record["id"]!),"text":"\#(record["text"]!)","topic":"\#(topic)"}"#
    }
    folder.write(tagged.joined(separator: "\n") + "\n", to: "labelled.jsonl")
    let got = try train("--from-audits sheet.csv")
    #expect(got.status == 0, "\(got)")
    #expect(
      got.errors
        == "From audits: 1 label replaced, 98 confirmed, 1 record with a wrong label and no better one left out, 200 records added.\n"
    )
    let report = try #require(try got.objects().first)
    #expect(report["n"] as? Int == 299)
    let shown = try folder.shell("$earshot model show t.earshot")
    #expect(shown.text.contains("labelled.jsonl, audit first, 300 reviews"), "\(shown)")
  }

  @Test("an audit of another field is refused")
  func auditOfOtherField() throws {
    try audit { _, _ in "ana,yes,," }
    folder.write(
      #"{"text":"a","mood":"x"}"# + "\n" + #"{"text":"b","mood":"y"}"# + "\n", to: "m.jsonl")
    let got = try folder.shell(
      "$earshot train m.jsonl --label-field mood --field mood -o t.earshot --embedding none --from-audits sheet.csv"
    )
    #expect(got.status == 1)
    #expect(
      got.errors
        == "earshot: --from-audits: the audit first is of \"topic\", this training learns \"mood\" from \"mood\". Leave its sheets out, or name the field with --field.\n"
    )
  }
}
