/// The columns of a table that is written, and where each of its cells comes from.
struct TableLayout: Sendable {
  private enum Source: Sendable {
    /// A column of the input (a table) or a key of it (JSON).
    case input(Int)
    /// One of our columns; after them the error and the input of a bad record.
    case ours(Int)
    /// JSON: all members without a column of their own, as one object.
    case otherFields
  }

  private let sources: [Source]
  private let delimiter: UInt8
  private let lineBreak: [UInt8]
  private let excel: Bool
  private let isFromTable: Bool
  private let inputDelimiter: UInt8?
  private let ours: [[UInt8]]
  /// JSON: which column a key belongs to.
  private let keyColumns: [[UInt8]: Int]
  private let inputNames: [[UInt8]]

  init(plan: ReadPlan, isTSV: Bool, excel: Bool, ours columns: [String]) {
    let ours = (columns + ["earshot_error", "earshot_input"]).map { Array($0.utf8) }
    let names = plan.columns.map { Array($0.utf8) }
    var sources: [Source] = []
    var taken: Set<Int> = []
    var keyColumns: [[UInt8]: Int] = [:]
    for (i, name) in names.enumerated() {
      if let own = ours.firstIndex(of: name), taken.insert(own).inserted {
        sources.append(.ours(own))
      } else if !plan.isTable, name == Array("earshot".utf8) {
        continue  // what an earlier run said is replaced by our columns
      } else {
        sources.append(.input(i))
      }
      keyColumns[name] = i
    }
    for own in ours.indices where !taken.contains(own) { sources.append(.ours(own)) }
    if !plan.isTable { sources.append(.otherFields) }
    self.sources = sources
    self.ours = ours
    self.keyColumns = keyColumns
    inputNames = names
    isFromTable = plan.isTable
    inputDelimiter = plan.delimiter
    // A table stays as it is: with semicolons where it has semicolons.
    let kept = plan.format == .csv ? plan.delimiter : nil
    delimiter = isTSV ? 0x09 : kept ?? UInt8(ascii: ",")
    lineBreak = excel || plan.usesCarriageReturns ? [0x0D, 0x0A] : [0x0A]
    self.excel = excel
  }

  func appendHeader(_ plan: ReadPlan, to out: inout [UInt8]) {
    if excel { out.append(contentsOf: [0xEF, 0xBB, 0xBF]) }
    for (position, source) in sources.enumerated() {
      if position > 0 { out.append(delimiter) }
      switch source {
      case .input(let i) where isFromTable: appendCell(plan.headerCells[i][...], to: &out)
      case .input(let i): appendValue(inputNames[i], to: &out)
      case .ours(let own): appendValue(ours[own], to: &out)
      case .otherFields: appendValue(Array("other_fields".utf8), to: &out)
      }
    }
    out.append(contentsOf: lineBreak)
  }

  /// Appends a row. Missing cells of ours are empty.
  func appendRow(
    _ i: Int, of batch: RecordBatch, ours cells: [[UInt8]], error: [UInt8], input: [UInt8],
    to out: inout [UInt8]
  ) {
    let record = batch.records[i]
    let slots = batch.slots[record.slots]
    let isReadable = error.isEmpty || record.problem?.code != .invalidUTF8
    var members: [Int: Slot] = [:]
    var others: [Slot] = []
    if !isFromTable { (members, others) = sorted(batch.bytes.span, slots) }
    for (position, source) in sources.enumerated() {
      if position > 0 { out.append(delimiter) }
      switch source {
      case .input(let column) where isFromTable:
        guard isReadable, column < slots.count else { continue }
        appendCell(batch.bytes[slots[slots.startIndex + column].value], to: &out)
      case .input(let column):
        guard let member = members[column] else { continue }
        appendValue(text(batch.bytes.span, member.value), to: &out)
      case .ours(let own):
        switch own - (ours.count - 2) {
        case 0: appendValue(error, to: &out)
        case 1: appendValue(input, to: &out)
        default: if own < cells.count { appendValue(cells[own], to: &out) }
        }
      case .otherFields:
        appendValue(object(batch.bytes.span, others), to: &out)
      }
    }
    out.append(contentsOf: lineBreak)
  }

  // MARK: - Cells

  /// A cell of the input: its own bytes, unless the target reads them differently.
  private func appendCell(_ cell: ArraySlice<UInt8>, to out: inout [UInt8]) {
    if !excel, delimiter == inputDelimiter || !cell.contains(delimiter) {
      out.append(contentsOf: cell)
    } else {
      appendValue(TableCell.value(of: Array(cell)), to: &out)
    }
  }

  private func appendValue(_ value: [UInt8], to out: inout [UInt8]) {
    TableCell.append(
      excel ? TableCell.formulaSafe(value) : value, delimiter: delimiter, to: &out)
  }

  // MARK: - JSON members

  /// The members that have a column (the last of each key), and those that have none.
  private func sorted(
    _ bytes: Span<UInt8>, _ slots: ArraySlice<Slot>
  ) -> (members: [Int: Slot], others: [Slot]) {
    var members: [Int: Slot] = [:]
    var others: [Slot] = []
    for slot in slots {
      var key: [UInt8] = []
      JSONText.appendUnescaped(bytes, slot.key, to: &key)
      if key == Array("earshot".utf8) { continue }
      guard let column = keyColumns[key] else {
        others.append(slot)
        continue
      }
      if let earlier = members.updateValue(slot, forKey: column) { others.append(earlier) }
    }
    return (members, others)
  }

  /// A string without quotes and escapes, null as nothing, the rest as JSON on one line.
  private func text(_ bytes: Span<UInt8>, _ value: Range<Int>) -> [UInt8] {
    var text: [UInt8] = []
    if !JSONValue.appendScalarText(bytes, value, to: &text),
      bytes[value.lowerBound] != UInt8(ascii: "n")
    {
      JSONValue.appendOnOneLine(bytes, value, to: &text)
    }
    return text
  }

  private func object(_ bytes: Span<UInt8>, _ members: [Slot]) -> [UInt8] {
    if members.isEmpty { return [] }
    var text: [UInt8] = [UInt8(ascii: "{")]
    for (i, member) in members.enumerated() {
      if i > 0 { text.append(UInt8(ascii: ",")) }
      let key = member.key.lowerBound - 1..<member.key.upperBound + 1
      JSONValue.appendOnOneLine(bytes, key, to: &text)
      text.append(UInt8(ascii: ":"))
      JSONValue.appendOnOneLine(bytes, member.value, to: &text)
    }
    text.append(UInt8(ascii: "}"))
    return text
  }
}
