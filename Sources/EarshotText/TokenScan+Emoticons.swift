/// Faces made of punctuation: `:-)`, `:(`, `;D`, `=/`, `:'(`, `<3`, `</3`, `(:`.
extension TokenScan {
  /// Adds the emoticon at `start`, if there is one.
  mutating func emoticon(_ text: Span<UInt8>, _ start: Int) -> Int? {
    guard let end = emoticonEnd(text, start) else { return nil }
    let from = used
    copy(text, start, end)
    let repeats =
      end - start >= 4 && text[end - 1] == text[end - 2] && text[end - 2] == text[end - 3]
    appendInScope(.emoji, start, end, foldedFrom: from, repeats ? .elongated : [])
    return end
  }

  private func emoticonEnd(_ text: Span<UInt8>, _ start: Int) -> Int? {
    let before = text.byte(at: start - 1)
    var i = start + 1
    switch text[start] {
    case 0x3C:  // <3 and </3, but not "<30" and not "5<3"
      if text.byte(at: i) == 0x2F { i += 1 }
      guard text.byte(at: i) == 0x33, !ByteClass.isAlphanumeric(text.byte(at: i + 1)),
        !ByteClass.isDigit(before)
      else { return nil }
      return i + 1
    case 0x28:  // (: at the border of words; ":)" is far more common, so ask for blanks
      guard text.byte(at: i) == 0x3A, isBorder(before), isBorder(text.byte(at: i + 1)) else {
        return nil
      }
      return i + 1
    default: break
    }
    if text.byte(at: i) == 0x27 { i += 1 }  // a tear
    if text.byte(at: i) == 0x2D || text.byte(at: i) == 0x6F && isRoundMouth(text.byte(at: i + 1)) {
      i += 1
    }
    let mouth = text.byte(at: i)
    switch mouth {
    case 0x28, 0x29:  // ( ) also right behind a word: "thanks:)"
      var end = i + 1
      while text.byte(at: end) == mouth { end += 1 }
      return end
    case 0x44, 0x50, 0x70, 0x4F, 0x6F, 0x33, 0x53, 0x73, 0x2F, 0x5C, 0x7C, 0x2A, 0x40, 0x5B, 0x5D,
      0x24, 0x78, 0x58:
      // D P p O o 3 S s / \ | * @ [ ] $ x X: only where no word is near
      guard !ByteClass.isAlphanumeric(before), !ByteClass.isAlphanumeric(text.byte(at: i + 1)),
        text.byte(at: i + 1) != 0x2F, text[start] != 0x3D || isMouthOfEquals(mouth)
      else { return nil }
      return i + 1
    default: return nil
    }
  }

  /// D, P, p, / and \: the rest is arithmetic and code more often ("=3", "=$x").
  private func isMouthOfEquals(_ byte: UInt8) -> Bool {
    byte == 0x44 || byte == 0x50 || byte == 0x70 || byte == 0x2F || byte == 0x5C
  }

  private func isRoundMouth(_ byte: UInt8) -> Bool { byte == 0x28 || byte == 0x29 }

  private func isBorder(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == 0x2E || byte == 0x21 }
}
