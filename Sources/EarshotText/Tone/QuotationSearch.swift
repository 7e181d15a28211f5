/// Finds words between quotation marks that are said to be somebody else's.
///
/// The marks alone say little: people put words in quotation marks to doubt them ("your
/// \"support\""). Only with a saying verb just before or after are the words another's.
struct QuotationSearch {
  let words: MarkerWords
  /// The tokens of such quotations, ascending.
  var found: [Range<Int>] = []

  private enum Mark { case none, double, single }

  private var open = Mark.none
  /// The first token behind the open mark.
  private var first = 0
  /// A comma or colon stands before the open mark.
  private var isBehindMark = false
  /// One has been seen since the last token.
  private var hasMark = false

  /// Tokens between single marks at most; more of them are two stray apostrophes.
  private static let longestSingle = 40
  /// How far before a quotation its verb may stand, in tokens.
  private static let before = 4
  /// How far behind.
  private static let behind = 3

  init(words: MarkerWords) { self.words = words }

  /// Looks at what stands between the tokens, once: O(bytes).
  mutating func run(_ tokens: Span<Token>, _ folded: Span<UInt8>, _ text: Span<UInt8>) {
    for t in 0...tokens.count {
      let low = t == 0 ? 0 : Int(tokens[t - 1].end)
      let high = t == tokens.count ? text.count : Int(tokens[t].start)
      guard low < high, high <= text.count else { continue }
      if high - low == 1, text[low] == 0x20 { continue }
      gap(t, low..<high, tokens, folded, text)
    }
  }

  private mutating func gap(
    _ t: Int, _ range: Range<Int>, _ tokens: Span<Token>, _ folded: Span<UInt8>,
    _ text: Span<UInt8>
  ) {
    var i = range.lowerBound
    var lineEnds = 0
    hasMark = false
    while i < range.upperBound {
      switch text[i] {
      case 0x0A:
        lineEnds += 1
        if open == .single || lineEnds > 1 { open = .none }
      case 0x2C, 0x3A: hasMark = true
      case 0x3C: i = tagEnd(text, i, range.upperBound)
      case 0x22: plain(t, i, 1, tokens, folded, text)
      case 0x26 where text.has([0x26, 0x71, 0x75, 0x6F, 0x74, 0x3B].span, at: i):  // &quot;
        plain(t, i, 6, tokens, folded, text)
        i += 5
      case 0x27: apostrophe(t, i, 1, tokens, folded, text)
      case 0xC2 where text.byte(at: i + 1) == 0xAB: begin(.double, t)
      case 0xC2 where text.byte(at: i + 1) == 0xBB: end(.double, t, tokens, folded)
      case 0xE2 where text.byte(at: i + 1) == 0x80:
        switch text.byte(at: i + 2) {
        case 0x98, 0x99: apostrophe(t, i, 3, tokens, folded, text)
        // “ ends what „ began.
        case 0x9C where open == .double: end(.double, t, tokens, folded)
        case 0x9C, 0x9E, 0x9F: begin(.double, t)
        case 0x9D: end(.double, t, tokens, folded)
        default: break
        }
      default: break
      }
      i += 1
    }
  }

  /// The last byte of a tag that begins at `i`, or `i` itself.
  private func tagEnd(_ text: Span<UInt8>, _ i: Int, _ end: Int) -> Int {
    let next = text.byte(at: i + 1)
    guard ByteClass.isLetter(next) || next == 0x2F || next == 0x21 else { return i }
    // Longer tags are read as text: the search stays linear.
    let last = min(end, i + 256)
    var k = i
    while k < last, text[k] != 0x3E { k += 1 }
    return k < last ? k : i
  }

  /// `"`, which looks the same at both ends.
  private mutating func plain(
    _ t: Int, _ i: Int, _ width: Int, _ tokens: Span<Token>, _ folded: Span<UInt8>,
    _ text: Span<UInt8>
  ) {
    if open == .double {
      end(.double, t, tokens, folded)
    } else if text.byte(at: i + width) > 0x20, !isWordByte(text.byte(at: i - 1)) {
      // 15" is a measure.
      begin(.double, t)
    }
  }

  /// `'` and its curled forms: a quotation only where no word can have it.
  private mutating func apostrophe(
    _ t: Int, _ i: Int, _ width: Int, _ tokens: Span<Token>, _ folded: Span<UInt8>,
    _ text: Span<UInt8>
  ) {
    guard open != .double else { return }
    let isBehindWord = isWordByte(text.byte(at: i - 1))
    let isBeforeWord = isWordByte(text.byte(at: i + width))
    if open == .single, !isBeforeWord, text.byte(at: i - 1) > 0x20 {
      end(.single, t, tokens, folded)
    } else if !isBehindWord, isBeforeWord, t < tokens.count,
      role(t, tokens, folded) != MarkerWords.clipped,
      !ByteClass.isDigit(text.byte(at: i + width))
    {
      begin(.single, t)
    }
  }

  private func isWordByte(_ byte: UInt8) -> Bool { ByteClass.isAlphanumeric(byte) || byte >= 0x80 }

  private mutating func begin(_ mark: Mark, _ t: Int) {
    open = mark
    first = t
    isBehindMark = hasMark
  }

  private mutating func end(
    _ mark: Mark, _ t: Int, _ tokens: Span<Token>, _ folded: Span<UInt8>
  ) {
    guard open == mark else { return }
    open = .none
    guard first < t, mark == .double || t - first <= Self.longestSingle else { return }
    var isSomebodyElses = isAnnounced(tokens, folded)
    if !isSomebodyElses { isSomebodyElses = isAttributed(t, tokens, folded) }
    if isSomebodyElses { found.append(first..<t) }
  }

  // MARK: - Whose words

  /// Whether a saying verb of somebody else stands before the quotation: `he told me "…"`, and
  /// with other words in between only behind a comma or colon: `told my wife, "…"`.
  private func isAnnounced(_ tokens: Span<Token>, _ folded: Span<UInt8>) -> Bool {
    var t = first
    while t > max(0, first - Self.before), !tokens[t].flags.contains(.sentenceStart) {
      t -= 1
      if let isOwn = says(t, from: 0, tokens, folded) { return !isOwn }
      if !isBehindMark, role(t, tokens, folded) != MarkerWords.object { return false }
    }
    return false
  }

  /// Whether one stands behind it: `"…", he said`.
  private func isAttributed(_ end: Int, _ tokens: Span<Token>, _ folded: Span<UInt8>) -> Bool {
    for t in end..<min(tokens.count, end + Self.behind) {
      if t > end, tokens[t].flags.contains(.sentenceStart) { return false }
      guard let isOwn = says(t, from: end, tokens, folded) else { continue }
      let follows = t + 1 < tokens.count ? role(t + 1, tokens, folded) : 0
      return !isOwn && follows != MarkerWords.firstPerson
    }
    return false
  }

  /// Whether a token is a saying verb, and then whether the writer is the one who says it.
  private func says(
    _ t: Int, from lowest: Int, _ tokens: Span<Token>, _ folded: Span<UInt8>
  ) -> Bool? {
    let verb = role(t, tokens, folded)
    guard verb == MarkerWords.saying || verb == MarkerWords.like else { return nil }
    var k = t - 1
    if verb == MarkerWords.like {
      guard k >= lowest, role(k, tokens, folded) == MarkerWords.formOfBe else { return nil }
      k -= 1
    }
    while k >= lowest, role(k, tokens, folded) == MarkerWords.helper { k -= 1 }
    // No && here: swiftc 6.3.1 crashes on some spans in the closure that it makes.
    guard k >= lowest else { return false }
    return role(k, tokens, folded) == MarkerWords.firstPerson
  }

  private func role(_ t: Int, _ tokens: Span<Token>, _ folded: Span<UInt8>) -> UInt8 {
    words.speech.value(of: folded, Int(tokens[t].foldedStart), Int(tokens[t].foldedEnd))
  }
}
