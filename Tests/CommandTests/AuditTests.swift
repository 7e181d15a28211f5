import Foundation
import Testing

/// `audit plan` and `audit draw`, and the way from a draw to its verdict.
@Suite struct AuditTests {
  let folder = Folder()

  /// 200 records, tags of another tool: every fiftieth is wrong, so 98 % are right.
  static let frame =
    "id,text,intent,truth\n"
    + (0..<200).map { i in
      let tag = i % 4 == 0 ? "billing" : "delivery"
      let truth = i % 50 == 0 ? "account" : tag
      return "\(i),\"ticket \(i), said \"\"please\"\"\",\(tag),\(truth)\n"
    }.joined()

  static func truth(_ id: Int) -> String {
    id % 50 == 0 ? "account" : id % 4 == 0 ? "billing" : "delivery"
  }

  /// The rows of a sheet as cells, the header first; sheets of these tests have no line breaks in cells.
  static func cells(_ sheet: String) -> [[String]] {
    sheet.split(whereSeparator: \.isNewline).map { line in
      var cells = [""]
      var isQuoted = false
      for character in line {
        if character == "\"" {
          isQuoted.toggle()
        } else if character == ",", !isQuoted {
          cells.append("")
        } else {
          cells[cells.count - 1].append(character)
        }
      }
      return cells
    }
  }

  /// Fills a sheet with what `answer` says of a row and a record's id: reviewer, correct, label.
  func fill(
    _ sheet: String, as name: String,
    _ answer: (_ row: Int, _ id: Int) -> (String, String, String)?
  ) throws {
    var rows = Self.cells(try folder.read(sheet))
    for i in rows.indices.dropFirst() {
      guard let (reviewer, correct, label) = answer(Int(rows[i][1])!, Int(rows[i][2])!) else {
        continue
      }
      rows[i][6...8] = [reviewer, correct, label]
    }
    let text = rows.map { $0.map { "\"\($0)\"" }.joined(separator: ",") + "\n" }.joined()
    folder.write(text.replacing("said please", with: "said \"\"please\"\""), to: name)
  }

  func score(_ arguments: String) throws -> (Outcome, [String: Any]) {
    let outcome = try folder.shell("$earshot audit score \(arguments) --json")
    return (outcome, try #require(try outcome.objects().first, "\(outcome)"))
  }

  @Test("the plan of the contract: 311 reviews, at most 9 errors")
  func plan() throws {
    let got = try folder.shell(
      "$earshot audit plan --target 0.95 --confidence 0.95 --assume 0.98 --power 0.9 --json")
    let plan = try #require(try got.objects().first, "\(got)")
    #expect(got.status == 0 && got.errors.isEmpty)
    #expect(plan["n"] as? Int == 311 && plan["max_errors"] as? Int == 9)
    let oc = try #require(plan["oc"] as? [[String: Double]])
    let target = try #require(oc.first { $0["true_accuracy"] == 0.95 })
    // 0.0498: the risk of PASS where just 95 % are right.
    #expect(target["pass"]! < 0.05 && target["pass"]! > 0.04)
    for point in oc {
      #expect(abs(point["pass"]! + point["not_proven"]! + point["fail"]! - 1) < 1e-12)
    }
    #expect(abs((plan["hours"] as! Double) - 311 * 30 / 3600.0) < 1e-9)
  }

  @Test("the plan for people begins with what to do, shows a picture and the cost")
  func planText() throws {
    let got = try folder.shell("$earshot audit plan --double 0.2 --seconds 45")
    #expect(
      got.lines.prefix(4) == [
        "Review 311 records, drawn at random. PASS with at most 9 errors. FAIL from 23 errors on.",
        "  If 98.0 % of the tags are right, PASS comes with a chance of 90.2 %.",
        "  If no more than 95.0 % are, it comes with one of 5.0 % at most.",
        "  Cost: 373 judgements at 45 s, 4.7 h.",
      ])
    #expect(got.lines.contains { $0.hasSuffix("███░░░░  ← assumed") }, "\(got)")
    #expect(
      got.lines.last == "Next: earshot audit draw TAGGED --field topic --size 311 -o sheet.csv")
  }

  @Test("a plan that can't be fulfilled says why")
  func noPlan() throws {
    let got = try folder.shell("$earshot audit plan --assume 0.95")
    #expect(
      got.errors.hasPrefix(
        "Error: --assume: 0.95 is not above the target 0.95. Tags that are no better than the target can't be shown to be; assume more, or set a lower --target.\n"
      ), "\(got)")
    #expect(got.status == 64)
  }

  @Test("draw, fill, score: a census of known truth is exactly what was put in")
  func census() throws {
    folder.write(Self.frame, to: "in.csv")
    let drawn = try folder.shell(
      "$earshot audit draw in.csv --label-field intent --size 500 --blind --double 0.1 --seed 7 --name A1 -o sheet.csv"
    )
    #expect(
      drawn.errors == """
        Drew all 200 records that have a tag, since there are no more. Seed 7.
        20 records for double review: rows 201 to 220 show records again and belong to another reviewer.
        Wrote sheet.csv for the reviewers (blind) and sheet.audit.json, which stays with you.

        """, "\(drawn)")
    #expect(drawn.status == 0 && drawn.out.isEmpty)
    let key = try folder.read("sheet.audit.json")
    #expect(!key.contains("please") && !key.contains("ticket"), "no text in the key")
    try fill("sheet.csv", as: "filled.csv") { row, id in
      (row > 200 ? "Ben" : "Ana", "", Self.truth(id))
    }
    let (got, json) = try score("filled.csv")
    // 4 of 200 wrong, all of the frame seen: the truth is known.
    #expect(got.status == 3, "account is no tag of the frame: named, counted. \(got)")
    #expect(json["verdict"] as? String == "PASS")
    #expect(json["n"] as? Int == 200 && json["errors"] as? Int == 4)
    for name in ["accuracy", "lower_95", "upper_95"] {
      #expect(json[name] as? Double == 0.98, "\(name)")
    }
    #expect(json["interval_95"] as? [Double] == [0.98, 0.98])
    #expect(json["design"] as? String == "simple")
    #expect(json["reviews_needed"] is NSNull)
    let agreement = try #require(json["agreement"] as? [String: Any])
    #expect(agreement["records"] as? Int == 20 && agreement["raw"] as? Double == 1)
    let labels = try #require(json["by_label"] as? [[String: Any]])
    // Ids 0, 50, 100, 150: 0 and 100 are tagged billing (multiples of 4), 50 and 150 delivery.
    #expect(labels.map { $0["label"] as? String } == ["billing", "delivery"])
    #expect(labels.map { $0["n"] as? Int } == [50, 150])
    #expect(labels.map { $0["errors"] as? Int } == [2, 2])
    #expect((json["confusion"] as? [[String: Any]])?.count == 2)
    let problems = try #require(json["problems"] as? [[String: Any]])
    #expect(problems.allSatisfy { $0["code"] as? String == "unknown_label" })
    // The key lies beside the sheet under another name; it was found by the audit's id.
    #expect(json["key"] as? String == "sheet.audit.json")
  }

  @Test("a draw repeats with its seed, from a file, a pipe, JSON lines or compressed")
  func repeats() throws {
    _ = try folder.shell(
      "$earshot tag --model $model -o tagged.jsonl -", stdin: Data(TinyModel.jsonLines.utf8))
    let draw = "$earshot audit draw --field topic --size 30 --stratify topic,confidence --seed 3"
    _ = try folder.shell("\(draw) tagged.jsonl -o a.csv")
    _ = try folder.shell("gzip -c tagged.jsonl | \(draw) - -o b.csv")
    #expect(try folder.read("a.csv") == folder.read("b.csv"))
    _ = try folder.shell(
      "$earshot tag --model $model -o tagged.csv -", stdin: Data(TinyModel.jsonLines.utf8))
    _ = try folder.shell("\(draw) tagged.csv -o c.csv")
    #expect(try folder.read("a.csv") == folder.read("c.csv"))
    _ = try folder.shell("\(draw) tagged.jsonl -o d.csv --excel")
    #expect(try folder.read("d.csv").hasPrefix("\u{FEFF}audit,row,"))
    let key = try #require(
      JSONSerialization.jsonObject(with: Data(folder.read("a.audit.json").utf8))
        as? [String: Any])
    #expect((key["source"] as? [String: Any])?["model"] as? String ?? "" != "")
    let strata = try #require(key["strata"] as? [[String: Any]])
    for stratum in strata {
      let (size, drawn) = (stratum["size"] as! Int, stratum["drawn"] as! Int)
      let chance = try #require(stratum["inclusion_probability"] as? Double)
      #expect(abs(chance - Double(drawn) / Double(size)) < 1e-15, "read by another parser")
      #expect(drawn >= min(2, size))
    }
  }

  @Test("records without a tag, without a text and broken ones are left out and counted")
  func leftOut() throws {
    folder.write("id,text,intent\n1,hello,a\n2,there,\n3,,a\n4,x\n5,world,b\n", to: "in.csv")
    let got = try folder.shell(
      "$earshot audit draw in.csv --label-column intent --size 10 --seed 1 -o s.csv")
    #expect(
      got.errors == """
        Drew all 2 records that have a tag, since there are no more. Seed 1.
        1 record without a tag left out; 2 records without a readable text left out.
        Wrote s.csv for the reviewers and s.audit.json, which stays with you.
        earshot: 1 record could not be read and was left out; see `earshot inspect`.

        """)
    #expect(got.status == 3)
  }

  @Test("a sheet that was filled is never drawn over")
  func filledSheet() throws {
    folder.write(Self.frame, to: "in.csv")
    let draw = "$earshot audit draw in.csv --label-field intent --size 20 -o s.csv"
    _ = try folder.shell(draw)
    #expect(try folder.shell(draw).status == 0, "nobody has filled it")
    try fill("s.csv", as: "s.csv") { row, _ in row == 3 ? ("Ana", "yes", "") : nil }
    let before = try folder.read("s.csv")
    let got = try folder.shell(draw)
    #expect(
      got.errors
        == "earshot: s.csv: this sheet was filled already (1 row). Choose another name for the new draw, or move the old sheet and its key away.\n"
    )
    #expect(got.status == 1)
    #expect(try folder.read("s.csv") == before)
  }

  @Test("what can't be drawn from is an error that names it, and leaves no file")
  func nothingToDraw() throws {
    folder.write(Self.frame, to: "in.csv")
    let column = try folder.shell("$earshot audit draw in.csv --field topic --size 9 -o s.csv")
    #expect(
      column.errors
        == "earshot: in.csv: no column \"earshot_topic\". The columns are id, text, intent, truth.\n",
      "\(column)")
    let stratum = try folder.shell(
      "$earshot audit draw in.csv --label-field intent --stratify intnt --size 9 -o s.csv")
    #expect(stratum.errors.hasPrefix("earshot: in.csv: no column \"intnt\". Did you mean"))
    let neyman = try folder.shell(
      "$earshot audit draw in.csv --label-field intent --stratify intent --allocation neyman --size 9 -o s.csv"
    )
    #expect(
      neyman.errors
        == "earshot: --allocation neyman shares out by confidence, and no record has one. Name its column with --confidence-field, or use --allocation proportional.\n"
    )
    for got in [column, stratum, neyman] { #expect(got.status == 1) }
    #expect(folder.names == ["in.csv"])
  }

  @Test("flags are drawn from JSON lines, several of them joined, with their confidence")
  func flags() throws {
    folder.write(
      #"{"id":1,"text":"one","earshot":{"flags":[{"flag":"praise","confidence":0.9},{"flag":"how_to","confidence":0.6}]}}"#
        + "\n" + #"{"id":2,"text":"two","earshot":{"flags":[{"flag":"outage","confidence":0.97}]}}"#
        + "\n" + #"{"id":3,"text":"three","earshot":{"flags":[]}}"# + "\n", to: "in.jsonl")
    let got = try folder.shell(
      "$earshot audit draw in.jsonl --field flags --size 3 --stratify confidence --seed 1 -o s.csv")
    #expect(got.status == 0, "\(got)")
    #expect(got.errors.contains("1 record without a tag left out"), "\(got)")
    let rows = Self.cells(try folder.read("s.csv")).dropFirst()
    #expect(Set(rows.map { $0[5] }) == ["praise|how_to", "outage"], "\(rows)")
    let key = try folder.read("s.audit.json")
    #expect(key.contains("0.5–0.8") && key.contains("0.95–1"), "\(key)")
  }
}
