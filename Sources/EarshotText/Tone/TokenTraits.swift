/// What a token is besides its word, for the built-in lists: `<money>`, `<CAPS>`, `<!>`.
struct TokenTraits: OptionSet, Hashable, Sendable {
  let rawValue: UInt16

  init(rawValue: UInt16) { self.rawValue = rawValue }

  static let number = TokenTraits(rawValue: 1 << 0)
  static let money = TokenTraits(rawValue: 1 << 1)
  static let exclamation = TokenTraits(rawValue: 1 << 2)
  static let question = TokenTraits(rawValue: 1 << 3)
  static let capitals = TokenTraits(rawValue: 1 << 4)
  static let mention = TokenTraits(rawValue: 1 << 5)
  static let identifier = TokenTraits(rawValue: 1 << 6)
  static let emoji = TokenTraits(rawValue: 1 << 7)
  static let hashtag = TokenTraits(rawValue: 1 << 8)
  static let url = TokenTraits(rawValue: 1 << 9)
  static let email = TokenTraits(rawValue: 1 << 10)
  /// How many there are.
  static let count = 11

  /// The built-in lists: their names, traits and words.
  static let lists: [(name: String, traits: TokenTraits, words: String)] = [
    (
      "number", .number,
      """
      one two three four five six seven eight nine ten eleven twelve several few many multiple \
      numerous dozen dozens hundreds
      """
    ),
    ("money", .money, ""), ("!", .exclamation, ""), ("?", .question, ""),
    ("CAPS", .capitals, ""), ("@", .mention, ""), ("#", .identifier, ""),
    ("emoji", .emoji, ""), ("hashtag", .hashtag, ""), ("url", .url, ""), ("email", .email, ""),
  ]

  /// The traits of a token.
  @inline(__always)
  init(_ token: Token, folded: Span<UInt8>) {
    var traits: TokenTraits = token.flags.contains(.uppercase) ? .capitals : []
    switch token.kind {
    case .word, .ideograph: break
    case .number: traits.insert(.number)
    case .money: traits.insert(.money)
    case .identifier: traits.insert(.identifier)
    case .url: traits.insert(.url)
    case .email: traits.insert(.email)
    case .mention: traits.insert(.mention)
    case .hashtag: traits.insert(.hashtag)
    case .emoji: traits.insert(.emoji)
    case .punctuation:
      for i in Int(token.foldedStart)..<Int(token.foldedEnd) {
        if folded[i] == 0x21 { traits.insert(.exclamation) }
        if folded[i] == 0x3F { traits.insert(.question) }
      }
    }
    self = traits
  }
}
