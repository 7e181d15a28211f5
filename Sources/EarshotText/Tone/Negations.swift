/// Whether a negator that lies before a match takes it back.
enum Negations {
  /// How far back the negator is looked for: six words, and the numbers and emoji among them,
  /// which do not count.
  private static let longestLook = 16

  /// True where the first reported word is in the scope of a negator before the match.
  ///
  /// Kept are: a match that begins with a negator itself ("I can't believe you never answer");
  /// what follows `can't believe`, `don't know why`, which is so; and `no` as an answer
  /// ("no I have called twice").
  static func drop(
    _ match: PatternMatch, _ tokens: Span<Token>, _ folded: Span<UInt8>, _ words: MarkerWords
  ) -> Bool {
    let reported = Int(match.reportedStart)
    let flags = tokens[reported].flags
    guard flags.contains(.negated), !flags.contains(.negator) else { return false }
    var negator = reported - 1
    let lowest = max(0, reported - longestLook)
    while negator >= lowest, !tokens[negator].flags.contains(.negator) { negator -= 1 }
    guard negator >= lowest else { return true }
    if negator >= Int(match.start) { return false }

    func role(_ token: Int) -> UInt8 {
      guard token < tokens.count else { return 0 }
      return words.negation.value(
        of: folded, Int(tokens[token].foldedStart), Int(tokens[token].foldedEnd))
    }
    switch role(negator + 1) {
    case MarkerWords.believing: return false
    case MarkerWords.knowing: return role(negator + 2) != MarkerWords.questionWord
    case MarkerWords.subject:
      let range = tokens[negator].foldedRange
      // "no": it has no other negator of two letters.
      return range.count != 2
    default: return true
    }
  }
}
