/// One message in: where its bytes, its text and its fields lie in the batch.
public struct Record: Sendable {
  /// The line it begins on, from 1.
  public let line: Int
  /// Its bytes as read (decoded to UTF-8, without the line break), a range of `RecordBatch.bytes`.
  public let raw: Range<Int>
  /// Its text, a range of `RecordBatch.texts`; empty when it has none.
  public internal(set) var text: Range<Int>
  /// What is wrong with it, or nil. A record with a problem has no text.
  public internal(set) var problem: RecordProblem?
  /// A blank line, which only a reader that keeps every line hands over.
  public internal(set) var isBlank = false
  /// Not to be tagged but written out unchanged: a Singer SCHEMA or STATE line, or a record that
  /// `filters` leave out where every line is kept.
  public internal(set) var passesThrough = false

  /// JSON: the object that holds the fields (inside `record` for a Singer line).
  var object: Range<Int>
  /// Its members or cells, a range of `RecordBatch.slots`.
  var slots: Range<Int>

  /// Whether there is something to tag: no problem, not blank, not passed through.
  public var isTaggable: Bool { problem == nil && !isBlank && !passesThrough }

  init(line: Int, raw: Range<Int>, text: Range<Int>) {
    self.line = line
    self.raw = raw
    self.text = text
    object = raw
    slots = 0..<0
  }
}

/// A member of an object or a cell of a row, as ranges of `RecordBatch.bytes`.
struct Slot: Sendable {
  /// The key between its quotes; empty for a cell.
  var key: Range<Int>
  /// The value or the cell, quotes included.
  var value: Range<Int>
}
