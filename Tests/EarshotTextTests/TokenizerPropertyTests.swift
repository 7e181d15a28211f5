import Testing

@testable import EarshotText

@Suite struct TokenizerPropertyTests {
  private static let pieces = [
    "Hello", "can't", "don’t", " ", " ", "\n", "\r\n", "$12.99", "12 €", "#4711", "a@b.com",
    "https://x.com/?q=1",
    "é", "e\u{301}", "Straße", "水", "カタ", "👩‍💻", "👍🏽", "🇩🇪", "\u{AD}", "\u{200D}", "<b>", "</p>",
    "&amp;", "&rsquo;",
    "<", "&", "<!--", "-->", "> ", "-- \n", "On 1 wrote:", "Thanks,\n", "!", "...", "…", ":)", ":",
    ".", ",", "'", "´",
    "10%", "INV-20-333", "\u{301}", "_", "@", "#", "www.", "\u{FEFF}", "ﬁ", "１", "1️⃣", "¡",
    "\u{2028}", "<blockquote>",
  ]

  private func check(_ reader: Reader, _ label: String, isText: Bool) {
    var end = 0
    var foldedEnd = 0
    for token in reader.tokens {
      let isInOrder =
        token.start >= end && token.end > token.start && token.end <= reader.bytes.count
      #expect(isInOrder, "\(label): \(token.byteRange) after \(end)")
      #expect(token.foldedStart >= foldedEnd && token.foldedEnd > token.foldedStart, "\(label)")
      end = Int(token.end)
      foldedEnd = Int(token.foldedEnd)
      if isText {
        let next = end < reader.bytes.count ? reader.bytes[end] : 0
        let isOnScalars = reader.bytes[Int(token.start)] & 0xC0 != 0x80 && next & 0xC0 != 0x80
        #expect(isOnScalars, "\(label): \(token.byteRange)")
      }
    }
    #expect(foldedEnd <= reader.buffer.folded.count)
    #expect(String(validating: reader.buffer.folded, as: UTF8.self) != nil, "\(label)")
  }

  @Test("ranges ascend, do not overlap and lie on scalars, for any mix of pieces")
  func mixes() {
    for seed in UInt64(1)...2_000 {
      var generator = TestGenerator(state: seed)
      let count = Int.random(in: 1...25, using: &generator)
      let text = (0..<count).map { _ in Self.pieces.randomElement(using: &generator)! }.joined()
      check(Reader(text), "seed \(seed)", isText: true)
    }
  }

  @Test("any bytes are read, and the folded form is UTF-8")
  func randomBytes() {
    for seed in UInt64(1)...2_000 {
      var generator = TestGenerator(state: seed)
      let count = Int.random(in: 0...60, using: &generator)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      check(Reader(bytes: bytes), "seed \(seed)", isText: false)
    }
  }

  @Test("a text cut anywhere, also inside a scalar, is read")
  func prefixes() {
    let bytes = Array(Self.pieces.joined().utf8)
    for length in 0...bytes.count {
      check(Reader(bytes: Array(bytes.prefix(length))), "\(length)", isText: false)
    }
  }

  @Test("a used buffer gives the same tokens as a new one")
  func reuse() {
    let tokenizer = Tokenizer()
    var buffer = TokenBuffer()
    for seed in UInt64(1)...200 {
      var generator = TestGenerator(state: seed)
      let text = (0..<12).map { _ in Self.pieces.randomElement(using: &generator)! }.joined()
      let fresh = Reader(text)
      tokenizer.tokenize(fresh.bytes.span, into: &buffer)
      #expect(buffer.tokens == fresh.tokens && buffer.folded == fresh.buffer.folded, "seed \(seed)")
    }
  }

  @Test("an empty text has no tokens")
  func empty() { #expect(Reader("").tokens.isEmpty) }

  @Test("removing all tokens keeps the memory")
  func removeAll() {
    var reader = Reader("some words here")
    let capacity = reader.buffer.tokens.capacity
    reader.buffer.removeAll()
    #expect(reader.buffer.tokens.isEmpty && reader.buffer.tokens.capacity == capacity)
  }

  @Test("a token takes 20 bytes")
  func size() { #expect(MemoryLayout<Token>.stride == 20) }
}
