import Testing

@testable import EarshotInsights

@Suite struct AuditCorrectionsTests {
  private func record(
    _ id: String, tag: String, _ reading: AuditReading, right: String? = nil,
    audit: String = "first", text: String? = "a text"
  ) -> AuditedRecord {
    AuditedRecord(
      audit: audit, recordID: id, text: text, hash: AuditKey.hash(ofText: "a text"), tag: [tag],
      reading: reading, right: right.map { [$0] }, confidence: nil, weight: 1, stratum: 0)
  }

  private func outcome(
    _ records: [AuditedRecord], _ id: String?, given: String, line: String = "line 2",
    text: String = "a text"
  ) -> AuditCorrections.Outcome {
    var corrections = AuditCorrections(records)
    return corrections.outcome(id: id, line: line, given: [given]) { AuditKey.hash(ofText: text) }
  }

  @Test("a right tag confirms an equal label and replaces another one")
  func rightTag() {
    let known = [record("7", tag: "a", .correct, right: "a")]
    #expect(outcome(known, "7", given: "a") == .confirmed)
    #expect(outcome(known, "7", given: "b") == .replaced(["a"]))
  }

  @Test("a wrong tag gives way to the label that reviewers name")
  func namedLabel() {
    #expect(
      outcome([record("7", tag: "a", .wrong, right: "b")], "7", given: "a") == .replaced(["b"]))
  }

  @Test("a wrong tag without a better one is not learned; another label of that record is")
  func withdrawn() {
    let known = [record("7", tag: "a", .wrong)]
    #expect(outcome(known, "7", given: "a") == .withdrawn)
    #expect(outcome(known, "7", given: "c") == .unknown)
  }

  @Test("undecided reviews change nothing")
  func undecided() {
    #expect(outcome([record("7", tag: "a", .undecided)], "7", given: "b") == .unknown)
  }

  @Test("a record without an id is known by its line only with the text that was drawn")
  func lines() {
    let known = [record("line 2", tag: "a", .correct, right: "a")]
    #expect(outcome(known, nil, given: "b") == .replaced(["a"]))
    #expect(outcome(known, nil, given: "b", text: "another text") == .unknown)
    #expect(outcome(known, nil, given: "b", line: "line 3") == .unknown)
  }

  @Test("two audits that contradict each other are named, and neither is used")
  func conflict() {
    let known = [
      record("7", tag: "a", .correct, right: "a"),
      record("7", tag: "a", .wrong, right: "b", audit: "second"),
    ]
    #expect(outcome(known, "7", given: "c") == .unknown)
    let corrections = AuditCorrections(known)
    #expect(corrections.conflicts == [.init(recordID: "7", audits: ["first", "second"])])
    #expect(corrections.count == 0 && corrections.rest.isEmpty)
  }

  @Test("records that were not among the input are left over, those without text or label are not")
  func rest() {
    var corrections = AuditCorrections([
      record("1", tag: "a", .correct, right: "a"), record("2", tag: "a", .correct, right: "a"),
      record("3", tag: "a", .wrong), record("4", tag: "a", .correct, right: "a", text: nil),
    ])
    _ = corrections.outcome(id: "1", line: "line 1", given: ["a"]) { "" }
    #expect(corrections.rest.map(\.recordID) == ["2"])
  }
}
