/// A text without its HTML, and the way back from its bytes to those of the original.
///
/// Nothing is taken for markup that is not: a tag has the name of a real element and closes, an
/// entity has a known name and a semicolon. `a < b`, `<3`, `<Order Number>` and `5<6` stay text.
struct PlainText: Sendable {
  private(set) var bytes: [UInt8] = []
  /// What stood inside `<blockquote>`, in bytes of the plain text; ascending.
  var quotations: [Range<Int>] = []

  /// A stretch of the plain text and where it came from. The stretches follow each other.
  private struct Piece: Sendable {
    var plainStart: Int
    var originalStart: Int
    var originalEnd: Int
    /// Copied byte for byte; otherwise the whole piece stands for the whole original stretch.
    var isLiteral: Bool
  }
  private var pieces: [Piece] = []

  private var quotationStart = 0
  private var quotationDepth = 0
  /// A tag was seen that is nothing but a tag.
  private var hasShownMarkup = false
  /// From here on the text has no end of a comment, or of an element without text: looked for
  /// once, not once for each beginning.
  private var commentsEndBefore = Int.max
  private var elementsEndBefore: InlineArray<3, Int> = [.max, .max, .max]

  init() {}

  /// Reads a text that has a `<` or `&`.
  ///
  /// - Returns: false if there is no markup in it; then the text is its own plain text.
  /// - Complexity: O(bytes)
  mutating func read(_ text: Span<UInt8>, _ words: WordLists) -> Bool {
    let memory = (bytes, quotations, pieces)
    self = PlainText()
    (bytes, quotations, pieces) = memory
    bytes.removeAll(keepingCapacity: true)
    quotations.removeAll(keepingCapacity: true)
    pieces.removeAll(keepingCapacity: true)

    var literal = 0
    var i = 0
    while i < text.count {
      let byte = text[i]
      if byte == 0x3C, let tag = tag(text, i, words) {
        copy(text, literal..<i)
        replace(i..<tag.end, with: tag.breaksLine ? 0x0A : 0x20)
        note(tag)
        i = tag.end
        literal = i
      } else if byte == 0x26, let entity = Entity(text, at: i) {
        copy(text, literal..<i)
        replace(i..<entity.end, with: entity.scalar)
        i = entity.end
        literal = i
      } else {
        i += 1
      }
    }
    guard !pieces.isEmpty else { return false }
    copy(text, literal..<text.count)
    if quotationDepth > 0 { quotations.append(quotationStart..<bytes.count) }
    return true
  }

  /// Turns offsets into the plain text into offsets into the original.
  ///
  /// - Complexity: O(tokens + pieces)
  func restoreOffsets(of tokens: inout [Token]) {
    var k = 0
    for t in tokens.indices {
      let start = Int(tokens[t].start)
      let last = Int(tokens[t].end) - 1
      while k + 1 < pieces.count, pieces[k + 1].plainStart <= start { k += 1 }
      let first = pieces[k]
      let from = first.originalStart + (first.isLiteral ? start - first.plainStart : 0)
      while k + 1 < pieces.count, pieces[k + 1].plainStart <= last { k += 1 }
      let final = pieces[k]
      let to =
        final.isLiteral ? final.originalStart + last + 1 - final.plainStart : final.originalEnd
      tokens[t].start = UInt32(truncatingIfNeeded: from)
      tokens[t].end = UInt32(truncatingIfNeeded: to)
    }
  }

  private mutating func copy(_ text: Span<UInt8>, _ range: Range<Int>) {
    guard !range.isEmpty else { return }
    pieces.append(
      Piece(
        plainStart: bytes.count, originalStart: range.lowerBound, originalEnd: range.upperBound,
        isLiteral: true))
    for i in range { bytes.append(text[i]) }
  }

  private mutating func replace(_ range: Range<Int>, with scalar: UInt32) {
    pieces.append(
      Piece(
        plainStart: bytes.count, originalStart: range.lowerBound, originalEnd: range.upperBound,
        isLiteral: false))
    if scalar < 0x80 {
      bytes.append(UInt8(scalar))
    } else if let unicode = Unicode.Scalar(scalar) {
      for byte in UTF8.encode(unicode).unsafelyUnwrapped { bytes.append(byte) }
    }
  }

  private mutating func note(_ tag: Tag) {
    if tag.element != Self.weakBlock { hasShownMarkup = true }
    guard tag.element == Self.quotation else { return }
    if tag.isClosing {
      guard quotationDepth > 0 else { return }
      quotationDepth -= 1
      if quotationDepth == 0 { quotations.append(quotationStart..<bytes.count) }
    } else {
      if quotationDepth == 0 { quotationStart = bytes.count }
      quotationDepth += 1
    }
  }
}

// MARK: - Tags

extension PlainText {
  private static let inline: UInt8 = 1
  private static let weakBlock: UInt8 = 3
  private static let textless: ClosedRange<UInt8> = 4...6
  private static let quotation: UInt8 = 7

  /// A tag, a comment, or a whole element whose content is no text.
  private struct Tag {
    var end: Int
    /// A number of `WordLists.elements`.
    var element: UInt8
    var isClosing = false
    var breaksLine: Bool { element != PlainText.inline }
  }

  private mutating func tag(_ text: Span<UInt8>, _ start: Int, _ words: WordLists) -> Tag? {
    var i = start + 1
    if text.byte(at: i) == 0x21 { return declaration(text, start) }
    let isClosing = text.byte(at: i) == 0x2F
    if isClosing { i += 1 }
    let nameStart = i
    while ByteClass.isAlphanumeric(text.byte(at: i)) || text.byte(at: i) == 0x3A { i += 1 }
    let element = words.elements.value(of: text, nameStart, i, ignoringCase: true)
    guard element != 0, let end = tagEnd(text, i, isClosing: isClosing) else { return nil }
    guard element != Self.weakBlock || hasShownMarkup || isClosing || end > i + 1 else {
      return nil
    }
    if Self.textless.contains(element), !isClosing,
      let close = elementEnd(text, end, name: nameStart..<i, element)
    {
      return Tag(end: close, element: element)
    }
    return Tag(end: end, element: element, isClosing: isClosing)
  }

  /// Past the `>` of a tag whose name ends at `i`: attributes have a `=` and no `<`.
  ///
  /// Stops at the next `<` at the latest, so that a megabyte of beginnings stays linear.
  private func tagEnd(_ text: Span<UInt8>, _ start: Int, isClosing: Bool) -> Int? {
    var i = start
    var quote: UInt8 = 0
    var hasEquals = false
    var firstEnd: Int?  // the first `>`, should a quote never close
    scan: while i < text.count {
      let byte = text[i]
      switch byte {
      case 0x3C: break scan
      case 0x3E:
        if firstEnd == nil { firstEnd = i + 1 }
        if quote == 0 { break scan }
      case 0x22, 0x27:
        if quote == byte { quote = 0 } else if quote == 0, hasEquals { quote = byte }
      case 0x3D: hasEquals = true
      default: break
      }
      i += 1
    }
    guard let firstEnd else { return nil }
    let end = i < text.count && text[i] == 0x3E ? i + 1 : firstEnd
    // Between name and `>`: nothing, blanks, a slash, or attributes.
    let next = text[start]
    if next == 0x3E { return end }
    guard next <= 0x20 || next == 0x2F else { return nil }
    if hasEquals { return end }
    for k in start..<(end - 1) where text[k] > 0x20 && text[k] != 0x2F { return nil }
    return end
  }

  /// `<!-- … -->` or `<!DOCTYPE …>`.
  private mutating func declaration(_ text: Span<UInt8>, _ start: Int) -> Tag? {
    if text.byte(at: start + 2) == 0x2D, text.byte(at: start + 3) == 0x2D {
      guard start < commentsEndBefore else { return nil }
      var i = start + 4
      while i < text.count {
        if text[i] == 0x3E, text[i - 1] == 0x2D, text[i - 2] == 0x2D {
          return Tag(end: i + 1, element: Self.inline)
        }
        i += 1
      }
      commentsEndBefore = start
      return nil
    }
    guard ByteClass.lowercased(text.byte(at: start + 2)) == 0x64,
      ByteClass.lowercased(text.byte(at: start + 3)) == 0x6F,
      ByteClass.lowercased(text.byte(at: start + 4)) == 0x63
    else { return nil }
    var i = start + 5
    while i < text.count, text[i] != 0x3C {
      if text[i] == 0x3E { return Tag(end: i + 1, element: Self.textless.lowerBound) }
      i += 1
    }
    return nil
  }

  /// Past the closing tag of an element whose content is skipped.
  private mutating func elementEnd(
    _ text: Span<UInt8>, _ start: Int, name: Range<Int>, _ element: UInt8
  ) -> Int? {
    let number = Int(element - Self.textless.lowerBound)
    guard start < elementsEndBefore[number] else { return nil }
    var i = start
    while i + name.count + 1 < text.count {
      if text[i] == 0x3C, text[i + 1] == 0x2F, matches(text, i + 2, name) {
        i += 2 + name.count
        while i < text.count, text[i] != 0x3E { i += 1 }
        return min(i + 1, text.count)
      }
      i += 1
    }
    elementsEndBefore[number] = start
    return nil
  }

  private func matches(_ text: Span<UInt8>, _ start: Int, _ name: Range<Int>) -> Bool {
    guard text.count - start >= name.count else { return false }
    for k in 0..<name.count {
      let a = ByteClass.lowercased(text[start + k])
      if a != ByteClass.lowercased(text[name.lowerBound + k]) { return false }
    }
    return true
  }
}
