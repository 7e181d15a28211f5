/// How records are written.
public struct WriteOptions: Sendable {
  /// nil: JSON lines. `.json` is written as JSON lines too.
  public var format: RecordFormat?
  /// For spreadsheets: a byte order mark, CR LF, and cells that cannot be taken for formulas.
  public var excel = false

  /// Options to write JSON lines.
  public init() {}

  /// The format that the name of an output file asks for, or nil: `.csv`, `.tsv`, `.jsonl`,
  /// `.ndjson`, `.json`.
  public static func format(forName name: String) -> RecordFormat? {
    let name = name.lowercased()
    if name.hasSuffix(".csv") { return .csv }
    if name.hasSuffix(".tsv") || name.hasSuffix(".tab") { return .tsv }
    if name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") || name.hasSuffix(".json") {
      return .jsonl
    }
    return nil
  }
}

/// Writes records with our answer added: every field of the input stays as it was.
///
/// A value any thread may share; all state is in the buffers that the caller hands over.
public struct RecordEncoder: Sendable {
  /// The format written: `jsonl`, `csv` or `tsv`.
  public let format: RecordFormat
  let plan: ReadPlan
  let table: TableLayout?
  /// Tables to JSON: the columns as keys, each with what stands before and after it: `{"id":`,
  /// `,"text":`.
  private let keys: [[UInt8]]
  /// The column that holds our answer already.
  private let answerColumn: Int?

  /// Prepares to write what `plan` reads.
  ///
  /// - Parameter columns: our columns for tables, as `earshot_topic`; in JSON lines unused.
  public init(plan: ReadPlan, options: WriteOptions, columns: [String]) {
    self.plan = plan
    format = options.format == .csv || options.format == .tsv ? options.format! : .jsonl
    keys = plan.columns.enumerated().map { column, name in
      var key = [UInt8(ascii: column == 0 ? "{" : ",")]
      JSONText.appendString(name, to: &key)
      return key + [UInt8(ascii: ":")]
    }
    answerColumn = plan.isTable ? plan.columns.lastIndex(of: "earshot") : nil
    table =
      format == .jsonl
      ? nil : TableLayout(plan: plan, isTSV: format == .tsv, excel: options.excel, ours: columns)
  }

  /// Appends what stands before the first record: the header of a table, nothing for JSON lines.
  public func appendHeader(to out: inout [UInt8]) {
    table?.appendHeader(plan, to: &out)
  }

  /// Appends record `i` with our answer.
  ///
  /// - Parameters:
  ///   - json: the value of the key `earshot` as JSON; empty: no such key is added or changed.
  ///   - cells: the values of our columns, parallel to them; unescaped.
  /// - Precondition: the record is taggable.
  public func append(
    _ i: Int, of batch: RecordBatch, json: [UInt8], cells: [[UInt8]], to out: inout [UInt8]
  ) {
    precondition(batch.records[i].problem == nil, "a record with a problem has no answer")
    if let table {
      table.appendRow(i, of: batch, ours: cells, error: [], input: [], to: &out)
    } else if batch.header != nil {
      appendRowAsObject(i, of: batch, json: json, to: &out)
    } else {
      appendObject(i, of: batch, json: json, to: &out)
    }
  }

  /// Appends record `i` with one member more in our answer: what the input's `earshot` holds stays, but where
  /// JSON becomes a table, which has our columns only.
  ///
  /// - Parameters:
  ///   - member: its name; a member of that name is replaced.
  ///   - json: its value.
  ///   - cells: the values of our columns, parallel to them; unescaped. Other columns stay as they are.
  /// - Precondition: the record is taggable.
  public func append(
    _ i: Int, of batch: RecordBatch, member: String, json: [UInt8], cells: [[UInt8]],
    to out: inout [UInt8]
  ) {
    var answer: [UInt8] = [UInt8(ascii: "{")]
    if batch.header == nil, table == nil,
      let value = existingAnswer(batch.bytes.span, batch.slots[batch.records[i].slots]),
      batch.bytes[value.lowerBound] == UInt8(ascii: "{")
    {
      let name = Array(member.utf8)
      for slot in JSONValue.members(batch.bytes.span, of: value)
      where !JSONValue.string(batch.bytes.span, slot.key, equals: name) {
        // From the quote before the key to the end of the value.
        appendLine(batch.bytes, slot.key.lowerBound - 1..<slot.value.upperBound, to: &answer)
        answer.append(UInt8(ascii: ","))
      }
    }
    JSONText.appendString(member, to: &answer)
    answer.append(UInt8(ascii: ":"))
    answer += json
    answer.append(UInt8(ascii: "}"))
    append(i, of: batch, json: answer, cells: cells, to: &out)
  }

  /// Appends a record as it was read: a blank line, or one that passes through.
  public func appendUnchanged(_ i: Int, of batch: RecordBatch, to out: inout [UInt8]) {
    if let table {
      let isReadable = batch.header != nil
      let input = isReadable ? [] : Array(batch.bytes[batch.records[i].raw])
      table.appendRow(i, of: batch, ours: [], error: [], input: input, to: &out)
    } else {
      appendLine(batch.bytes, batch.records[i].raw, to: &out)
      out.append(0x0A)
    }
  }

  /// Appends a record that could not be read, with what is wrong and its input.
  ///
  /// JSON lines: `{"earshot":{"error":{"line","code","message"},"input"}}`, or `input_base64` when
  /// the bytes are not UTF-8, or neither when the record was too long to be kept. Tables: the
  /// columns `earshot_error` and `earshot_input`, and the cells that could be read.
  public func appendProblem(_ i: Int, of batch: RecordBatch, to out: inout [UInt8]) {
    guard let problem = batch.records[i].problem else {
      preconditionFailure("the record has no problem")
    }
    let raw = batch.records[i].raw
    let isText = UTF8Validation.firstInvalidByte(batch.bytes.span, in: raw) == nil
    if let table {
      let error = "\(problem.code.rawValue): \(problem.message)"
      let input =
        isText
        ? Array(batch.bytes[raw]) : Array("base64:".utf8) + Base64.encoded(batch.bytes[raw])
      table.appendRow(
        i, of: batch, ours: [], error: Array(error.utf8), input: input, to: &out)
      return
    }
    out.append(contentsOf: #"{"earshot":{"error":{"line":"#.utf8)
    out.append(contentsOf: String(problem.line).utf8)
    out.append(contentsOf: #","code":"#.utf8)
    JSONText.appendString(problem.code.rawValue, to: &out)
    out.append(contentsOf: #","message":"#.utf8)
    JSONText.appendString(problem.message, to: &out)
    out.append(UInt8(ascii: "}"))
    if case .tooLong = problem.fact {
      // Its bytes were never kept.
    } else if isText {
      out.append(contentsOf: #","input":"#.utf8)
      JSONText.appendString(batch.bytes.span, raw, to: &out)
    } else {
      out.append(contentsOf: #","input_base64":""#.utf8)
      out.append(contentsOf: Base64.encoded(batch.bytes[raw]))
      out.append(UInt8(ascii: "\""))
    }
    out.append(contentsOf: "}}\n".utf8)
  }

  // MARK: - JSON lines

  private static let ourKey = Array("earshot".utf8)
  private static let ourMember = Array(#""earshot":"#.utf8)

  private func appendObject(
    _ i: Int, of batch: RecordBatch, json: [UInt8], to out: inout [UInt8]
  ) {
    // Copying a whole record would count references; its ranges are plain numbers.
    let raw = batch.records[i].raw
    let slots = batch.records[i].slots
    if json.isEmpty {
      appendLine(batch.bytes, raw, to: &out)
    } else if let value = existingAnswer(batch.bytes.span, batch.slots[slots]) {
      appendLine(batch.bytes, raw.lowerBound..<value.lowerBound, to: &out)
      out.append(contentsOf: json)
      appendLine(batch.bytes, value.upperBound..<raw.upperBound, to: &out)
    } else {
      let brace = batch.records[i].object.upperBound - 1
      appendLine(batch.bytes, raw.lowerBound..<brace, to: &out)
      if !slots.isEmpty { out.append(UInt8(ascii: ",")) }
      out.append(contentsOf: Self.ourMember)
      out.append(contentsOf: json)
      appendLine(batch.bytes, brace..<raw.upperBound, to: &out)
    }
    out.append(0x0A)
  }

  /// Where the value of the last member `earshot` lies.
  private func existingAnswer(
    _ bytes: Span<UInt8>, _ members: ArraySlice<Slot>
  ) -> Range<Int>? {
    members.last {
      $0.key.count >= Self.ourKey.count
        && JSONValue.string(bytes, $0.key, equals: Self.ourKey)
    }?.value
  }

  /// Appends part of a record, on one line.
  private func appendLine(_ bytes: [UInt8], _ range: Range<Int>, to out: inout [UInt8]) {
    if plan.format == .json {
      JSONValue.appendOnOneLine(bytes.span, range, to: &out)
    } else {
      // Not a slice, which counts a reference. SAFETY: the pointer is used within the call.
      bytes.span.extracting(range).withUnsafeBufferPointer { out.append(contentsOf: $0) }
    }
  }

  private func appendRowAsObject(
    _ i: Int, of batch: RecordBatch, json: [UInt8], to out: inout [UInt8]
  ) {
    let slots = batch.records[i].slots
    let bytes = batch.bytes.span
    var value: [UInt8] = []
    for column in 0..<min(slots.count, keys.count) {
      out.append(contentsOf: keys[column])
      let cell = batch.slots[slots.lowerBound + column].value
      if column == answerColumn, !json.isEmpty {
        out.append(contentsOf: json)
      } else if cell.isEmpty || bytes[cell.lowerBound] != UInt8(ascii: "\"") {
        JSONText.appendString(bytes, cell, to: &out)
      } else {
        value.removeAll(keepingCapacity: true)
        TableCell.appendValue(bytes, cell, to: &value)
        JSONText.appendString(value, to: &out)
      }
    }
    if json.isEmpty {
      if slots.isEmpty { out.append(UInt8(ascii: "{")) }
    } else if answerColumn == nil {
      out.append(UInt8(ascii: slots.isEmpty ? "{" : ","))
      out.append(contentsOf: Self.ourMember)
      out.append(contentsOf: json)
    }
    out.append(contentsOf: "}\n".utf8)
  }
}
