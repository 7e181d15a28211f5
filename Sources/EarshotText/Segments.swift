/// A part of a text that can be tagged by itself: a customer's turn in a chat, else a sentence or
/// clause.
public struct Segment: Sendable, Hashable {
  /// Its tokens, as indices into `buffer.tokens`; none of them is quoted or a signature.
  public var tokenRange: Range<Int>
  /// From its first token's first byte to its last token's end, in the original text.
  public var byteRange: Range<Int>

  public init(tokenRange: Range<Int>, byteRange: Range<Int>) {
    self.tokenRange = tokenRange
    self.byteRange = byteRange
  }
}

/// Cuts a text into segments.
///
/// Quotations and signatures part segments and belong to none. In a chat each turn of the customer is
/// one. Elsewhere a segment begins with a sentence, or after five words or more with a contrast: a
/// semicolon, "but", "however". Sentences of fewer than four words go to the next one, at the end to the
/// one before, and clauses to their sentence; so only a text with as few words has a segment with fewer.
public enum Segments {
  /// Words that a segment has, where the text allows.
  public static let fewestWords = 4
  /// Words that stand before a contrast.
  public static let fewestWordsBeforeContrast = 5

  /// Finds the segments of a tokenized text.
  ///
  /// - Parameters:
  ///   - text: the bytes that the buffer was filled from.
  ///   - segments: cleared first; its memory is kept. They ascend, do not overlap, and together hold
  ///     every token of the writer's own.
  /// - Complexity: O(tokens + bytes between them)
  public static func find(
    in buffer: TokenBuffer, of text: Span<UInt8>, into segments: inout [Segment]
  ) {
    segments.removeAll(keepingCapacity: true)
    let tokens = buffer.tokens
    var t = 0
    while t < tokens.count {
      guard tokens[t].isOwn else {
        t += 1
        continue
      }
      let start = t
      while t < tokens.count, tokens[t].isOwn { t += 1 }
      if buffer.isTranscript {
        append(start..<t, tokens, to: &segments)
      } else {
        cut(start..<t, buffer, text, into: &segments)
      }
    }
  }

  private static func append(
    _ range: Range<Int>, _ tokens: [Token], to segments: inout [Segment]
  ) {
    let first = Int(tokens[range.lowerBound].start)
    let end = Int(tokens[range.upperBound - 1].end)
    segments.append(Segment(tokenRange: range, byteRange: first..<end))
  }

  /// Cuts a stretch of own tokens.
  private static func cut(
    _ range: Range<Int>, _ buffer: TokenBuffer, _ text: Span<UInt8>,
    into segments: inout [Segment]
  ) {
    let firstOfRange = segments.count
    var start = range.lowerBound
    var words = 0
    var sentenceEnded = false
    var isClause = false
    for t in range {
      let token = buffer.tokens[t]
      let isWord = token.kind != .punctuation && token.kind != .emoji
      sentenceEnded = sentenceEnded || token.flags.contains(.sentenceStart)
      // An emoji behind a full stop belongs to what it comments.
      if isWord, t > start {
        let endsClause = sentenceEnded && isClause && words < fewestWords
        let opensSentence = sentenceEnded && words >= fewestWords
        let opensClause =
          words >= fewestWordsBeforeContrast && isContrast(t, buffer, text)
        // "but not any more." goes back to what it limits.
        if endsClause { start = segments.removeLast().tokenRange.lowerBound }
        if endsClause || opensSentence || opensClause {
          append(start..<t, buffer.tokens, to: &segments)
          start = t
          words = 0
          isClause = !sentenceEnded
        }
      }
      if isWord {
        words += 1
        sentenceEnded = false
      }
    }
    if words < fewestWords, segments.count > firstOfRange {
      start = segments.removeLast().tokenRange.lowerBound
    }
    append(start..<range.upperBound, buffer.tokens, to: &segments)
  }

  /// Whether a contrast begins here: with a word, or behind a semicolon.
  private static func isContrast(_ t: Int, _ buffer: TokenBuffer, _ text: Span<UInt8>) -> Bool {
    let token = buffer.tokens[t]
    if contrasts.value(of: buffer.folded.span, Int(token.foldedStart), Int(token.foldedEnd)) != 0 {
      return true
    }
    var i = Int(buffer.tokens[t - 1].end)
    while i < Int(token.start) {
      // Not the semicolon of an entity: that one has no blank before its letters, and none behind.
      if text[i] == 0x3B { return text.byte(at: i + 1) <= 0x20 }
      if text[i] > 0x20, text[i] != 0x29, text[i] != 0x22 { return false }
      i += 1
    }
    return false
  }

  private static let contrasts = ShortWordTable([(1, "but however")])
}
