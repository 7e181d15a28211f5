/// The tokens of one text, kept for reuse: once it has seen the longest text of a run, filling it
/// again allocates nothing.
public struct TokenBuffer: Sendable {
  /// In the order of the text; ranges ascend and never overlap.
  public var tokens: [Token] = []
  /// The folded forms of all tokens, one after the other, in UTF-8.
  public var folded: [UInt8] = []

  /// Whether the text had no markup, and nothing in it is quoted or a signature: its bytes are its words.
  public internal(set) var isPlain = true

  /// Whether the text is a chat transcript, so that only the customer's turns are not `.quoted`.
  public internal(set) var isTranscript = false

  /// What the tokenizer needs between calls and nobody else should see.
  var scratch = Scratch()

  public init() {}

  /// Forgets the tokens and keeps the memory.
  public mutating func removeAll() {
    tokens.removeAll(keepingCapacity: true)
    folded.removeAll(keepingCapacity: true)
  }

  /// The folded bytes of a token, as a string: for tests, messages about our own word lists and
  /// whatever else is not in a hurry.
  ///
  /// - Complexity: O(length), allocates.
  public func foldedText(of token: Token) -> String {
    String(decoding: folded[token.foldedRange], as: UTF8.self)
  }

  /// Working memory of `Tokenizer`.
  struct Scratch: Sendable {
    /// The text without its markup, where it had any.
    var plain = PlainText()
    /// Where lines begin, in bytes of the plain text; the first line (0) is not listed.
    var lineStarts: [Int] = []
    /// One entry a line: what `LineMarks` found.
    var lineMarks: [Token.Flags] = []
    /// Who speaks, where lines of a chat say so.
    var labels: [SpeakerLabel] = []
    /// The last lines of the writer's own.
    var ownLines: [Int] = []
    /// Scalars of a cluster whose marks are put in order.
    var cluster: [UInt32] = []
  }
}
