/// What a text shows of its language before anybody asks a language identifier: function words and
/// scripts, counted.
///
/// Counts only words of the writer's own: no addresses, numbers, quotations or signatures.
public struct LanguageCues: Sendable, Equatable {
  /// Words; a sign of a script without blanks is not one.
  public private(set) var words = 0
  /// Words that are frequent in English and rare elsewhere: `the`, `my`, `not`.
  public private(set) var clearEnglish = 0
  /// English words that other languages have too: `in`, `is`, `of`.
  public private(set) var sharedEnglish = 0
  /// Function words of some thirty other languages in Latin letters: `und`, `que`, `nie`.
  public private(set) var foreign = 0

  /// Latin letters.
  public private(set) var latinLetters = 0
  /// Those of them with accents, or otherwise not ASCII.
  public private(set) var accentedLetters = 0
  /// Letters of other scripts that write words: Cyrillic, Arabic, Devanagari, …
  public private(set) var otherLetters = 0
  /// Hangul and Katakana: each holds a syllable.
  public private(set) var syllables = 0
  /// Signs of scripts without blanks between words: Han, Hiragana, Thai, …
  public private(set) var ideographs = 0

  /// Counts the words of a tokenized text.
  ///
  /// - Parameter range: which tokens; nil for all.
  /// - Complexity: O(bytes of their folded forms), allocates nothing.
  public init(_ buffer: TokenBuffer, in range: Range<Int>? = nil) {
    let table = FunctionWordLists.table
    let folded = buffer.folded.span
    for t in range ?? 0..<buffer.tokens.count {
      let token = buffer.tokens[t]
      guard token.isLanguage else { continue }
      if token.kind == .ideograph {
        ideographs += 1
        continue
      }
      let start = Int(token.foldedStart)
      let end = Int(token.foldedEnd)
      guard !ByteClass.isDigit(folded[start]) else { continue }
      words += 1
      switch table.value(of: folded, start, end) {
      case FunctionWordLists.clear: clearEnglish += 1
      case FunctionWordLists.shared: sharedEnglish += 1
      case FunctionWordLists.foreign: foreign += 1
      default: break
      }
      countLetters(folded, start, end)
    }
  }

  /// Function words of English, clear or not.
  public var english: Int { clearEnglish + sharedEnglish }

  /// Whether most of the text is in another script than the Latin one, and two words of it at least.
  ///
  /// A sign of Chinese says about as much as three letters, a syllable as two.
  public var isOtherScript: Bool {
    otherLetters + 2 * syllables + 3 * ideographs > latinLetters
      && 2 * words + ideographs >= 4
  }

  private mutating func countLetters(_ folded: Span<UInt8>, _ start: Int, _ end: Int) {
    var i = start
    while i < end {
      let byte = folded[i]
      if byte < 0x80 {
        if ByteClass.isLetter(byte) { latinLetters += 1 }
        i += 1
        continue
      }
      // The folded form is well-formed, so the lead byte says the length.
      let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      count(byte, i + 1 < end ? folded[i + 1] : 0)
      i += length
    }
  }

  /// Which script a letter is of, from the first two bytes of its UTF-8.
  private mutating func count(_ first: UInt8, _ second: UInt8) {
    switch (first, second) {
    case (0xC2...0xC9, _), (0xE1, 0xB8...0xBB), (0xE2, 0xB1):
      // U+0080…027F, U+1E00…1EFF, U+2C40…2C7F
      latinLetters += 1
      accentedLetters += 1
    case (0xCA...0xCC, _), (0xCD, ..<0xB0):
      break  // Phonetic letters, modifiers and combining marks
    case (0xE3, 0x82...0x83), (0xEA, 0xB0...), (0xEB...0xEC, _), (0xED, ..<0xA0):
      syllables += 1  // U+3080…30FF (Hiragana are ideographs), U+AC00…D7FF
    default:
      otherLetters += 1
    }
  }
}

extension Token {
  /// Whether it can tell a language: a word or sign of the writer's own.
  public var isLanguage: Bool { (kind == .word || kind == .ideograph) && isOwn }
}
