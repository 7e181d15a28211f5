/// Cuts a text into tokens: words as Unicode's UAX #29 does, and on top of them the classes that
/// matter in messages of customers (docs/text.md has the rules and where they deviate).
///
/// A tokenizer is a small value that any thread may share; all working memory is the buffer's.
public struct Tokenizer: Sendable {
  let words = WordLists()

  /// Builds the word lists (0.2 ms the first time, 0.06 ms again): make one and keep it.
  public init() {}

  /// Fills the buffer with the tokens of a text.
  ///
  /// Markup is skipped where the text shows real HTML, entities are decoded, and quoted replies
  /// and signatures are marked, and in chats what is not the customer's. All offsets are bytes of `text` as it was given.
  ///
  /// - Parameters:
  ///   - text: UTF-8. Bytes that are not UTF-8 separate words and are never an error.
  ///   - buffer: cleared first; its memory is kept.
  /// - Precondition: at most 1 GiB (texts up to 16 MiB are what it is made for).
  /// - Complexity: O(bytes), whatever the bytes are; no allocation once the buffer has grown.
  public func tokenize(_ text: Span<UInt8>, into buffer: inout TokenBuffer) {
    precondition(text.count <= 1 << 30, "text of \(text.count) bytes; at most 1 GiB")
    let survey = TextSurvey(text)
    var plain = PlainText()
    swap(&plain, &buffer.scratch.plain)
    if survey.mayHaveMarkup, plain.read(text, words) {
      scan(plain.bytes.span, TextSurvey(plain.bytes.span), plain.quotations, into: &buffer)
      plain.restoreOffsets(of: &buffer.tokens)
      buffer.isPlain = false
    } else {
      plain.quotations.removeAll(keepingCapacity: true)
      scan(text, survey, plain.quotations, into: &buffer)
    }
    swap(&plain, &buffer.scratch.plain)
  }

  private func scan(
    _ text: Span<UInt8>, _ survey: TextSurvey, _ quotations: [Range<Int>],
    into buffer: inout TokenBuffer
  ) {
    var scan = TokenScan(words: words)
    scan.take(from: &buffer, room: survey.foldedBound)
    scan.run(text)
    scan.give(to: &buffer)
    buffer.isPlain = true
    buffer.isTranscript = false
    if !buffer.scratch.lineStarts.isEmpty {
      LineMarks.apply(text, quotations: quotations, to: &buffer)
      buffer.isTranscript = TurnMarks.apply(text, to: &buffer)
      buffer.isPlain = buffer.tokens.allSatisfy(\.isOwn)
    }
  }
}

/// One quick look over a text before the work begins.
struct TextSurvey {
  /// It has a `<` or `&`.
  private(set) var mayHaveMarkup = false
  /// Bytes that its folded form can take at most.
  private(set) var foldedBound = 0

  init(_ text: Span<UInt8>) {
    // No early exit and no branch, so that the compiler uses vectors.
    var marks: UInt8 = 0
    var all: UInt8 = 0
    for i in text.indices {
      let byte = text[i]
      marks |= (byte == 0x3C ? 1 : 0) | (byte == 0x26 ? 1 : 0)
      all |= byte
    }
    mayHaveMarkup = marks != 0
    // make-tables.py checks that no scalar folds to more than three times its bytes.
    foldedBound = all < 0x80 ? text.count : 3 * text.count
  }
}
