import EarshotText

/// Says in which language a text is, and refuses it only where it is surely not English.
///
/// Two witnesses: function words, counted (`LanguageCues`), and CLD2 (`LanguageDetector`). Plain English is
/// known by its function words alone. A text is unsupported if
/// - most of it is in another script, from two words on; or
/// - it has six words or 25 letters, and CLD2 is sure of another language, with less than 30 % of it
///   English; or
/// - its words are those of another language, whatever CLD2 says.
///
/// And in the last two cases never if English function words make up a normal share of it: names, lists
/// of products, typos and mixtures look foreign to CLD2. docs/language.md has the figures.
public struct LanguageGuesser: Sendable {
  private let tokenizer = Tokenizer()

  public init() {}

  /// Guesses the language of a text.
  ///
  /// Callers with many texts, or tokens at hand, use `guess(_:in:)` with a buffer they keep.
  ///
  /// - Parameter text: UTF-8; bytes that are not are skipped.
  /// - Complexity: O(bytes), allocates.
  public func guess(_ text: Span<UInt8>) -> Language {
    var buffer = TokenBuffer()
    tokenizer.tokenize(text, into: &buffer)
    return guess(buffer)
  }

  /// Guesses the language of a tokenized text, or of a part of it.
  ///
  /// - Parameter range: which tokens; nil for all.
  /// - Complexity: O(bytes of the words). Allocates only where function words do not settle it.
  public func guess(_ buffer: TokenBuffer, in range: Range<Int>? = nil) -> Language {
    let range = range ?? 0..<buffer.tokens.count
    let cues = LanguageCues(buffer, in: range)
    if cues.isOtherScript { return otherScript(buffer, range) }
    if cues.isPlainEnglish {
      return Language(code: "en", isReliable: true, share: 1, isUnsupported: false)
    }
    guard cues.words >= 6 || cues.latinLetters >= 25 else { return .unknown }
    return latin(cues, LanguageDetector.words(of: buffer, in: range))
  }

  private func otherScript(_ buffer: TokenBuffer, _ range: Range<Int>) -> Language {
    let answer = LanguageDetector.ask(
      LanguageDetector.words(of: buffer, in: range), isBestEffort: true)
    let best = answer.languages.first { $0.code != "en" }
    return Language(
      code: best?.code ?? "und", isReliable: best != nil && answer.isReliable,
      share: Float(best?.percent ?? 0) / 100, isUnsupported: true)
  }

  private func latin(_ cues: LanguageCues, _ words: [UInt8]) -> Language {
    let answer = LanguageDetector.ask(words)
    var language = Language.unknown
    if let first = answer.languages.first, answer.isReliable {
      language = Language(
        code: first.code, isReliable: true, share: Float(first.percent) / 100, isUnsupported: false)
    }
    let englishPercent = answer.percent(of: "en")
    if cues.isPartlyEnglish || cues.clearEnglish > 0 && englishPercent >= 30 {
      // A mixture: CLD2's numbers are too rough to be relied on.
      language.isReliable = language.code == "en"
      return language
    }
    if language.isReliable, language.code != "en", englishPercent < 30,
      cues.agree(with: language.code)
    {
      language.isUnsupported = true
      return language
    }
    return weakEvidence(cues, words, or: language)
  }

  /// What function words and accents say where CLD2 is unsure, or takes Portuguese for English.
  private func weakEvidence(
    _ cues: LanguageCues, _ words: [UInt8], or language: Language
  ) -> Language {
    let haveNoEnglish = cues.clearEnglish == 0 && 10 * cues.english <= cues.words
    let areForeign =
      cues.foreign >= 3 && 5 * cues.foreign >= cues.words && 20 * cues.clearEnglish <= cues.words
    let mayBeForeign =
      cues.words >= 8 && cues.clearEnglish == 0 && (cues.foreign >= 2 || cues.accentedLetters >= 2)
    guard areForeign || mayBeForeign || haveNoEnglish && cues.words >= 10 else { return language }
    let best = LanguageDetector.ask(words, isBestEffort: true).languages.first
    if areForeign, best.map({ $0.code == "en" }) ?? true {
      return Language(code: "und", isReliable: false, share: 0, isUnsupported: true)
    }
    guard let best, best.code != "en", areForeign || mayBeForeign || Self.isKnown(best.code) else {
      return language
    }
    return Language(
      code: best.code, isReliable: false, share: Float(best.percent) / 100, isUnsupported: true)
  }

  /// Whether a text in a language needs no function word to be told.
  fileprivate static func isKnown(_ code: String) -> Bool {
    languagesWithFunctionWords.contains(code) && !languagesOfMenus.contains(code)
  }

  fileprivate static let languagesWithFunctionWords: Set<String> = [
    "de", "nl", "fr", "es", "it", "pt", "gl", "ca", "ro", "sv", "da", "no", "pl", "cs", "sk", "hr",
    "bs", "sr", "sl", "hu", "fi", "tr", "id", "ms", "tl", "vi", "et", "lt", "lv", "sq", "sw", "eu",
    "cy", "is", "af",
  ]

  /// Dishes, wines, fashion and places have names in them.
  fileprivate static let languagesOfMenus: Set<String> = ["fr", "es", "it", "pt", "gl", "ca"]
}

extension LanguageCues {
  // The thresholds were set on 62,000 English texts and 300 customer texts in 25 other languages; any
  // near them do about as well.

  /// Function words make it English: settled without CLD2.
  fileprivate var isPlainEnglish: Bool {
    clearEnglish >= 2 && 10 * clearEnglish >= words && 10 * english >= 3 * words
      && english >= 4 * foreign
  }

  /// English function words make up a normal share, beside another language or foreign names.
  fileprivate var isPartlyEnglish: Bool {
    100 * clearEnglish >= 15 * words && 2 * clearEnglish >= foreign && clearEnglish > 0
      || clearEnglish >= 1 && 4 * english >= words && english > foreign
  }

  /// Whether the words bear out a language that CLD2 is sure of.
  ///
  /// A text without function words and accents may be a list of dishes, and a short one that looks like
  /// Sundanese to CLD2 is mostly an address.
  fileprivate func agree(with code: String) -> Bool {
    foreign >= 1 || accentedLetters >= 3
      || words >= 10 && !LanguageGuesser.languagesOfMenus.contains(code)
  }
}
