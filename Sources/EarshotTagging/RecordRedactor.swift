import EarshotRecords
import EarshotText

/// Hides personal data in records: the text fields, or every string, in place, all other bytes kept.
public struct RecordRedactor: Sendable {
  /// A record without its personal data.
  public struct Redacted: Sendable {
    /// The record alone, number 0; its text is that of `text`'s original.
    public var batch: RecordBatch
    /// The text that was read, redacted as its fields are, and the way from one to the other.
    public var text: RedactedText
    /// Placeholders by kind, in all fields.
    public var counts: [Redaction.Kind: Int]
  }

  private let redactor: Redactor
  private let plan: ReadPlan
  private let allStrings: Bool

  /// - Parameters:
  ///   - plan: of the reader that reads the records.
  ///   - allStrings: every string and cell, with the name of its field as a hint, not only the text
  ///     fields.
  public init(_ redactor: Redactor, plan: ReadPlan, allStrings: Bool = false) {
    self.redactor = redactor
    self.plan = plan
    self.allStrings = allStrings
  }

  /// Hides what is personal in record `i`. The same value gets the same placeholder in all fields.
  ///
  /// Of a record that could not be read the whole input is searched.
  ///
  /// - Complexity: O(bytes of the record).
  public func redact(_ i: Int, of batch: RecordBatch) -> Redacted {
    var numbering = RedactionNumbering()
    var result = Redacted(batch: RecordBatch(), text: RedactedText(), counts: [:])
    let record = batch.records[i]
    var fields = record.problem == nil ? batch.textFields(of: i, plan) : []
    let read = fields.count
    if allStrings, record.problem == nil { fields += batch.strings(of: i) }
    if record.problem != nil {
      let input = redactor.redacted(
        batch.bytes.span.extracting(record.raw), numbering: &numbering)
      Self.count(input, &result.counts)
      result.batch = batch.replacingInput(of: i, with: input.bytes)
      return result
    }
    var replaced: [(field: TextField, value: [UInt8])] = []
    var value: [UInt8] = []
    for (n, field) in fields.enumerated() {
      // Among all strings the text fields stand a second time.
      if n >= read, fields[..<read].contains(where: { $0.isSame(as: field) }) { continue }
      value.removeAll(keepingCapacity: true)
      batch.appendText(of: field, to: &value)
      let text =
        n < read
        ? redactor.redacted(value.span, numbering: &numbering)
        : redactor.redacted(value.span, after: field.name, numbering: &numbering)
      if n < read, field.isRead { result.text.join(text) }
      guard !text.edits.isEmpty else { continue }
      Self.count(text, &result.counts)
      replaced.append((field, text.bytes))
    }
    result.batch = batch.replacing(replaced, of: i, plan)
    return result
  }

  private static func count(_ text: RedactedText, _ counts: inout [Redaction.Kind: Int]) {
    for edit in text.edits { counts[edit.kind, default: 0] += 1 }
  }
}
