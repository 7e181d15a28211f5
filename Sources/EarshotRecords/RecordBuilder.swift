/// Turns what a framer cut out into a record of a batch: checks it, finds its fields, joins its
/// text.
struct RecordBuilder {
  var mapping: FieldMapping
  /// Whether a frame is a line, so that an empty one is a blank line and not a missing value.
  var readsLines = true

  private let filters: [FieldCondition]
  private let keepsEveryLine: Bool
  private let maximumBytes: Int
  private let guessesText: Bool
  private let guess = TextGuess()
  private var scanner = JSONScanner()
  /// Tables: the columns of the text, and of each filter.
  private var textColumns: [Int] = []
  private var filterColumns: [Int] = []

  init(mapping: FieldMapping, options: ReadOptions, guessesText: Bool) {
    self.mapping = mapping
    self.guessesText = guessesText
    filters = options.filters
    keepsEveryLine = options.keepsEveryLine
    maximumBytes = options.maximumRecordBytes
  }

  /// Looks up the columns once.
  mutating func settle(_ header: TableHeader?) {
    guard let header else { return }
    textColumns = mapping.text.compactMap { header.column(of: $0) }
    filterColumns = filters.compactMap { header.column(of: $0.field) }
  }

  /// Appends the record of a frame, if it is one.
  ///
  /// - Returns: whether the filters left it out.
  mutating func append(
    _ frame: Frame, raw: ArraySlice<UInt8>, cells: [Range<Int>], header: TableHeader?,
    to batch: inout RecordBatch
  ) -> Bool {
    let base = batch.bytes.count
    let slotBase = batch.slots.count
    let textBase = batch.texts.count
    batch.bytes.append(contentsOf: raw)
    var record = Record(
      line: frame.line, raw: base..<batch.bytes.count, text: textBase..<textBase)
    switch frame.kind {
    case .record:
      if let header {
        row(&record, cells, header, &batch)
      } else {
        object(&record, &batch)
      }
    case .tooLong(let totalBytes):
      record.problem = RecordProblem(
        line: frame.line, fact: .tooLong(bytes: totalBytes, limitBytes: maximumBytes))
    case .unclosedQuote(let quoteLine, let passedLimit):
      trimLineBreak(&record, &batch)
      record.problem = RecordProblem(
        line: frame.line,
        fact: .unclosedQuote(quoteLine: quoteLine, limitBytes: passedLimit ? maximumBytes : nil))
    case .unclosedContainer:
      record.problem = RecordProblem(line: frame.line, fact: .unclosedContainer)
    }

    if record.problem != nil {
      batch.texts.removeLast(batch.texts.count - textBase)
      record.text = textBase..<textBase
    }
    // A record without text has readable fields, so filters can still leave it out.
    let hasFields = record.isTaggable || record.problem?.code == .missingText
    let isFiltered = hasFields && !matchesFilters(record, batch, header)
    if isFiltered {
      record.problem = nil
      batch.texts.removeLast(batch.texts.count - textBase)
      record.text = textBase..<textBase
      record.passesThrough = true
    }
    if !keepsEveryLine, isFiltered || record.isBlank {
      batch.bytes.removeLast(batch.bytes.count - base)
      batch.slots.removeLast(batch.slots.count - slotBase)
      return isFiltered
    }
    batch.records.append(record)
    return isFiltered
  }

  private func trimLineBreak(_ record: inout Record, _ batch: inout RecordBatch) {
    while batch.bytes.count > record.raw.lowerBound,
      batch.bytes.last == 0x0A || batch.bytes.last == 0x0D
    {
      batch.bytes.removeLast()
    }
    record = Record(
      line: record.line, raw: record.raw.lowerBound..<batch.bytes.count, text: record.text)
  }

  // MARK: - Rows

  private func row(
    _ record: inout Record, _ cells: [Range<Int>], _ header: TableHeader, _ batch: inout RecordBatch
  ) {
    let base = record.raw.lowerBound
    let first = batch.slots.count
    for cell in cells {
      batch.slots.append(
        Slot(key: 0..<0, value: cell.lowerBound + base..<cell.upperBound + base))
    }
    record.slots = first..<batch.slots.count
    if UTF8Validation.firstInvalidByte(batch.bytes.span, in: record.raw) != nil {
      record.problem = RecordProblem(line: record.line, fact: .utf8(column: nil))
    } else if cells.count != header.names.count {
      record.problem = RecordProblem(
        line: record.line, fact: .unequalRow(cells: cells.count, columns: header.names.count))
    } else {
      let start = batch.texts.count
      for column in textColumns {
        let cell = batch.slots[first + column].value
        let piece = Self.beginPiece(from: start, in: &batch.texts)
        TableCell.appendValue(batch.bytes, cell, to: &batch.texts)
        Self.endPiece(piece, in: &batch.texts)
      }
      record.text = start..<batch.texts.count
    }
  }

  // MARK: - Objects

  private mutating func object(_ record: inout Record, _ batch: inout RecordBatch) {
    let first = batch.slots.count
    if readsLines {
      let p = JSONScanner.skipBlanks(
        batch.bytes.span, record.raw.lowerBound, record.raw.upperBound)
      if p == record.raw.upperBound {
        record.isBlank = true
        return
      }
    }
    do throws(JSONFailure) {
      record.object = try scanner.scan(batch.bytes, in: record.raw, members: &batch.slots)
    } catch {
      batch.slots.removeLast(batch.slots.count - first)
      record.problem = Self.problem(error, record, batch.bytes.span)
      return
    }
    guard batch.bytes[record.object.lowerBound] == UInt8(ascii: "{") else {
      let found = Self.kind(batch.bytes[record.object.lowerBound])
      record.problem = RecordProblem(line: record.line, fact: .notAnObject(found: found))
      return
    }
    record.slots = first..<batch.slots.count
    switch SingerMessage(batch.bytes.span, batch.slots[record.slots]) {
    case .record(let inner):
      record.object = inner
      batch.slots.removeLast(batch.slots.count - first)
      batch.slots.append(contentsOf: JSONValue.members(batch.bytes.span, of: inner))
      record.slots = first..<batch.slots.count
    case .other:
      record.passesThrough = true
      return
    case nil: break
    }
    let start = batch.texts.count
    let isThere =
      guessesText
      ? appendGuessedText(batch.bytes, batch.slots[record.slots], to: &batch.texts)
      : appendText(batch.bytes, record, batch.slots[record.slots], to: &batch.texts)
    record.text = start..<batch.texts.count
    if !isThere {
      record.problem = RecordProblem(
        line: record.line, fact: .missingText(fields: guessesText ? [] : mapping.text.map(\.name)))
    }
  }

  private func appendGuessedText(
    _ array: [UInt8], _ members: ArraySlice<Slot>, to texts: inout [UInt8]
  ) -> Bool {
    let bytes = array.span
    let start = texts.count
    let (subject, body) = guess.positions(bytes, members)
    if let subject { _ = JSONValue.appendScalarText(bytes, members[subject].value, to: &texts) }
    if let body {
      let piece = Self.beginPiece(from: start, in: &texts)
      _ = JSONValue.appendScalarText(bytes, members[body].value, to: &texts)
      Self.endPiece(piece, in: &texts)
    }
    return subject != nil || body != nil
  }

  /// Appends the pieces that the mapping names; false when none of them is there.
  private func appendText(
    _ array: [UInt8], _ record: Record, _ members: ArraySlice<Slot>, to texts: inout [UInt8]
  ) -> Bool {
    let bytes = array.span
    let start = texts.count
    let isPlaceholder = mapping.placeholderWhere.contains {
      Self.holds($0, bytes, record, members)
    }
    var isThere = false
    for field in mapping.text {
      for hit in JSONLookup.find(field, bytes, object: record.object, members: members) {
        let opening = bytes[hit.value.lowerBound]
        if opening == UInt8(ascii: "{") || opening == UInt8(ascii: "[") { continue }
        isThere = true
        if isPlaceholder || !Self.isCustomer(mapping, bytes, hit, record, members) { continue }
        let piece = Self.beginPiece(from: start, in: &texts)
        _ = JSONValue.appendScalarText(bytes, hit.value, to: &texts)
        Self.endPiece(piece, in: &texts)
      }
    }
    return isThere
  }

  /// Whether the role beside a text is one that counts; without a role it does.
  static func isCustomer(
    _ mapping: FieldMapping, _ bytes: Span<UInt8>, _ hit: JSONLookup.Hit, _ record: Record,
    _ members: ArraySlice<Slot>
  ) -> Bool {
    guard let role = mapping.authorRole, !mapping.customerRoles.isEmpty else { return true }
    var found = JSONLookup.find(role, bytes, in: hit.holder)
    if found.isEmpty, hit.holder != record.object {
      found = JSONLookup.find(role, bytes, object: record.object, members: members)
    }
    guard let range = found.first?.value else { return true }
    var name: [UInt8] = []
    guard JSONValue.appendScalarText(bytes, range, to: &name) else { return true }
    return mapping.customerRoles.contains { Array($0.utf8) == name }
  }

  /// Where a piece of text begins, and what was there before its blank line.
  private typealias Piece = (before: Int, start: Int)

  /// Puts a blank line before the next piece, if there is text before it.
  private static func beginPiece(from start: Int, in texts: inout [UInt8]) -> Piece {
    let before = texts.count
    if before > start {
      texts.append(0x0A)
      texts.append(0x0A)
    }
    return (before, texts.count)
  }

  /// Takes the blank line back when the piece turned out empty.
  private static func endPiece(_ piece: Piece, in texts: inout [UInt8]) {
    if texts.count == piece.start { texts.removeLast(texts.count - piece.before) }
  }

  // MARK: - Filters

  private func matchesFilters(
    _ record: Record, _ batch: RecordBatch, _ header: TableHeader?
  ) -> Bool {
    if filters.isEmpty { return true }
    guard header != nil else {
      return filters.allSatisfy {
        Self.holds($0, batch.bytes.span, record, batch.slots[record.slots])
      }
    }
    var value: [UInt8] = []
    for (filter, column) in zip(filters, filterColumns) {
      value.removeAll(keepingCapacity: true)
      TableCell.appendValue(
        batch.bytes.span, batch.slots[record.slots.lowerBound + column].value, to: &value)
      if value != Array(filter.value.utf8) { return false }
    }
    return true
  }

  /// Whether a field, or one element of a list, equals the value of a condition.
  static func holds(
    _ condition: FieldCondition, _ bytes: Span<UInt8>, _ record: Record,
    _ members: ArraySlice<Slot>
  ) -> Bool {
    let wanted = Array(condition.value.utf8)
    var value: [UInt8] = []
    let hits = JSONLookup.find(condition.field, bytes, object: record.object, members: members)
    for hit in hits {
      let isList = bytes[hit.value.lowerBound] == UInt8(ascii: "[")
      for range in isList ? JSONValue.elements(bytes, of: hit.value) : [hit.value] {
        value.removeAll(keepingCapacity: true)
        if JSONValue.appendScalarText(bytes, range, to: &value), value == wanted { return true }
      }
    }
    return false
  }

  // MARK: - Problems

  private static func problem(
    _ failure: JSONFailure, _ record: Record, _ bytes: Span<UInt8>
  ) -> RecordProblem {
    // Bytes that are not UTF-8 explain more than the first thing the grammar met.
    if let invalid = UTF8Validation.firstInvalidByte(bytes, in: record.raw) {
      let (line, column) = place(of: invalid, record, bytes)
      return RecordProblem(line: line, fact: .utf8(column: column))
    }
    switch failure {
    case .unexpected(let at, let expected):
      let (line, column) = place(of: at, record, bytes)
      return RecordProblem(line: line, fact: .json(column: column, expected: expected.rawValue))
    case .endsEarly(let expected):
      let (line, _) = place(of: record.raw.upperBound, record, bytes)
      return RecordProblem(line: line, fact: .cutOffJSON(expected: expected.rawValue))
    case .invalidUTF8(let at):
      let (line, column) = place(of: at, record, bytes)
      return RecordProblem(line: line, fact: .utf8(column: column))
    case .tooDeep(let at):
      let (line, _) = place(of: at, record, bytes)
      return RecordProblem(line: line, fact: .tooDeep(limit: JSONScanner.maximumDepth))
    }
  }

  /// The line of the input and the byte in that line, both from 1.
  private static func place(
    of position: Int, _ record: Record, _ bytes: Span<UInt8>
  ) -> (line: Int, column: Int) {
    var line = record.line
    var lineStart = record.raw.lowerBound
    for p in record.raw.lowerBound..<position where bytes[p] == 0x0A {
      line += 1
      lineStart = p + 1
    }
    return (line, position - lineStart + 1)
  }

  private static func kind(_ opening: UInt8) -> String {
    switch opening {
    case UInt8(ascii: "["): "a list"
    case UInt8(ascii: "\""): "a string"
    case UInt8(ascii: "t"), UInt8(ascii: "f"): "a boolean"
    case UInt8(ascii: "n"): "null"
    default: "a number"
    }
  }
}
