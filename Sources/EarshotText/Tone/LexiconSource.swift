/// What a tone lexicon says, phrase by phrase, before it is made ready for look-ups.
///
/// A plain value: whoever reads YAML builds one, `encoded()` puts it into a model file, and
/// `Lexicon(_:)` makes it ready.
public struct LexiconSource: Sendable, Hashable {
  /// One word, phrase, emoji or emoticon and what it says. Entries of one phrase are merged.
  public struct Entry: Sendable, Hashable {
    /// As a person writes it: `no longer works`, `well-made`, `:-)`. It is folded like text.
    public var phrase: String
    /// How it speaks of the company or product, −4 (worst) … +4 (best); nil where it says nothing.
    public var valence: Float?
    /// What it multiplies the next valence with, 0.1 … 3; nil where it modifies nothing.
    public var factor: Float?
    /// What it does besides.
    public var roles: Lexicon.Roles

    /// A phrase and what it says; nothing unless told.
    public init(
      _ phrase: String, valence: Float? = nil, factor: Float? = nil, roles: Lexicon.Roles = []
    ) {
      self.phrase = phrase
      self.valence = valence
      self.factor = factor
      self.roles = roles
    }
  }

  /// In the order of their file; entries of one phrase may stand apart.
  public var entries: [Entry]

  /// A lexicon of these entries, unchecked: `Lexicon(_:)` checks them.
  public init(entries: [Entry] = []) {
    self.entries = entries
  }

  /// How far a valence may go, to either side.
  public static let largestValence: Float = 4
  /// What a factor may be.
  public static let factors: ClosedRange<Float> = 0.1...3
  /// The most tokens of a phrase.
  public static let longestPhrase = 8
}

extension LexiconSource {
  /// Adds entries that know better: a phrase with a valence or a factor among them loses the one that it
  /// had. Phrases are the same when they are the same tokens.
  ///
  /// - Complexity: O(bytes)
  mutating func add(_ other: LexiconSource) {
    var cutter = PhraseCutter()
    var weighed: Set<[UInt8]> = []
    var modifying: Set<[UInt8]> = []
    for entry in other.entries {
      if entry.valence != nil { weighed.insert(cutter.tokens(of: entry.phrase)) }
      if entry.factor != nil { modifying.insert(cutter.tokens(of: entry.phrase)) }
    }
    if !weighed.isEmpty || !modifying.isEmpty {
      entries = entries.compactMap { entry in
        guard entry.valence != nil || entry.factor != nil else { return entry }
        var entry = entry
        let phrase = cutter.tokens(of: entry.phrase)
        if weighed.contains(phrase) { entry.valence = nil }
        if modifying.contains(phrase) { entry.factor = nil }
        let isLeft = entry.valence != nil || entry.factor != nil || !entry.roles.isEmpty
        return isLeft ? entry : nil
      }
    }
    entries += other.entries
  }
}

/// Cuts phrases as a lexicon does when it is made ready.
private struct PhraseCutter {
  private let tokenizer = Tokenizer()
  private var buffer = TokenBuffer()

  /// The folded tokens, each with a zero behind it, which no token holds.
  mutating func tokens(of phrase: String) -> [UInt8] {
    tokenizer.tokenize(Array(phrase.utf8).span, into: &buffer)
    var bytes: [UInt8] = []
    for token in buffer.tokens {
      bytes.append(contentsOf: buffer.folded[token.foldedRange])
      bytes.append(0)
    }
    return bytes
  }
}

/// What is wrong with a lexicon that somebody wrote.
public enum LexiconError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The tokenizer finds no token in it, so it could never be met.
  case noToken(entry: Int, phrase: String)
  case tooManyTokens(entry: Int, phrase: String, found: Int)
  /// A word of more than 255 bytes.
  case wordTooLong(entry: Int)
  case valenceOutOfRange(entry: Int, phrase: String, found: Float)
  case factorOutOfRange(entry: Int, phrase: String, found: Float)
  /// The phrase stands twice and says different things. Phrases are compared as tokens.
  case contradiction(entry: Int, phrase: String, found: Float, before: Float)
  case tooManyEntries(found: Int, most: Int)

  /// The number of the entry at fault, from 0; nil where it is none in particular.
  public var entry: Int? {
    switch self {
    case .noToken(let entry, _), .tooManyTokens(let entry, _, _), .wordTooLong(let entry),
      .valenceOutOfRange(let entry, _, _), .factorOutOfRange(let entry, _, _),
      .contradiction(let entry, _, _, _):
      entry
    case .tooManyEntries: nil
    }
  }

  /// What was found and what to do, without place and full stop.
  public var description: String {
    switch self {
    case .noToken(_, let phrase):
      "\"\(phrase)\" holds no word, number or emoji. Write one, or leave it out"
    case .tooManyTokens(_, let phrase, let found):
      "\"\(phrase)\" has \(found) words. At most \(LexiconSource.longestPhrase); shorten it"
    case .wordTooLong:
      "a word is longer than 255 bytes. Leave it out"
    case .valenceOutOfRange(_, let phrase, let found):
      "\"\(phrase)\" has valence \(found). Expected -4 to 4"
    case .factorOutOfRange(_, let phrase, let found):
      "\"\(phrase)\" has factor \(found). Expected 0.1 to 3"
    case .contradiction(_, let phrase, let found, let before):
      "\"\(phrase)\" is \(found) here and \(before) before. Keep one of them"
    case .tooManyEntries(let found, let most):
      "\(found) phrases. At most \(most)"
    }
  }
}
