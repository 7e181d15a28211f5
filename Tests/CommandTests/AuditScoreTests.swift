import Foundation
import Testing

/// `audit score`: verdicts whose figures are computed by hand, exit statuses, and hostile sheets.
@Suite struct AuditScoreTests {
  let folder = Folder()

  /// A sheet of another tool, without a key: so many records, the first `wrong` of them wrong.
  private func sheet(_ name: String, _ n: Int, wrong: Int = 0, extra: String = "") {
    let rows = (0..<n).map { "\(name)-\($0),a,\($0 < wrong ? "no" : "yes")\n" }.joined()
    folder.write("record_id,label,correct\n" + rows + extra, to: name)
  }

  private func score(_ arguments: String) throws -> (Outcome, [String: Any]) {
    let outcome = try folder.shell("$earshot audit score \(arguments) --json")
    return (outcome, try #require(try outcome.objects().first, "\(outcome)"))
  }

  @Test("59 right of 59 is the smallest PASS at 95 %, 58 of 58 is not proven and needs one more")
  func smallest() throws {
    sheet("59.csv", 59)
    let (pass, json) = try score("59.csv")
    #expect(pass.status == 0 && pass.errors.isEmpty)
    #expect(json["verdict"] as? String == "PASS")
    #expect(json["design"] as? String == "assumed_simple")
    #expect(json["method"] as? String == "clopper_pearson")
    // Without errors the bound is 0.05^(1/n).
    #expect(abs((json["lower_95"] as! Double) - pow(0.05, 1 / 59.0)) < 1e-12)
    #expect(json["upper_95"] as? Double == 1)
    sheet("58.csv", 58)
    let (open, other) = try score("58.csv")
    #expect(open.status == 4)
    #expect(other["verdict"] as? String == "NOT_PROVEN")
    #expect(other["reviews_needed"] as? Int == 1)
  }

  @Test("93 reviews pass with one error, 92 do not; ten of twenty wrong fail")
  func verdicts() throws {
    sheet("93.csv", 93, wrong: 1)
    #expect(try score("93.csv").0.status == 0)
    sheet("92.csv", 92, wrong: 1)
    #expect(try score("92.csv").0.status == 4)
    sheet("bad.csv", 20, wrong: 10)
    let (fail, json) = try score("bad.csv")
    #expect(fail.status == 2)
    #expect(json["verdict"] as? String == "FAIL" && json["accuracy"] as? Double == 0.5)
  }

  @Test("undecided records count as errors below and as right above")
  func undecided() throws {
    sheet("s.csv", 60, extra: "x,a,cannot_tell\ny,a,\n")
    let (got, json) = try score("s.csv")
    #expect(got.status == 4)
    #expect(json["n"] as? Int == 62 && json["errors"] as? Int == 0)
    let undecided = try #require(json["undecided"] as? [String: Int])
    #expect(undecided["total"] == 2 && undecided["cannot_tell"] == 1 && undecided["missing"] == 1)
    #expect(json["accuracy"] as? Double == 1 && json["upper_95"] as? Double == 1)
    #expect((json["lower_95"] as! Double) < 0.91)
  }

  @Test("two claims together are corrected: what passes alone may not pass beside another")
  func several() throws {
    // 0.95^59 = 0.0485 alone; Holm doubles the smaller of two. At half the risk 0.95^n < 0.025
    // takes 72 reviews.
    sheet("a.csv", 59)
    sheet("b.csv", 59)
    let (got, json) = try score("a.csv b.csv")
    #expect(got.status == 4)
    let claims = try #require(json["claims"] as? [[String: Any]])
    #expect(claims.map { $0["verdict"] as? String } == ["NOT_PROVEN", "NOT_PROVEN"])
    #expect(claims.map { $0["reviews_needed"] as? Int } == [13, 13])
    #expect(abs((claims[0]["p_value"] as! Double) - 2 * pow(0.95, 59)) < 1e-12)
    // 0.95^72 passes at half the risk, and the other then at the whole one.
    sheet("c.csv", 72)
    let (passed, all) = try score("a.csv c.csv")
    #expect(passed.status == 0 && all["verdict"] as? String == "PASS")
  }

  @Test("the verdict comes first, in plain sentences")
  func text() throws {
    // At 3 % errors, 361 reviews are the first that pass with as many errors as are to be expected: 11.
    sheet("s.csv", 100, wrong: 3)
    let got = try folder.shell("$earshot audit score s.csv")
    #expect(
      got.lines[..<5] == [
        "NOT PROVEN: the reviews do not show whether more than 95.0 % of the tags are right.",
        "  261 further reviews would decide it if they go on like these.", "",
        "  100 records: 97 right, 3 wrong, 0 undecided.",
        "  97.0 % of those judged are right; between 91.5 % and 99.4 % of all (95 % interval), at least 92.4 %, at most 99.2 % (one-sided 95 %).",
      ], "\(got)")
    #expect(
      got.lines[5]
        == "  Taken for a simple random sample of many records, since there is no key; exact bounds for one look."
    )
  }

  @Test("the same reviews scored again are one look; other reviews take the anytime bound")
  func looks() throws {
    folder.write(AuditTests.frame, to: "in.csv")
    _ = try folder.shell(
      "$earshot audit draw in.csv --label-field intent --size 60 --seed 4 -o s.csv")
    func fill(_ count: Int) throws {
      let rows = AuditTests.cells(try folder.read("s.csv"))
      let text = rows.enumerated().map { i, cells in
        i == 0
          ? "audit,row,correct" : "\(cells[0]),\(cells[1]),\(i <= count ? "yes" : "")"
      }
      folder.write(text.joined(separator: "\n") + "\n", to: "back.csv")
    }
    try fill(50)
    #expect(try score("back.csv").1["method"] as? String == "hypergeometric")
    #expect(try score("back.csv").1["method"] as? String == "hypergeometric", "no new look")
    try fill(60)
    let (_, second) = try score("back.csv")
    #expect(second["method"] as? String == "anytime_confidence_sequence_finite_frame")
    #expect(second["looks"] as? Int == 2)
    try fill(50)
    #expect(
      (try score("back.csv").1["method"] as? String)?.hasPrefix("anytime_") == true,
      "who has looked twice has looked twice")
    #expect(folder.names.contains("s.scores.json"))
    folder.write("garbage", to: "s.scores.json")
    let (damaged, json) = try score("back.csv")
    #expect((json["method"] as? String)?.hasPrefix("anytime_") == true)
    #expect(
      damaged.errors
        == "Note: s.scores.json should tell how often this audit was scored, and can't be read. The bound that stays right however often one looks is used.\n"
    )
  }

  @Test("--anytime asks for that bound at once")
  func anytime() throws {
    sheet("s.csv", 200)
    let (got, json) = try score("s.csv --anytime")
    #expect(got.status == 0 && json["method"] as? String == "anytime_confidence_sequence")
    #expect((json["lower_95"] as! Double) < pow(0.05, 1 / 200.0), "it is wider")
  }

  @Test("a stratified draw is weighted, and called design-based")
  func stratified() throws {
    // billing: 50 of the frame, 25 drawn, all wrong. delivery: 150, 25 drawn, all right: 75 %, not 50 %.
    folder.write(AuditTests.frame, to: "in.csv")
    _ = try folder.shell(
      "$earshot audit draw in.csv --label-field intent --size 50 --stratify intent --allocation floor --floor 25 --seed 4 -o s.csv"
    )
    let rows = AuditTests.cells(try folder.read("s.csv"))
    let text = rows.enumerated().map { i, cells in
      i == 0
        ? "audit,row,correct" : "\(cells[0]),\(cells[1]),\(cells[5] == "billing" ? "no" : "yes")"
    }
    folder.write(text.joined(separator: "\n") + "\n", to: "back.csv")
    let (got, json) = try score("back.csv")
    #expect(got.status == 2 && json["accuracy"] as? Double == 0.75)
    #expect(json["design"] as? String == "design_based")
    let strata = try #require(json["by_stratum"] as? [[String: Any]])
    #expect(strata.map { $0["stratum"] as? String } == ["billing", "delivery"])
    #expect(strata.map { $0["errors"] as? Int } == [25, 0])
  }

  @Test("a blind sheet without its key is an error; a key of another audit is refused")
  func keys() throws {
    folder.write(AuditTests.frame, to: "in.csv")
    _ = try folder.shell(
      "$earshot audit draw in.csv --label-field intent --size 9 --blind --seed 1 --name A1 -o s.csv"
    )
    _ = try folder.shell(
      "$earshot audit draw in.csv --label-field intent --size 9 --seed 1 --name A2 -o t.csv")
    let other = try folder.shell("$earshot audit score s.csv --key t.audit.json")
    #expect(
      other.errors
        == "earshot: s.csv: the sheet belongs to another audit than the key t.audit.json, which is of \"A2\". Name the right key with --key.\n"
    )
    _ = try folder.shell("rm s.audit.json")
    let blind = try folder.shell("$earshot audit score s.csv")
    #expect(
      blind.errors
        == "earshot: s.csv: the sheet is blind: its column \"label\" is empty, so what was drawn stands only in its key. Name the key with --key (the file NAME.audit.json that `earshot audit draw` wrote beside the sheet).\n"
    )
    let missing = try folder.shell("$earshot audit score s.csv --key no.json")
    #expect(missing.errors == "earshot: no.json: cannot open the key of the audit.\n")
    let none = try folder.shell("$earshot audit score no.csv")
    #expect(none.errors == "earshot: no.csv: no such file.\n")
    for got in [other, blind, missing, none] { #expect(got.status == 1, "\(got)") }
  }

  @Test("two reviewers' sheets of one audit are one claim, and the lead decides between them")
  func sheetsOfOneAudit() throws {
    folder.write(AuditTests.frame, to: "in.csv")
    _ = try folder.shell(
      "$earshot audit draw in.csv --label-field intent --size 200 --double 0.1 --seed 1 -o s.csv")
    let rows = AuditTests.cells(try folder.read("s.csv")).dropFirst()
    func write(_ name: String, _ part: some Sequence<[String]>, _ reviewer: String, _ said: String)
    {
      folder.write(
        "audit;row;reviewer;correct\n"
          + part.map { "\($0[0]);\($0[1]);\(reviewer);\(said)\n" }.joined(), to: name)
    }
    write("ana.csv", rows.prefix(200), "Ana", "yes")
    write("ben.csv", rows.dropFirst(200), "Ben", "no")
    let (open, json) = try score("ana.csv ben.csv")
    #expect(json["n"] as? Int == 200 && json["correct"] as? Int == 180)
    #expect((json["undecided"] as? [String: Int])?["not_adjudicated"] == 20)
    #expect(open.status == 4 || open.status == 2)
    write("lea.csv", rows.dropFirst(200), "Lea", "yes")
    _ = try folder.shell("rm s.scores.json")
    let (closed, decided) = try score("ana.csv ben.csv lea.csv --lead lea")
    #expect(decided["correct"] as? Int == 200 && decided["errors"] as? Int == 0)
    #expect(closed.status == 0)
    #expect((decided["agreement"] as? [String: Any])?["raw"] as? Double == 0)
  }

  @Test(
    "odd rows are named on standard error and in the JSON, and end with 3 where all else is well")
  func problems() throws {
    sheet("s.csv", 70, extra: "x,a\ny,a,perhaps\n")
    let (got, json) = try score("s.csv --target 0.9")
    #expect(
      got.errors == """
        s.csv:72: The row has 2 cells, the header has 3. A cell with the separator in it needs quotes. The row is not counted.
        s.csv:73: "correct" holds none of yes, no and cannot_tell; it is not counted.

        """)
    let problems = try #require(json["problems"] as? [[String: Any]])
    #expect(problems.map { $0["code"] as? String } == ["unreadable_row", "unknown_answer"])
    #expect(problems.map { $0["line"] as? Int } == [72, 73])
    #expect(json["n"] as? Int == 72)
    #expect(got.status == 3, "PASS, but two rows were odd")
    #expect(try score("s.csv --target 0.99").0.status == 4, "not proven goes before")
  }

  @Test("hostile sheets end with a sentence or a verdict, never with a crash")
  func hostile() throws {
    let sheets = [
      "correct\n" + String(repeating: "yes\n", count: 100), "correct\n\0\n", "\u{FEFF}",
      "audit,row,correct\n" + String(repeating: "A,99999999999999999999,yes\n", count: 9),
      "row,correct,label\n-1,yes,a\n0,no,a\n1e9,yes,a\n", "correct,correct\nyes,no\n",
      "label,correct\n\"unclosed,yes\n", "record_id,label,correct,reviewer_label\n1,|,yes,|||\n",
      "{\"correct\":\"yes\",\"label\":\"a\"}\n", "label;correct\n=cmd()|' /C calc'!A0;yes\n",
    ]
    for (i, text) in sheets.enumerated() {
      folder.write(text, to: "h\(i).csv")
      let got = try folder.shell("$earshot audit score h\(i).csv --json")
      #expect([0, 1, 2, 3, 4].contains(got.status), "\(got)")
      #expect(got.status != 1 || got.errors.hasPrefix("earshot: h\(i).csv"), "\(got)")
    }
    for key in ["", "{}", "[1]", #"{"format":"earshot-audit","version":1,"rows":[1]}"#, "\0\0"] {
      folder.write(key, to: "h0.audit.json")
      let got = try folder.shell("$earshot audit score h0.csv")
      #expect(got.status == 1 && got.errors.hasPrefix("earshot: h0.audit.json: "), "\(got)")
    }
  }
}
