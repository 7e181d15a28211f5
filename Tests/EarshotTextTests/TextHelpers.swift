@testable import EarshotText

/// A token, written down: kind and folded text.
struct Reading: Equatable, CustomStringConvertible {
  var kind: Token.Kind
  var text: String

  init(_ kind: Token.Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }

  var description: String { "\(kind):\(text)" }
}

/// A text, its tokens, and questions about them.
struct Reader {
  let bytes: [UInt8]
  var buffer = TokenBuffer()

  init(_ text: String) { self.init(bytes: Array(text.utf8)) }

  init(bytes: [UInt8]) {
    self.bytes = bytes
    Tokenizer().tokenize(bytes.span, into: &buffer)
  }

  var tokens: [Token] { buffer.tokens }
  var readings: [Reading] { tokens.map { Reading($0.kind, buffer.foldedText(of: $0)) } }
  var texts: [String] { tokens.map(buffer.foldedText) }

  /// What the tokens cover in the original text.
  var originals: [String] {
    tokens.map { String(decoding: bytes[$0.byteRange], as: UTF8.self) }
  }

  /// The folded texts of the tokens with a flag.
  func texts(_ flag: Token.Flags) -> [String] {
    tokens.filter { $0.flags.contains(flag) }.map(buffer.foldedText)
  }

  /// The folded texts of the tokens of a kind.
  func texts(_ kind: Token.Kind) -> [String] {
    tokens.filter { $0.kind == kind }.map(buffer.foldedText)
  }
}

/// The folded text of each token.
func words(_ text: String) -> [String] { Reader(text).texts }

/// SplitMix64 (Steele, Lea & Flood 2014): repeatable random numbers for tests.
struct TestGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z &>> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z &>> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z &>> 31
  }
}
