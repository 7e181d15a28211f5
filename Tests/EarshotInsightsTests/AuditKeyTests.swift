import EarshotInsights
import Testing

/// The key of an audit as a file.
@Suite struct AuditKeyTests {
  /// Two strata, three records, the first drawn for double review.
  static let key = AuditKey(
    audit: "topic-2026-11-22-7f3a", field: "topic", createdAt: "2026-11-22T12:00:00Z",
    earshot: "0.1.0", source: .init(files: ["tagged.jsonl"], records: 12, model: nil),
    frame: .init(
      size: 10, duplicates: 1, automaticReplies: 0, withoutTag: 2, unreadable: 0,
      skipsDuplicates: false, hash: "00000000000000ff", from: nil, to: nil),
    seed: .max, blind: true, double: 0.25, redacted: false, design: .stratified,
    allocation: .proportional, stratify: ["topic"],
    strata: [.init(name: "a", size: 6, drawn: 2), .init(name: "b", size: 4, drawn: 1)],
    labels: ["a", "b"],
    records: [
      .init(recordID: "1", stratum: 0, label: "a", confidence: 0.93, decision: "auto", hash: "x"),
      .init(recordID: "2", stratum: 0, label: "a", hash: "y"),
      .init(recordID: "3", stratum: 1, label: "b", hash: "z"),
    ], rows: [2, 0, 1, 0])

  @Test("a key that is written and read again is the same")
  func roundTrip() throws {
    #expect(try AuditKey(json: Self.key.json(), path: "k.audit.json") == Self.key)
  }

  @Test("rows are counted from 1, and a record for double review has two")
  func rows() {
    #expect(Self.key.record(ofRow: 1) == 2)
    #expect(Self.key.record(ofRow: 4) == 0)
    #expect(Self.key.record(ofRow: 0) == nil && Self.key.record(ofRow: 5) == nil)
    #expect(Self.key.rowsOfRecords() == [[2, 4], [3], [1]])
    #expect(Self.key.inclusionProbability(of: 2) == 0.25)
    #expect(Self.key.strata[1].inclusion_probability == 0.25)
  }

  @Test("a file that is no key, a newer one and a damaged one are told apart")
  func errors() {
    func message(_ json: String) -> String? {
      do throws(AuditKeyError) {
        _ = try AuditKey(json: Array(json.utf8), path: "k.audit.json")
        return nil
      } catch { return error.message }
    }
    #expect(
      message("{}")
        == "k.audit.json: this is not the key of an audit. Expected the file NAME.audit.json that `earshot audit draw` wrote beside the sheet."
    )
    #expect(
      message(#"{"format":"earshot-audit","version":2,"strange":true}"#)
        == "k.audit.json: the key has version 2, this program reads up to 1. Use a newer earshot.")
    var key = Self.key
    key.rows[1] = 3
    #expect(
      message(String(decoding: key.json(), as: UTF8.self))
        == "k.audit.json: the key is damaged (a row shows a record that is not listed). Take the file that `earshot audit draw` wrote; it must not be edited."
    )
    key = Self.key
    key.records[0].stratum = -1
    #expect(message(String(decoding: key.json(), as: UTF8.self))?.contains("damaged") == true)
    key = Self.key
    key.strata[1].drawn = 2
    #expect(message(String(decoding: key.json(), as: UTF8.self))?.contains("count") == true)
    #expect(message("[\"format\"")?.contains("not the key") == true)
  }

  @Test("the mark of a text is FNV-1a, and does not change with what a spreadsheet changes")
  func hash() {
    // Published test vectors of FNV-1a 64: "" and "foobar".
    #expect(AuditKey.hash(ofText: "") == "cbf29ce484222325")
    #expect(AuditKey.hash(ofText: "foobar") == "85944171f73967e8")
    let text = AuditKey.hash(ofText: "=1+2\nthe bill")
    #expect(AuditKey.hash(ofText: "'=1+2\r\nthe bill \r\n") == text)
    #expect(AuditKey.hash(ofText: "=1+2\nthe  bill") != text)
  }
}
