/// A string of a record that may be written anew: a text field, or any other string.
public struct TextField: Sendable {
  /// The value in `RecordBatch.bytes`, quotes included.
  let value: Range<Int>
  /// The key or column it stands under, as it is; empty in a list.
  public let name: [UInt8]
  /// Whether it is part of the record's text, in the order in which the text was joined.
  public let isRead: Bool

  /// Whether both are the same bytes of the same record.
  public func isSame(as other: TextField) -> Bool { value == other.value }
}

extension RecordBatch {
  /// The text fields of record `i` in the order of its text: those that were read, and those left
  /// out because somebody else wrote them. Empty where the fields could not be read.
  ///
  /// - Complexity: O(bytes of the record).
  public func textFields(of i: Int, _ plan: ReadPlan) -> [TextField] {
    let record = records[i]
    if let header {
      return mapping.text.compactMap { header.column(of: $0) }
        .filter { $0 < record.slots.count }
        .map { cell($0, header, record, isRead: true) }
    }
    let members = slots[record.slots]
    if plan.guessesText {
      let (subject, body) = TextGuess().positions(bytes.span, members)
      return [subject, body].compactMap { $0 }.filter { isString(members[$0].value) }
        .map { TextField(value: members[$0].value, name: key(members[$0]), isRead: true) }
    }
    let isPlaceholder = mapping.placeholderWhere.contains {
      RecordBuilder.holds($0, bytes.span, record, members)
    }
    return mapping.text.flatMap { field in
      JSONLookup.find(field, bytes.span, object: record.object, members: members)
        .filter { !isContainer($0.value) }
        .map { hit in
          TextField(
            value: hit.value, name: [],
            isRead: !isPlaceholder
              && RecordBuilder.isCustomer(mapping, bytes.span, hit, record, members))
        }
    }
  }

  /// Every string of record `i`: all cells of a row, all strings of an object but its keys, however
  /// deep.
  ///
  /// - Complexity: O(bytes of the record).
  public func strings(of i: Int) -> [TextField] {
    let record = records[i]
    if let header {
      return (0..<min(record.slots.count, header.names.count))
        .map { cell($0, header, record, isRead: false) }
    }
    guard record.problem == nil, !record.isBlank else { return [] }
    var found: [TextField] = []
    var name: [UInt8] = []
    let end = record.raw.upperBound
    var p = record.raw.lowerBound
    while p < end {
      guard bytes[p] == UInt8(ascii: "\"") else {
        // The elements of a list have the name of the list; what comes after an object, none.
        if bytes[p] == UInt8(ascii: "}") { name = [] }
        p += 1
        continue
      }
      let stringEnd = JSONValue.endOfString(bytes.span, p, end)
      let next = JSONScanner.skipBlanks(bytes.span, stringEnd, end)
      if next < end, bytes[next] == UInt8(ascii: ":") {
        name.removeAll(keepingCapacity: true)
        JSONText.appendUnescaped(bytes.span, p + 1..<stringEnd - 1, to: &name)
      } else {
        found.append(TextField(value: p..<stringEnd, name: name, isRead: false))
      }
      p = stringEnd
    }
    return found
  }

  /// Appends what a field holds, unescaped.
  public func appendText(of field: TextField, to out: inout [UInt8]) {
    if header != nil {
      TableCell.appendValue(bytes.span, field.value, to: &out)
    } else {
      _ = JSONValue.appendScalarText(bytes.span, field.value, to: &out)
    }
  }

  /// A batch of record `i` alone, with other values in some of its fields; all other bytes as they
  /// were. Its text is the old one.
  ///
  /// - Parameter values: unescaped; fields of this record that do not overlap.
  public func replacing(
    _ values: [(field: TextField, value: [UInt8])], of i: Int, _ plan: ReadPlan
  ) -> RecordBatch {
    var result = RecordBatch()
    result.header = header
    result.mapping = mapping
    let record = records[i]
    var moves = ByteMoves(from: record.raw.lowerBound)
    var at = record.raw.lowerBound
    let sorted = values.sorted { $0.field.value.lowerBound < $1.field.value.lowerBound }
    for (field, value) in sorted {
      result.bytes.append(contentsOf: bytes[at..<field.value.lowerBound])
      let start = result.bytes.count
      append(value, in: field, plan, to: &result.bytes)
      moves.note(field.value, newLength: result.bytes.count - start)
      at = field.value.upperBound
    }
    result.bytes.append(contentsOf: bytes[at..<record.raw.upperBound])
    result.slots = slots[record.slots].map {
      Slot(key: moves.range($0.key), value: moves.range($0.value))
    }
    result.texts = Array(texts[record.text])
    var moved = Record(
      line: record.line, raw: moves.range(record.raw), text: 0..<result.texts.count)
    moved.problem = record.problem
    moved.isBlank = record.isBlank
    moved.passesThrough = record.passesThrough
    moved.object = moves.range(record.object)
    moved.slots = 0..<result.slots.count
    result.records = [moved]
    return result
  }

  /// A batch of record `i` alone, of which other bytes were read: for one that has a problem.
  public func replacingInput(of i: Int, with input: [UInt8]) -> RecordBatch {
    var result = RecordBatch()
    result.header = header
    result.mapping = mapping
    result.bytes = input
    var record = Record(line: records[i].line, raw: 0..<input.count, text: 0..<0)
    record.problem = records[i].problem
    record.passesThrough = records[i].passesThrough
    result.records = [record]
    return result
  }

  private func append(
    _ value: [UInt8], in field: TextField, _ plan: ReadPlan, to out: inout [UInt8]
  ) {
    guard header != nil else { return JSONText.appendString(value, to: &out) }
    guard !field.value.isEmpty, bytes[field.value.lowerBound] == UInt8(ascii: "\"") else {
      return TableCell.append(value, delimiter: plan.delimiter ?? UInt8(ascii: ","), to: &out)
    }
    // What was in quotes stays in quotes.
    out.append(UInt8(ascii: "\""))
    for byte in value {
      if byte == UInt8(ascii: "\"") { out.append(byte) }
      out.append(byte)
    }
    out.append(UInt8(ascii: "\""))
  }

  private func cell(
    _ column: Int, _ header: TableHeader, _ record: Record, isRead: Bool
  ) -> TextField {
    TextField(
      value: slots[record.slots.lowerBound + column].value,
      name: header.names[column], isRead: isRead)
  }

  private func key(_ member: Slot) -> [UInt8] {
    var key: [UInt8] = []
    JSONText.appendUnescaped(bytes.span, member.key, to: &key)
    return key
  }

  private func isString(_ value: Range<Int>) -> Bool {
    bytes[value.lowerBound] == UInt8(ascii: "\"")
  }

  private func isContainer(_ value: Range<Int>) -> Bool {
    [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "n")].contains(bytes[value.lowerBound])
  }
}

/// Where bytes went after values before them grew or shrank.
private struct ByteMoves {
  private let base: Int
  /// Ends of the replaced values, ascending, and by how much everything from there on moved.
  private var steps: [(end: Int, shift: Int)] = []

  init(from base: Int) { self.base = base }

  mutating func note(_ old: Range<Int>, newLength: Int) {
    steps.append((old.upperBound, (steps.last?.shift ?? 0) + newLength - old.count))
  }

  func range(_ range: Range<Int>) -> Range<Int> {
    place(range.lowerBound)..<place(range.upperBound)
  }

  private func place(_ offset: Int) -> Int {
    var low = 0
    var high = steps.count
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].end <= offset { low = middle + 1 } else { high = middle }
    }
    return offset - base + (low > 0 ? steps[low - 1].shift : 0)
  }
}
