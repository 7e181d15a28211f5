/// One word, number, address, emoji or mark of a text: where it stands and what it is.
///
/// A token holds no text. `buffer.folded[token.foldedStart..<token.foldedEnd]` is its folded
/// form; `start..<end` are bytes of the original text, markup and all.
public struct Token: Sendable, Hashable {
  /// What a token is; docs/text.md has the rule and examples of each.
  public enum Kind: UInt8, Sendable, CaseIterable {
    /// Letters, with digits and apostrophes among them: `can't`, `café`, `3g`, `iphone12`.
    case word
    /// Digits with their separators: `3.5`, `1,000`, `10%`, `10:30`, `24/7`, `2024-05-01`.
    case number
    /// A number with its currency: `$12.99`, `12 €`, `USD 40`.
    case money
    /// An order, ticket or phone number: `#12345`, `INV-2024-001`, `AB12345`, `1234567`.
    case identifier
    /// `https://…`, `www.…`, or a bare domain with a known ending: `example.com/help`.
    case url
    /// `name@example.com`
    case email
    /// `@name`
    case mention
    /// `#word`
    case hashtag
    /// An emoji sequence or an emoticon: 👩‍💻, `:-)`, `<3`.
    case emoji
    /// One sign of a script written without blanks between words: `水`, `の`, `ก`.
    case ideograph
    /// A run of `!`, `?` and ellipses.
    case punctuation
  }

  /// What is said about a token besides its kind.
  public struct Flags: OptionSet, Sendable, Hashable {
    /// One bit a flag.
    public let rawValue: UInt16

    /// From bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// In the scope of a negator before it: `works` in "never works".
    public static let negated = Flags(rawValue: 1 << 0)
    /// Opens a negation: `not`, `never`, `can't`.
    public static let negator = Flags(rawValue: 1 << 1)
    /// Not the writer's: an earlier message that a mail program quoted, or in a chat an agent's turn
    /// or a speaker's label.
    public static let quoted = Flags(rawValue: 1 << 2)
    /// Part of a closing or signature under the message.
    public static let signature = Flags(rawValue: 1 << 3)
    /// At least two letters, all of them capitals: `NOW`.
    public static let uppercase = Flags(rawValue: 1 << 4)
    /// The first letter is a capital, but not all are (one-letter words count): `Anna`, `I`.
    public static let capitalized = Flags(rawValue: 1 << 5)
    /// A letter or mark three times running: `sooo`, `!!!`, `:)))`.
    public static let elongated = Flags(rawValue: 1 << 6)
    /// First token of the text, or after the end of a sentence or an empty line.
    public static let sentenceStart = Flags(rawValue: 1 << 7)
    /// First token of a line.
    public static let lineStart = Flags(rawValue: 1 << 8)
  }

  /// First byte in the original text.
  public var start: UInt32
  /// One past the last byte in the original text.
  public var end: UInt32
  /// First byte in the buffer's `folded`.
  public var foldedStart: UInt32
  /// One past the last byte in the buffer's `folded`.
  public var foldedEnd: UInt32
  /// What it is: a word, a number, an emoji, …
  public var kind: Kind
  /// What else is known of it.
  public var flags: Flags

  /// A token of these places; nothing is checked.
  public init(
    start: UInt32, end: UInt32, foldedStart: UInt32, foldedEnd: UInt32, kind: Kind, flags: Flags
  ) {
    self.start = start
    self.end = end
    self.foldedStart = foldedStart
    self.foldedEnd = foldedEnd
    self.kind = kind
    self.flags = flags
  }

  /// The token's bytes in the original text.
  @inlinable public var byteRange: Range<Int> { Int(start)..<Int(end) }

  /// Whether it is the writer's own: neither quoted nor part of a signature.
  @inlinable @inline(__always)
  public var isOwn: Bool { flags.isDisjoint(with: [.quoted, .signature]) }

  /// The token's bytes in the buffer's `folded`.
  @inlinable public var foldedRange: Range<Int> { Int(foldedStart)..<Int(foldedEnd) }
}
