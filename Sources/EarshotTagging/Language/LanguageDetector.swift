import CCLD2
import EarshotText

/// CLD2 (Sites 2013), the one place that calls it.
///
/// Scores groups of four letters with integer tables, so the answer is the same on every CPU. It is
/// given the folded words and nothing else: always valid UTF-8, at most 4 kB, with room behind it.
enum LanguageDetector {
  /// What CLD2 says of a text.
  struct Answer {
    /// Languages that it found, the largest first, without unknown ones.
    var languages: [(code: String, percent: Int)] = []
    var isReliable = false

    func percent(of code: String) -> Int { languages.first { $0.code == code }?.percent ?? 0 }
  }

  /// Bytes that are looked at: enough to tell any language, and a bound on the time.
  static let longestText = 4096

  /// The words of a text, as CLD2 wants them: with blanks between them and zeros behind.
  static func words(of buffer: TokenBuffer, in range: Range<Int>) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(min(buffer.folded.count + range.count, longestText) + padding)
    var end: UInt32 = 0
    for token in buffer.tokens[range] where token.isLanguage {
      guard text.count + token.foldedRange.count < longestText else { break }
      // Signs of one Chinese word must not be parted.
      if !text.isEmpty, token.kind == .word || token.start != end { text.append(0x20) }
      text.append(contentsOf: buffer.folded[token.foldedRange])
      end = token.end
    }
    text.append(contentsOf: repeatElement(0, count: padding))
    return text
  }

  /// Asks CLD2.
  ///
  /// - Parameters:
  ///   - words: from `words(of:in:)`.
  ///   - isBestEffort: answer even where the text is too short, or between languages.
  static func ask(_ words: [UInt8], isBestEffort: Bool = false) -> Answer {
    let count = words.count - padding
    precondition(count >= 0 && count <= longestText)
    guard count > 0 else { return Answer() }
    var answer = CCLD2Answer()
    // SAFETY: the text is `count` bytes with `padding` zeros behind them; CLD2 reads no further and
    // keeps nothing.
    ccld2_ask(words, Int32(count), isBestEffort, &answer)
    var result = Answer(isReliable: answer.is_reliable)
    for (name, percent) in [
      (answer.first, answer.first_percent), (answer.second, answer.second_percent),
      (answer.third, answer.third_percent),
    ] {
      // SAFETY: names are constants of the library and end in zero.
      if let name, let code = standardCode(String(cString: name)) {
        result.languages.append((code, Int(percent)))
      }
    }
    return result
  }

  private static let padding = Int(CCLD2_PADDING)

  /// ISO 639 as it is today; nil for what is no language.
  private static func standardCode(_ code: String) -> String? {
    switch code {
    case "un": nil
    case "iw": "he"
    case "jw": "jv"
    default: code.hasPrefix("xx") ? nil : code
    }
  }
}
