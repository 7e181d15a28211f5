/// Cuts the window into rows of cells: RFC 4180, and what people really have.
///
/// Lines end in LF, CR LF or CR. A quote opens a cell only as its first byte; elsewhere it is an
/// ordinary character. What follows a closing quote belongs to the cell. Empty lines are no rows.
struct RowFramer {
  private enum State {
    case cellStart, unquoted, quoted, quoteInQuoted
  }

  let delimiter: UInt8
  let maximumBytes: Int
  /// The cells of the last row, quotes included, counted from the window's start.
  private(set) var cells: [Range<Int>] = []

  private var line = 1
  private var state = State.cellStart
  /// Bytes of the unfinished row already looked at.
  private var scanned = 0
  private var cellStart = 0
  /// Line breaks inside quotes of the unfinished row.
  private var breaks = 0
  /// Where the last quote opened, and where that line ends (after its break).
  private var quoteLine = 0
  private var quoteLineEnd: Int?
  private var previousIsCR = false
  /// The last row ended in CR, so an LF that follows is no line of its own.
  private var swallowsLF = false
  /// Bytes of a row that is too long and already gone; nil while no such row is being skipped.
  private var skippedBytes: Int?

  init(delimiter: UInt8, maximumBytes: Int) {
    self.delimiter = delimiter
    self.maximumBytes = maximumBytes
  }

  mutating func next(_ bytes: Span<UInt8>, from start: Int, isAtEnd: Bool) -> FrameStep {
    let count = bytes.count - start
    if swallowsLF, count > 0 {
      swallowsLF = false
      if bytes[start] == 0x0A { return .skip(1) }
    }
    if skippedBytes != nil { return skipLine(bytes, from: start, isAtEnd: isAtEnd) }
    if scanned == 0 { beginRow() }

    // The byte past the limit decides, wherever the input happens to be split.
    let limit = min(count, maximumBytes + 1)
    var p = scanned
    while p < limit {
      if state == .unquoted || state == .quoted {
        let wanted = state == .quoted ? UInt8(ascii: "\"") : delimiter
        let before = p
        p = ByteSearch.first(wanted, 0x0A, 0x0D, bytes, start + p, start + limit) - start
        if p > before { previousIsCR = false }
        if p == limit { break }
      }
      let byte = bytes[start + p]
      switch state {
      case .cellStart:
        if byte == UInt8(ascii: "\"") {
          state = .quoted
          quoteLine = line + breaks
          quoteLineEnd = nil
          previousIsCR = false
          p += 1
        } else {
          state = .unquoted
        }
      case .unquoted:
        if byte == delimiter {
          cells.append(cellStart..<p)
          p += 1
          cellStart = p
          state = .cellStart
        } else if byte == 0x0A || byte == 0x0D {
          return endRow(bytes, from: start, at: p, breakByte: byte)
        } else {
          p += 1
        }
      case .quoted:
        if byte == UInt8(ascii: "\"") {
          state = .quoteInQuoted
        } else if byte == 0x0A || byte == 0x0D {
          noteBreak(byte, at: p)
        }
        previousIsCR = byte == 0x0D
        p += 1
      case .quoteInQuoted:
        if byte == UInt8(ascii: "\"") {
          state = .quoted
          p += 1
        } else {
          state = .unquoted
        }
      }
    }
    scanned = p
    if p > maximumBytes { return overflow(p) }
    guard isAtEnd else { return .needsMore }
    if p == 0 { return .end }
    if state == .quoted { return unclosedQuote(end: quoteLineEnd ?? p, passedLimit: false) }
    return endRow(bytes, from: start, at: p, breakByte: nil)
  }

  private mutating func beginRow() {
    cells.removeAll(keepingCapacity: true)
    state = .cellStart
    cellStart = 0
    breaks = 0
    quoteLineEnd = nil
  }

  /// Counts a line break inside quotes; CR LF is one.
  private mutating func noteBreak(_ byte: UInt8, at p: Int) {
    if byte == 0x0A, previousIsCR {
      if quoteLineEnd == p { quoteLineEnd = p + 1 }
      return
    }
    breaks += 1
    if quoteLineEnd == nil { quoteLineEnd = p + 1 }
  }

  private mutating func endRow(
    _ bytes: Span<UInt8>, from start: Int, at p: Int, breakByte: UInt8?
  ) -> FrameStep {
    cells.append(cellStart..<p)
    scanned = 0
    swallowsLF = breakByte == 0x0D
    let here = line
    line += breaks + (breakByte == nil ? 0 : 1)
    let consumed = breakByte == nil ? p : p + 1
    if cells.count == 1, isBlank(bytes, from: start, length: p) { return .skip(consumed) }
    return .frame(Frame(kind: .record, raw: 0..<p, consumed: consumed, line: here))
  }

  private func isBlank(_ bytes: Span<UInt8>, from start: Int, length: Int) -> Bool {
    for p in start..<start + length where bytes[p] != 0x20 && bytes[p] != 0x09 { return false }
    return true
  }

  /// The row passed the limit: a quote without an end, or simply a long line.
  private mutating func overflow(_ p: Int) -> FrameStep {
    if state == .quoted || state == .quoteInQuoted, let end = quoteLineEnd {
      return unclosedQuote(end: end, passedLimit: true)
    }
    scanned = 0
    skippedBytes = p
    return .skip(p)
  }

  /// Reports the lines up to the one where the quote opened, so that those after it are read.
  private mutating func unclosedQuote(end: Int, passedLimit: Bool) -> FrameStep {
    let here = line
    line = quoteLine + 1
    scanned = 0
    return .frame(
      Frame(
        kind: .unclosedQuote(quoteLine: quoteLine, passedLimit: passedLimit), raw: 0..<end,
        consumed: end, line: here))
  }

  private mutating func skipLine(
    _ bytes: Span<UInt8>, from start: Int, isAtEnd: Bool
  ) -> FrameStep {
    let count = bytes.count - start
    var p = 0
    while p < count, bytes[start + p] != 0x0A, bytes[start + p] != 0x0D { p += 1 }
    let total = skippedBytes! + p
    guard p < count || isAtEnd else {
      skippedBytes = total
      return p == 0 ? .needsMore : .skip(p)
    }
    skippedBytes = nil
    swallowsLF = p < count && bytes[start + p] == 0x0D
    let here = line
    line += breaks + 1
    return .frame(
      Frame(
        kind: .tooLong(totalBytes: total), raw: 0..<0, consumed: min(p + 1, count), line: here))
  }
}
