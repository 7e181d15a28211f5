/// Records that were read together: their bytes, their texts, and where each field lies.
///
/// A caller keeps one batch and hands it to `RecordReader.read` again and again; its memory is
/// reused.
public struct RecordBatch: Sendable {
  /// The records as read, decoded to UTF-8; `Record.raw` points in here.
  public internal(set) var bytes: [UInt8] = []
  /// The texts, joined and unescaped, UTF-8; `Record.text` points in here.
  public internal(set) var texts: [UInt8] = []
  /// The records in input order.
  public internal(set) var records: [Record] = []

  var slots: [Slot] = []
  /// What `RecordReader` knew when it filled this batch.
  var header: TableHeader?
  var mapping = FieldMapping(name: "none", text: [])

  /// An empty batch.
  public init() {}

  /// The text of record `i`.
  public func text(of i: Int) -> String {
    String(decoding: texts[records[i].text], as: UTF8.self)
  }

  /// The first value of a field of record `i` as text: strings unescaped, numbers and booleans as
  /// written, lists and objects as JSON. nil when it is absent or null, or the record has a problem
  /// that hides its fields.
  ///
  /// - Complexity: O(members of the record)
  public func value(_ path: FieldPath, of i: Int) -> String? {
    ranges(path, of: i).lazy.compactMap { string($0) }.first
  }

  /// All values of a field of record `i`: one, none, or as many as a path with `[]` or a list has.
  public func values(_ path: FieldPath, of i: Int) -> [String] {
    if header != nil { return value(path, of: i).map { [$0] } ?? [] }
    return ranges(path, of: i).flatMap { range in
      bytes[range.lowerBound] == UInt8(ascii: "[")
        ? JSONValue.elements(bytes.span, of: range).compactMap { string($0) }
        : string(range).map { [$0] } ?? []
    }
  }

  /// The id of record `i`, where the mapping names one.
  public func id(of i: Int) -> String? { mapping.id.flatMap { value($0, of: i) } }

  /// The author of record `i`, where the mapping names one.
  public func author(of i: Int) -> String? { mapping.author.flatMap { value($0, of: i) } }

  /// The score of record `i`, where the mapping names one and it is a number.
  public func score(of i: Int) -> Double? {
    mapping.score.flatMap { value($0, of: i) }.flatMap { Double($0) }
  }

  /// When record `i` was written; nil when the mapping names no time or the field is empty.
  ///
  /// - Throws: a problem of code `invalid_time` when the field cannot be read as a time.
  public func timestamp(of i: Int) throws(RecordProblem) -> Timestamp? {
    guard let field = mapping.time, let text = value(field, of: i), !text.isEmpty else {
      return nil
    }
    if let timestamp = mapping.timeFormat.timestamp(text) { return timestamp }
    throw RecordProblem(
      line: records[i].line,
      fact: .time(field: usedName(of: field, in: i), expected: mapping.timeFormat.expectation))
  }

  /// Of a path with alternatives, the name that record `i` has.
  private func usedName(of field: FieldPath, in i: Int) -> String {
    for name in field.alternativeNames where field.alternativeNames.count > 1 {
      let text = String(decoding: name, as: UTF8.self)
      if value(FieldPath(text, ignoresCase: field.ignoresCase), of: i) != nil { return text }
    }
    return field.name
  }

  // MARK: - For the reader and the encoder

  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    texts.removeAll(keepingCapacity: true)
    records.removeAll(keepingCapacity: true)
    slots.removeAll(keepingCapacity: true)
  }

  /// Where the values of a field lie.
  func ranges(_ path: FieldPath, of i: Int) -> [Range<Int>] {
    let record = records[i]
    if let header {
      guard let column = header.column(of: path), column < record.slots.count else { return [] }
      return [slots[record.slots.lowerBound + column].value]
    }
    return JSONLookup.find(
      path, bytes.span, object: record.object, members: slots[record.slots]
    ).map(\.value)
  }

  private func string(_ range: Range<Int>) -> String? {
    var value: [UInt8] = []
    if header != nil {
      TableCell.appendValue(bytes.span, range, to: &value)
    } else if !JSONValue.appendScalarText(bytes.span, range, to: &value) {
      if bytes[range.lowerBound] == UInt8(ascii: "n") { return nil }
      value.append(contentsOf: bytes[range])
    }
    return String(decoding: value, as: UTF8.self)
  }
}
