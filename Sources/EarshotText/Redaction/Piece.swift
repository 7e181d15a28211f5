/// A run of letters, a run of digits, or one mark of a text that is searched for personal data.
///
/// The tokenizer's tokens are made for words and fold them; here numbers must come apart and bytes
/// stay as they are.
struct Piece {
  enum Kind: UInt8 {
    case letters, digits, mark
    /// `[EMAIL_1]`: something that was hidden already.
    case placeholder
  }

  /// What stands between a piece and the one before it.
  enum Gap: UInt8, Comparable {
    case none, blank, line, paragraph

    static func < (a: Gap, b: Gap) -> Bool { a.rawValue < b.rawValue }
  }

  var start: Int32
  var end: Int32
  var kind: Kind
  var gap: Gap
  /// Letters: the first is a capital.
  var isCapitalized = false
  /// Letters: all are capitals.
  var isUppercase = false
  /// The first byte, a small letter for a capital; any dash is `-`; 0x80 and above: not ASCII.
  var byte: UInt8
  /// The number of the word in `RedactionWords`, −1 for any other.
  var word: Int32 = -1
  /// One past the last piece of the run of letters and digits, without gap, that this one is in.
  var runEnd: Int32 = 0
  /// It is inside a URL.
  var isInURL = false

  var range: Range<Int> { Int(start)..<Int(end) }
  var count: Int { Int(end - start) }
  var isAlphanumeric: Bool { kind == .letters || kind == .digits }
}

/// Cuts a text into pieces.
struct PieceCutter {
  private var pieces: [Piece] = []
  private var gap = Piece.Gap.paragraph

  /// The pieces of `text`; what lies in `hidden` becomes placeholders.
  ///
  /// - Parameter hidden: ascending, none overlapping.
  /// - Complexity: O(bytes).
  static func pieces(of text: [UInt8], hidden: [Redaction], words: RedactionWords) -> [Piece] {
    var cutter = PieceCutter()
    cutter.cut(text.span, hidden, words)
    return cutter.pieces
  }

  private mutating func cut(_ text: Span<UInt8>, _ hidden: [Redaction], _ words: RedactionWords) {
    var next = 0
    var i = 0
    while i < text.count {
      let limit = next < hidden.count ? hidden[next].range.lowerBound : text.count
      if i == limit {
        append(.placeholder, i, hidden[next].range.upperBound, byte: 0x5B)
        i = hidden[next].range.upperBound
        next += 1
        continue
      }
      i = piece(text, i, limit, words)
    }
    noteRuns()
  }

  private mutating func append(_ kind: Piece.Kind, _ start: Int, _ end: Int, byte: UInt8) {
    pieces.append(
      Piece(start: Int32(start), end: Int32(end), kind: kind, gap: gap, byte: byte))
    gap = .none
  }

  /// Takes what begins at `i`, which ends at `limit` at the latest; returns where to go on.
  private mutating func piece(
    _ text: Span<UInt8>, _ i: Int, _ limit: Int, _ words: RedactionWords
  ) -> Int {
    let byte = text[i]
    if ByteClass.isLetter(byte) { return letters(text, i, limit, words) }
    if ByteClass.isDigit(byte) {
      var end = i + 1
      while end < limit, ByteClass.isDigit(text[end]) { end += 1 }
      append(.digits, i, end, byte: byte)
      return end
    }
    switch byte {
    case 0x20, 0x09: gap = max(gap, .blank)
    case 0x0A, 0x0B, 0x0C: gap = gap >= .line ? .paragraph : .line
    case 0x0D:
      // CR LF is one line break.
      if text.byte(at: i + 1) != 0x0A { gap = gap >= .line ? .paragraph : .line }
    case 0x5B:
      if let end = placeholderEnd(text, i, limit) {
        append(.placeholder, i, end, byte: byte)
        return end
      }
      append(.mark, i, i + 1, byte: byte)
    case 0x80...: return scalar(text, i, limit, words)
    default: append(.mark, i, i + 1, byte: byte)
    }
    return i + 1
  }

  private mutating func scalar(
    _ text: Span<UInt8>, _ i: Int, _ limit: Int, _ words: RedactionWords
  ) -> Int {
    let scalar = UTF8Scalar(text, at: i)
    switch scalar.kind {
    case _ where Self.isLetter(scalar): return letters(text, i, limit, words)
    case ScalarClass.blank, ScalarClass.space: gap = max(gap, .blank)
    case ScalarClass.newline: gap = gap >= .line ? .paragraph : .line
    case ScalarClass.format, ScalarClass.extend, ScalarClass.zeroWidthJoiner:
      // Invisible signs between digits must not hide a number.
      break
    default:
      switch scalar.value {
      case 0x00A0, 0x202F: gap = max(gap, .blank)
      case 0x2010...0x2015, 0x2212: append(.mark, i, i + scalar.length, byte: 0x2D)
      default: append(.mark, i, i + scalar.length, byte: 0x80)
      }
    }
    return min(i + scalar.length, limit)
  }

  /// A run of letters, with apostrophes between them: `O'Brien`, `I’m`.
  private mutating func letters(
    _ text: Span<UInt8>, _ start: Int, _ limit: Int, _ words: RedactionWords
  ) -> Int {
    var i = start
    var hasSmall = false
    var isCapitalized = false
    var count = 0
    while i < limit {
      let byte = text[i]
      if ByteClass.isLetter(byte) {
        let isUpper = byte & 0x20 == 0
        if count == 0 { isCapitalized = isUpper }
        hasSmall = hasSmall || !isUpper
        count += 1
        i += 1
      } else if byte == 0x27, i + 1 < limit, i > start, ByteClass.isLetter(text[i + 1]) {
        i += 1
      } else if byte >= 0x80 {
        let scalar = UTF8Scalar(text, at: i)
        guard i + scalar.length <= limit else { break }
        if Self.isLetter(scalar) {
          let isUpper = scalar.scalarClass & ScalarClass.uppercase != 0
          if count == 0 { isCapitalized = isUpper }
          hasSmall = hasSmall || !isUpper
          count += 1
        } else if scalar.value == 0x2019 {
          guard i + 3 < limit, ByteClass.isLetter(text[i + 3]) else { break }
        } else if ![ScalarClass.extend, ScalarClass.format, ScalarClass.zeroWidthJoiner]
          .contains(scalar.kind)
        {
          break
        }
        i += scalar.length
      } else {
        break
      }
    }
    append(.letters, start, i, byte: ByteClass.lowercased(text[start]))
    let last = pieces.count - 1
    pieces[last].isCapitalized = isCapitalized
    pieces[last].isUppercase = isCapitalized && !hasSmall
    pieces[last].word = words.number(of: text, start..<i)
    return i
  }

  private static func isLetter(_ scalar: UTF8Scalar) -> Bool {
    // Scripts without blanks count as marks, so that a number between their signs stands alone.
    scalar.kind == ScalarClass.letter || scalar.kind == ScalarClass.hebrewLetter
  }

  /// The end of `[NAME_12]`: capitals, digits and underscores, then a number.
  private func placeholderEnd(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Int? {
    var i = start + 1
    var lastUnderscore = 0
    while i < min(limit, start + RedactionPattern.longestName + 24) {
      let byte = text[i]
      if byte == 0x5D {
        let digits = i - lastUnderscore - 1
        guard lastUnderscore > start + 1, digits > 0 else { return nil }
        for k in lastUnderscore + 1..<i where !ByteClass.isDigit(text[k]) { return nil }
        return i + 1
      }
      if byte == 0x5F {
        lastUnderscore = i
      } else if !(0x41...0x5A).contains(byte), !ByteClass.isDigit(byte) {
        return nil
      }
      i += 1
    }
    return nil
  }

  private mutating func noteRuns() {
    var end = Int32(pieces.count)
    for i in pieces.indices.reversed() {
      let continues =
        i + 1 < pieces.count && pieces[i + 1].gap == .none && pieces[i + 1].isAlphanumeric
        && pieces[i].isAlphanumeric
      if !continues { end = Int32(i + 1) }
      pieces[i].runEnd = end
    }
  }
}
