/// One pass over one text: where it stands, and what the tokens before say about the next one.
///
/// The methods take the text along instead of keeping it, because a `Span` stored in a struct
/// would make the struct non-copyable. Each returns where to go on.
struct TokenScan {
  let words: WordLists

  var tokens: [Token] = []
  var folded: [UInt8] = []
  var lineStarts: [Int] = []
  var cluster: [UInt32] = []

  /// Bytes of `folded` that are in use.
  var used = 0
  /// Flags that the next token gets for where it stands.
  var pending: Token.Flags = [.sentenceStart, .lineStart]
  /// Words that the open negation still reaches.
  var reach = 0
  /// Role of the negator just before, while the next word can undo it; 0: none.
  var opener: UInt8 = 0

  // Looks ahead that failed are not repeated inside the stretch they covered: this is what keeps
  // a megabyte of "a.a.a." linear.
  var emailFailedUntil = 0
  var domainFailedUntil = 0
  var identifierFailedUntil = 0

  init(words: WordLists) { self.words = words }

  /// Takes over the buffer's memory, with room for `room` folded bytes.
  mutating func take(from buffer: inout TokenBuffer, room: Int) {
    swap(&tokens, &buffer.tokens)
    swap(&folded, &buffer.folded)
    swap(&lineStarts, &buffer.scratch.lineStarts)
    swap(&cluster, &buffer.scratch.cluster)
    tokens.removeAll(keepingCapacity: true)
    lineStarts.removeAll(keepingCapacity: true)
    // Filled once and then written by index: appending byte by byte cost twice the time.
    if folded.count < room {
      folded.append(contentsOf: repeatElement(0, count: room - folded.count))
    }
  }

  /// Gives the memory back, with the tokens in it.
  mutating func give(to buffer: inout TokenBuffer) {
    folded.removeLast(folded.count - used)
    swap(&tokens, &buffer.tokens)
    swap(&folded, &buffer.folded)
    swap(&lineStarts, &buffer.scratch.lineStarts)
    swap(&cluster, &buffer.scratch.cluster)
  }

  mutating func run(_ text: Span<UInt8>) {
    let count = text.count
    var i = 0
    while i < count {
      let byteClass = ByteClass.of(text[i])
      if byteClass & ByteClass.word != 0 {
        i = word(text, i)
      } else if byteClass & ByteClass.blank != 0 {
        i += 1
      } else {
        i = mark(text, i)
      }
    }
  }

  /// Anything that is neither letter, digit, underscore nor blank.
  private mutating func mark(_ text: Span<UInt8>, _ i: Int) -> Int {
    switch text[i] {
    case 0x0A, 0x0B, 0x0C: return lineEnd(text, i + 1)
    case 0x0D: return lineEnd(text, text.byte(at: i + 1) == 0x0A ? i + 2 : i + 1)
    case 0x21, 0x2E, 0x3F: return punctuation(text, i)
    case 0x24: return moneyAfterSymbol(text, i, symbolEnd: i + 1) ?? i + 1
    case 0x23: return tag(text, i) ?? i + 1
    case 0x40: return mention(text, i) ?? i + 1
    case 0x2C: closeScope()
    case 0x3A, 0x3B:
      if let end = emoticon(text, i) { return end }
      closeScope()
    case 0x28, 0x3C, 0x3D:
      if let end = emoticon(text, i) { return end }
    case 0x80...: return scalar(text, i)
    default: break
    }
    return i + 1
  }

  mutating func lineEnd(_ text: Span<UInt8>, _ next: Int) -> Int {
    // An empty line ends a sentence; a single line end may be the wrapping of a mail program.
    if pending.contains(.lineStart) { pending.insert(.sentenceStart) }
    pending.insert(.lineStart)
    lineStarts.append(next)
    closeScope()
    return next
  }

  /// `!`, `?`, `.`, `…` and their full-width forms: a token, except for a single full stop.
  mutating func punctuation(_ text: Span<UInt8>, _ start: Int) -> Int {
    var i = start
    var marks = 0
    var stops = 0
    while i < text.count {
      let byte = text[i]
      if byte == 0x21 || byte == 0x2E || byte == 0x3F {
        i += 1
        if byte == 0x2E { stops += 1 }
      } else if byte >= 0x80, Self.isExclamation(UTF8Scalar(text, at: i).value) {
        i += 3
      } else {
        break
      }
      marks += 1
    }
    closeScope()
    if marks > 1 || text[start] != 0x2E {
      let from = used
      foldScalars(text, start, i, bits: ScalarClass.folds)
      append(.punctuation, start, i, foldedFrom: from, marks - stops >= 3 ? .elongated : [])
    }
    pending.insert(.sentenceStart)
    return i
  }

  /// `…`, `！`, `？`: all of three bytes.
  static func isExclamation(_ scalar: UInt32) -> Bool {
    scalar == 0x2026 || scalar == 0xFF01 || scalar == 0xFF1F
  }

  // MARK: Writing

  /// Adds a token whose folded form is `folded[foldedFrom..<used]`.
  @inline(__always)
  mutating func append(
    _ kind: Token.Kind, _ start: Int, _ end: Int, foldedFrom: Int, _ flags: Token.Flags = []
  ) {
    tokens.append(
      Token(
        start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end),
        foldedStart: UInt32(truncatingIfNeeded: foldedFrom),
        foldedEnd: UInt32(truncatingIfNeeded: used), kind: kind, flags: flags.union(pending)))
    pending = []
  }

  /// Adds a token that is no word: its bytes in small letters, blanks left out.
  mutating func appendCopy(_ kind: Token.Kind, _ start: Int, _ end: Int, of text: Span<UInt8>) {
    let from = used
    copy(text, start, end)
    appendInScope(kind, start, end, foldedFrom: from)
  }

  /// Adds a token that a negation reaches, without counting it as a word.
  mutating func appendInScope(
    _ kind: Token.Kind, _ start: Int, _ end: Int, foldedFrom: Int, _ flags: Token.Flags = []
  ) {
    append(kind, start, end, foldedFrom: foldedFrom, reach > 0 ? flags.union(.negated) : flags)
    opener = 0
  }

  /// Writes ASCII small letters for capitals and leaves blanks out.
  mutating func copy(_ text: Span<UInt8>, _ start: Int, _ end: Int) {
    used = Self.copy(text, start, end, into: &folded, at: used)
  }

  private static func copy(
    _ text: Span<UInt8>, _ start: Int, _ end: Int, into folded: inout [UInt8], at used: Int
  ) -> Int {
    var out = folded.mutableSpan
    var position = used
    for i in start..<end {
      let byte = text[i]
      if ByteClass.of(byte) & ByteClass.blank != 0 { continue }
      out[position] = ByteClass.lowercased(byte)
      position += 1
    }
    return position
  }

  /// Writes the folded form of whole scalars.
  @discardableResult
  mutating func foldScalars(
    _ text: Span<UInt8>, _ start: Int, _ end: Int, bits: UInt8, keepsJoiners: Bool = false
  ) -> (hasUpper: Bool, hasLower: Bool) {
    ScalarFolding.fold(
      text, start, end, bits: bits, into: &folded, at: &used, cluster: &cluster,
      keepsJoiners: keepsJoiners)
  }
}
