/// Everything that begins with a byte that is not ASCII.
extension TokenScan {
  /// What stands at `start`, where no word is open.
  mutating func scalar(_ text: Span<UInt8>, _ start: Int) -> Int {
    let scalar = UTF8Scalar(text, at: start)
    let next = start + scalar.length
    switch scalar.kind {
    case ScalarClass.letter, ScalarClass.hebrewLetter, ScalarClass.katakana, ScalarClass.numeric,
      ScalarClass.extendNumLet, ScalarClass.letterPictograph:
      return scalarWord(text, start)
    case ScalarClass.emoji, ScalarClass.textPictograph, ScalarClass.regionalIndicator:
      return pictograph(text, start, isText: scalar.kind == ScalarClass.textPictograph)
    case ScalarClass.ideograph:
      let segment = WordBreak.segment(text, from: start)
      appendSegment(.ideograph, text, start, segment)
      return segment.end
    case ScalarClass.newline:
      return lineEnd(text, next)
    case ScalarClass.currency:
      return moneyAfterSymbol(text, start, symbolEnd: next) ?? next
    case ScalarClass.sentenceEnd:
      if Self.isExclamation(scalar.value) { return punctuation(text, start) }
      closeScope()
      pending.insert(.sentenceStart)
    case ScalarClass.midNum, ScalarClass.clauseMark:
      if Self.isExclamation(scalar.value) { return punctuation(text, start) }
      closeScope()
    case ScalarClass.midNumLet where scalar.value == 0xFF0E,
      ScalarClass.midLetter where scalar.value == 0xFF1A:
      closeScope()
    case ScalarClass.other where Self.isExclamation(scalar.value):
      return punctuation(text, start)
    default: break
    }
    return next
  }

  /// A word with scalars that are not ASCII, by the rules of UAX #29; `.` and `:` end it.
  mutating func scalarWord(_ text: Span<UInt8>, _ start: Int) -> Int {
    let segment = WordBreak.segment(text, from: start, splitsAtStops: true)
    if segment.contains(ScalarClass.emoji) || isKeycap(text, start, segment) {
      appendSegment(.emoji, text, start, segment)
      return segment.end
    }
    let isWord =
      segment.contains(ScalarClass.letter) || segment.contains(ScalarClass.hebrewLetter)
      || segment.contains(ScalarClass.katakana) || segment.contains(ScalarClass.letterPictograph)
    if !isWord {
      guard segment.contains(ScalarClass.numeric) else { return segment.end }
      appendSegment(.number, text, start, segment)
      return segment.end
    }
    let from = used
    let cases = foldScalars(text, start, segment.end, bits: segment.bits)
    guard used > from else { return segment.end }
    var flags: Token.Flags = []
    if cases.hasUpper {
      if !cases.hasLower, UTF8Scalar(text, at: start).length < segment.end - start {
        flags = .uppercase
      } else if UTF8Scalar(text, at: start).scalarClass & ScalarClass.uppercase != 0 {
        flags = .capitalized
      }
    }
    if isElongated(from: from) { flags.insert(.elongated) }
    appendWord(start, segment.end, foldedFrom: from, flags)
    return segment.end
  }

  /// An emoji sequence is one token; a sign like © is none unless U+FE0F makes it an emoji.
  private mutating func pictograph(_ text: Span<UInt8>, _ start: Int, isText: Bool) -> Int {
    let segment = WordBreak.segment(text, from: start)
    if isText {
      let sign = UTF8Scalar(text, at: start)
      let selector = start + sign.length
      guard selector < text.count, UTF8Scalar(text, at: selector).value == 0xFE0F else {
        return segment.end
      }
    }
    appendSegment(.emoji, text, start, segment)
    return segment.end
  }

  private mutating func appendSegment(
    _ kind: Token.Kind, _ text: Span<UInt8>, _ start: Int, _ segment: WordBreak.Segment
  ) {
    let from = used
    foldScalars(text, start, segment.end, bits: segment.bits, keepsJoiners: kind == .emoji)
    guard used > from else { return }
    appendInScope(kind, start, segment.end, foldedFrom: from)
  }

  /// A digit in a box: 1️⃣ is digit, U+FE0F, U+20E3.
  private func isKeycap(_ text: Span<UInt8>, _ start: Int, _ segment: WordBreak.Segment) -> Bool {
    segment.end - start <= 7 && segment.end - start >= 4
      && ByteClass.isDigit(text[start])
      && UTF8Scalar(text, at: segment.end - 3).value == 0x20E3
  }
}
