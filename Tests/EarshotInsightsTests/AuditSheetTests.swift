import EarshotInsights
import Foundation
import Testing

/// Sheets as they go out and as they come back.
@Suite struct AuditSheetTests {
  /// Five records, tags a or b; the first stands in row 6 too.
  static func key(blind: Bool = false) -> AuditKey {
    var key = AuditKeyTests.key
    key.blind = blind
    key.audit = "A1"
    key.labels = ["a", "b", "mar.3"]
    key.design = .simple
    key.strata = [.init(name: "all records", size: 100, drawn: 5)]
    key.records = (1...5).map {
      .init(
        recordID: "T\($0)", stratum: 0, label: $0 < 4 ? "a" : "b",
        hash: AuditKey.hash(ofText: "text \($0)"))
    }
    key.rows = [0, 1, 2, 3, 4, 0]
    return key
  }

  static func filled(_ text: String, name: String = "filled.csv") throws -> AuditFilledSheet {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("earshot-sheet-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent(name)
    try Data(text.utf8).write(to: file)
    return try AuditFilledSheet(path: file.path)
  }

  /// Scores rows under the usual header.
  static func reviews(
    _ rows: String, blind: Bool = false, lead: String? = nil
  ) throws -> AuditReviews {
    let header = "audit,row,record_id,text,field,label,reviewer,correct,reviewer_label,note\n"
    return try AuditReviews([filled(header + rows + "\n")], key: key(blind: blind), lead: lead)
  }

  private func codes(_ reviews: AuditReviews) -> [String] {
    reviews.problems.map { "\($0.line ?? 0) \($0.code.rawValue)" }
  }

  @Test("a sheet has the contract's columns, and cells that can't run as formulas")
  func written() {
    var key = Self.key()
    key.records[0].record_id = "=1+2"
    let texts = ["=cmd()", "say \"hi\", all", "two\nlines", "-", "@x"]
    let sheet = String(decoding: AuditSheet.csv(key, texts: texts), as: UTF8.self)
    #expect(
      sheet == """
        audit,row,record_id,text,field,label,reviewer,correct,reviewer_label,note
        A1,1,'=1+2,'=cmd(),topic,a,,,,
        A1,2,T2,"say ""hi"", all",topic,a,,,,
        A1,3,T3,"two
        lines",topic,a,,,,
        A1,4,T4,'-,topic,b,,,,
        A1,5,T5,'@x,topic,b,,,,
        A1,6,'=1+2,'=cmd(),topic,a,,,,

        """)
    let excel = AuditSheet.csv(Self.key(blind: true), texts: texts, excel: true)
    #expect(Array(excel.prefix(3)) == [0xEF, 0xBB, 0xBF])
    #expect(String(decoding: excel, as: UTF8.self).contains("A1,1,T1,'=cmd(),topic,,,,,\r\n"))
  }

  @Test("rows in any order with any separator, byte order mark and CR LF are read without a word")
  func orders() throws {
    let sheet =
      "\u{FEFF}note;correct;row;reviewer_label;text;reviewer;audit\r\n"
      + ";no;4;a;text 4;Ben;A1\r\n;TRUE;1.0;;text 1;Ana;A1\r\n;Ja;2;;text 2\r\n;Ana;A1\r\n"
      + ";;3;A;text 3;Ana;A1\r\n"
    let reviews = try AuditReviews([Self.filled(sheet)], key: Self.key())
    // The third row broke in two: both halves are named.
    #expect(codes(reviews) == ["4 unreadable_row", "5 unreadable_row"])
    let readings = reviews.readings
    #expect(readings.readings == [.correct, .undecided, .correct, .wrong, .undecided])
    #expect(readings.reasons == [nil, .missing, nil, nil, .missing])
    #expect(readings.labels == ["a", nil, "a", "a", nil])
  }

  @Test("each oddity is named with its line, and the rest is counted")
  func odd() throws {
    let reviews = try Self.reviews(
      """
      A1,1,T1,text 1,topic,a,Ana,yes,,
      A1,2,T2,another text,topic,a,Ana,yes,,
      A1,3,T3,text 3,topic,b,Ana,no,,
      A1,9,T4,text 4,topic,b,Ana,yes,,
      A1,04. Jan,T4,text 4,topic,b,Ana,yes,,
      A2,4,T4,text 4,topic,b,Ana,yes,,
      A1,4,T9,text 4,topic,b,Ana,perhaps,c,
      A1,5,T5,text 5,topic,b,Ana,no,03. Mrz,
      A1,6,T1,text 1,topic,a,Ben,yes,b,
      A1,1,T1,text 1,topic,a,Ana,yes,,
      """)
    #expect(
      codes(reviews) == [
        "3 edited_text", "4 edited_label", "5 unknown_row", "6 unknown_row", "7 other_audit",
        "8 edited_record_id", "8 unknown_label", "8 unknown_answer", "9 date_in_cell",
        "10 contradiction", "11 doubled_row",
      ])
    // Record 1: Ben contradicts himself. Record 4: only the label counts, which is not b.
    #expect(reviews.readings.readings == [.undecided, .correct, .wrong, .wrong, .wrong])
    #expect(reviews.readings.reasons == [.contradiction, nil, nil, nil, nil])
    #expect(reviews.uncountedRows == 4)
  }

  @Test("the sentences, whole; none carries what stands in a cell")
  func sentences() throws {
    let reviews = try Self.reviews(
      """
      A1,99,T1,secret,topic,a,Ana,secret,secret,
      A1,Jan 7,T1,secret,topic,a,Ana,yes,,
      A1,1,secret,secret,topic,secret,Ana,secret,bb,
      A1,2,T2,text 2,topic,a,Ana,yes,b,
      """)
    #expect(
      reviews.problems.map(\.sentence) == [
        "filled.csv:2: \"row\" is not a row of this audit (1 to 6); the row is not counted.",
        "filled.csv:3: \"row\" holds a date, which a spreadsheet made of it; the row is not counted.",
        "filled.csv:4: \"record_id\" is not that of row 1 in the key; counted by its row.",
        "filled.csv:4: the text is not the one that was drawn; counted. Was it edited?",
        "filled.csv:4: \"label\" is not the tag that was drawn; the one in the key counts.",
        "filled.csv:4: \"reviewer_label\" is none of the audit's 3 labels; counted as given. Did the reviewer mean \"b\"?",
        "filled.csv:4: \"correct\" holds none of yes, no and cannot_tell; it is not counted.",
        "filled.csv:5: \"correct\" and \"reviewer_label\" contradict each other; the record is undecided.",
      ])
  }

  @Test("ids that a spreadsheet took for numbers are still the ids")
  func spreadsheetIDs() throws {
    var key = Self.key()
    key.records[0].record_id = "00042"
    key.records[1].record_id = "1234567890123456"
    let reviews = try AuditReviews(
      [Self.filled("row,record_id,correct\n1,42,yes\n2,1.23457E+15,yes\n3,T3,yes\n")], key: key)
    #expect(reviews.problems.isEmpty)
  }

  @Test("a row that stands twice with two answers counts for neither")
  func contradictingRows() throws {
    let reviews = try Self.reviews(
      "A1,1,T1,text 1,topic,a,Ana,yes,,\nA1,1,T1,text 1,topic,a,ana,no,,\nA1,2,T2,text 2,topic,a,Ana,yes,,"
    )
    #expect(
      reviews.problems.map(\.sentence) == [
        "filled.csv:3: the row stands twice with different answers (line 2); neither is counted."
      ])
    #expect(reviews.readings.readings[..<2] == [.undecided, .correct])
    #expect(reviews.readings.reasons[0] == .missing)
  }

  @Test("two reviewers who disagree are undecided until the lead decides")
  func adjudication() throws {
    let rows = "A1,1,T1,text 1,topic,a,Ana,yes,,\nA1,6,T1,text 1,topic,a,Ben,no,,\n"
    let open = try Self.reviews(rows).readings
    #expect(open.readings[0] == .undecided && open.reasons[0] == .notAdjudicated)
    let closed = try Self.reviews(
      rows + "A1,1,T1,text 1,topic,a,Lea,no,b,", lead: " LEA "
    ).readings
    #expect(closed.readings[0] == .wrong && closed.labels[0] == "b")
    #expect(closed.ratings[0].map(\.reviewer) == ["Ana", "Ben"], "the lead is no rater")
  }

  @Test("one tells and the other can't: the one that tells")
  func cannotTell() throws {
    let readings = try Self.reviews(
      """
      A1,1,T1,text 1,topic,a,Ana,cannot_tell,,
      A1,6,T1,text 1,topic,a,Ben,yes,,
      A1,2,T2,text 2,topic,a,Ana,?,,
      """
    ).readings
    #expect(readings.readings[..<2] == [.correct, .undecided])
    #expect(readings.reasons[1] == .cannotTell)
    #expect(readings.count(.missing) == 3)
  }

  @Test("blind: right is who names the hidden tag; a yes without a label is named")
  func blind() throws {
    let reviews = try Self.reviews(
      """
      A1,1,T1,text 1,topic,,Ana,,A,
      A1,2,T2,text 2,topic,,Ana,yes,,
      A1,3,T3,text 3,topic,,Ana,yes,b,
      A1,4,T4,text 4,topic,b,Ana,,,
      A1,5,T5,text 5,topic,,Ana,,a,
      A1,6,T1,text 1,topic,,Ben,,b,
      """, blind: true)
    #expect(codes(reviews) == ["3 blind_answer", "5 edited_label"])
    let readings = reviews.readings
    #expect(readings.readings == [.undecided, .undecided, .wrong, .undecided, .wrong])
    #expect(readings.reasons == [.notAdjudicated, .missing, nil, .missing, nil])
  }

  @Test("blind reviewers who both name other labels differ, and the tag is wrong")
  func bothWrong() {
    let readings = AuditReadings(
      Self.key(blind: true),
      judgements: [
        .init(row: 1, reviewer: "Ana", reviewerLabel: "b"),
        .init(row: 6, reviewer: "Ben", reviewerLabel: "mar.3"),
        .init(row: 77, reviewer: "Ben", reviewerLabel: "a"),
      ])
    #expect(readings.readings[0] == .wrong && readings.labels[0] == nil)
    #expect(readings.ratings[0].map(\.label) == ["b", "mar.3"])
  }

  @Test("a label that is a date and a label of the audit is a label")
  func labelLikeADate() throws {
    let reviews = try Self.reviews("A1,1,T1,text 1,topic,a,Ana,no,mar.3,")
    #expect(reviews.problems.isEmpty && reviews.readings.labels[0] == "mar.3")
  }

  @Test("labels of several are the same in any order")
  func several() {
    let judgement = AuditJudgement(row: 1, reviewer: "", reviewerLabel: "b | a")
    #expect(judgement.finding(label: "a|b", blind: true) == .correct)
    #expect(judgement.finding(label: "a", blind: true) == .wrong)
  }

  @Test("without a key a record is an id, and unreadable rows are undecided records")
  func withoutKey() throws {
    let reviews = try AuditReviews(
      [
        Self.filled(
          """
          record_id,label,correct,reviewer
          1,a,yes,Ana
          1,a,no,Ben
          2,a,yes,Ana
          3,b,no,Ana
          4,b
          ,b,yes,Ana
          ,b,yes,Ana

          """)
      ], key: nil)
    #expect(reviews.labels.count == 6)
    #expect(codes(reviews) == ["6 unreadable_row"])
    let readings = reviews.readings
    #expect(readings.count(.correct) == 3 && readings.count(.wrong) == 1)
    #expect(readings.count(.notAdjudicated) == 1 && readings.count(.missing) == 1)
    #expect(reviews.sample(readings).strata.map(\.size) == [nil])
  }

  @Test("sheets that can't be scored say why and what to do")
  func errors() throws {
    func message(_ text: String, key: AuditKey? = nil) -> String {
      do {
        _ = try AuditReviews([Self.filled(text)], key: key, keyPath: "k.audit.json")
        return "no error"
      } catch let error as AuditScoreError {
        let path = error.message.range(of: "filled.csv")!
        return String(error.message[path.lowerBound...])
      } catch {
        return "\(error)"
      }
    }
    #expect(message("") == "filled.csv: the sheet has no rows.")
    #expect(message("row,correct\n") == "filled.csv: the sheet has no rows.")
    #expect(
      message("id,text\n1,x\n")
        == "filled.csv: this is not a sheet of an audit: it has no column \"correct\" and none \"reviewer_label\". The columns are id, text."
    )
    #expect(
      message("record_id,label,reviewer_label,correct\n1,,a,\n")
        == "filled.csv: the sheet is blind: its column \"label\" is empty, so what was drawn stands only in its key. Name the key with --key (the file NAME.audit.json that `earshot audit draw` wrote beside the sheet)."
    )
    #expect(
      message("record_id,reviewer_label\n1,a\n")
        == "filled.csv: there is no column \"label\" with the tags and no column \"correct\", so nothing says whether a tag is right. Name the key with --key."
    )
    #expect(
      message("audit,row,correct\nB7,1,yes\n", key: Self.key())
        == "filled.csv: the sheet belongs to another audit than the key k.audit.json, which is of \"A1\". Name the right key with --key."
    )
  }
}
