/// Shouting and insistent punctuation: found by rule, not by patterns.
extension MarkerSearch {
  mutating func findInsistence(
    _ tokens: Span<Token>, _ folded: Span<UInt8>, _ text: Span<UInt8>
  ) {
    var t = 0
    while t < tokens.count {
      let traits = scratch.traits[t]
      if !tokens[t].isOwn {
        t += 1
      } else if tokens[t].kind == .punctuation {
        t = punctuation(t, tokens, folded)
      } else if traits.contains(.capitals), isLoud(t, tokens, folded) {
        t = shouting(t, tokens, folded)
      } else {
        t += 1
      }
    }
  }

  // MARK: - Marks

  /// `!!`, `??` and longer runs of both, also with blanks in between; `?!` is none.
  private mutating func punctuation(
    _ start: Int, _ tokens: Span<Token>, _ folded: Span<UInt8>
  ) -> Int {
    var exclamations = 0
    var questions = 0
    var end = start
    while end < tokens.count, tokens[end].kind == .punctuation, tokens[end].isOwn {
      for i in tokens[end].foldedRange {
        if folded[i] == 0x21 { exclamations += 1 }
        if folded[i] == 0x3F { questions += 1 }
      }
      end += 1
    }
    let marks = exclamations + questions
    guard exclamations >= 2 || questions >= 2 else { return end }
    if questions == 0, isHappy(before: start, tokens, folded) { return end }
    add(
      .insistentPunctuation, Int(tokens[start].start), Int(tokens[end - 1].end),
      marks == 2 ? 0.4 : marks == 3 ? 0.5 : 0.6)
    return end
  }

  /// Whether one of the two words before the marks is thanks or praise: `thank you so much!!`.
  private func isHappy(
    before marks: Int, _ tokens: Span<Token>, _ folded: Span<UInt8>
  ) -> Bool {
    var counted = 0
    var t = marks - 1
    // Filling words do not count, but a megabyte of them must not be walked through each time.
    let lowest = max(0, marks - 8)
    while t >= lowest, counted < 2, tokens[t].kind != .punctuation {
      switch joy(t, tokens, folded) {
      case MarkerWords.happy: return !tokens[t].flags.contains(.negated)
      case MarkerWords.spoiling: return false
      case MarkerWords.filling: break
      default: counted += 1
      }
      t -= 1
    }
    return false
  }

  // MARK: - Capitals

  /// Bytes of a word that is shouting all alone. Shorter ones are mostly names and abbreviations
  /// that no list knows.
  private static let shortestAlone = 4

  /// A run of words in capitals; where to go on.
  private mutating func shouting(
    _ start: Int, _ tokens: Span<Token>, _ folded: Span<UInt8>
  ) -> Int {
    var last = start
    var loud = 0
    var happy = 0
    var isSpoiled = false
    var t = start
    while t < tokens.count, tokens[t].isOwn, goesOn(tokens[t], scratch.traits[t]) {
      if isLoud(t, tokens, folded) {
        loud += 1
        last = t
        switch joy(t, tokens, folded) {
        case MarkerWords.happy: happy += 1
        case MarkerWords.spoiling: isSpoiled = true
        default: break
        }
      }
      t += 1
    }
    let isHappy = happy > 0 && !isSpoiled && loud <= 6 * happy
    let length = tokens[start].foldedRange.count
    let isEnough = loud >= 2 || length >= Self.shortestAlone
    if isEnough, !isHappy {
      add(
        .shouting, Int(tokens[start].start), Int(tokens[last].end),
        loud == 1 ? 0.4 : loud == 2 ? 0.5 : loud < 5 ? 0.6 : loud < 8 ? 0.7 : 0.8)
    }
    return last + 1
  }

  /// Whether a run of capitals may go on over this token: `I`, a number, an acronym, marks.
  private func goesOn(_ token: Token, _ traits: TokenTraits) -> Bool {
    switch token.kind {
    case .word:
      let isInitial = token.flags.contains(.capitalized) && token.end - token.start == 1
      return isInitial || traits.contains(.capitals)
    case .number, .money, .punctuation: return true
    default: return false
    }
  }

  /// A word in capitals that is no acronym, code or mask.
  private func isLoud(_ t: Int, _ tokens: Span<Token>, _ folded: Span<UInt8>) -> Bool {
    guard scratch.traits[t].contains(.capitals), tokens[t].kind == .word else { return false }
    let range = tokens[t].foldedRange
    var vowels = 0
    var isOneLetter = true
    for i in range {
      let byte = folded[i]
      if ByteClass.isDigit(byte) { return false }
      if Self.isVowel(byte) || byte >= 0x80 { vowels += 1 }
      if byte != folded[range.lowerBound] { isOneLetter = false }
    }
    guard vowels > 0, !isOneLetter else { return false }
    return joy(t, tokens, folded) != MarkerWords.acronym
  }

  private var words: MarkerWords { patterns.words }

  private func joy(_ t: Int, _ tokens: Span<Token>, _ folded: Span<UInt8>) -> UInt8 {
    words.joy.value(of: folded, Int(tokens[t].foldedStart), Int(tokens[t].foldedEnd))
  }

  private static func isVowel(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61, 0x65, 0x69, 0x6F, 0x75, 0x79: true
    default: false
    }
  }
}
