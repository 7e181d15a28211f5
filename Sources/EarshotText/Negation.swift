/// How far a negation reaches.
///
/// From the negator to the next clause mark (`. ! ? ; : ,`, a dash, the line's end), the next
/// contrast word (but, however, …), or over six words, whichever comes first.
extension TokenScan {
  /// Six words: a judgement, not tuned. In chats clause marks are often missing, and a scope that
  /// is open to the end of the line would flag whole messages ("it does not work i paid yesterday
  /// and …"); with fewer than six, "can't get into my online account" would lose its noun.
  static let longestReach = 6

  mutating func openScope(_ role: UInt8) {
    reach = Self.longestReach
    opener = role
  }

  mutating func closeScope() {
    reach = 0
    opener = 0
  }

  /// Takes the negation back if the word after the negator undoes it: "no problem", "not only".
  mutating func undoNegation(_ start: Int) {
    if words.undoing.value(of: folded.span, start, used) & (1 &<< opener) != 0 {
      tokens[tokens.count - 1].flags.remove(.negator)
      reach = 0
    }
    opener = 0
  }
}
