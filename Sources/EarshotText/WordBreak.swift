/// Where words end by Unicode's Annex 29 (UAX #29, Unicode 15.0, section 4.1).
///
/// This is the plain rule set, WB1–WB999, without the classes that `Tokenizer` adds.
enum WordBreak {
  /// The stretch between two boundaries.
  struct Segment {
    /// One past its last byte.
    var end: Int
    /// Bit `1 << kind` for each class in it, see `ScalarClass`.
    var kinds: UInt32 = 0
    /// All bits (`folds`, `mark`, `uppercase`) that occur in it.
    var bits: UInt8 = 0

    /// Whether a scalar of this class is in it.
    func contains(_ kind: UInt8) -> Bool { kinds &>> UInt32(kind) & 1 != 0 }

    fileprivate mutating func add(_ scalarClass: UInt8, through end: Int) {
      self.end = end
      kinds |= 1 &<< UInt32(scalarClass & ScalarClass.kindMask)
      bits |= scalarClass & ~ScalarClass.kindMask
    }
  }

  /// The segment that begins at `start`, which must be a boundary inside the text.
  ///
  /// - Parameter splitsAtStops: whether `.` and `:` between letters end the segment, as
  ///   `Tokenizer` wants; Unicode joins them (WB6, WB7).
  /// - Complexity: O(length of the segment), and one look past `.`-like marks over the marks
  ///   that follow them, so a text is read at most twice.
  ///
  /// A byte that is not UTF-8 is a segment by itself.
  static func segment(
    _ text: Span<UInt8>, from start: Int, splitsAtStops: Bool = false
  ) -> Segment {
    let first = UTF8Scalar(text, at: start)
    var before = first.kind  // the class that decides; Extend, Format and ZWJ are looked through
    var segment = Segment(end: start)
    segment.add(first.scalarClass, through: start + first.length)
    switch before {
    case ScalarClass.carriageReturn:  // WB3
      if segment.end < text.count, text[segment.end] == 0x0A { segment.end += 1 }
      return segment
    case ScalarClass.lineFeed, ScalarClass.newline, ScalarClass.invalid:  // WB3a
      return segment
    default: break
    }

    var last = before  // the class of the scalar just before, whatever it is
    var indicators = before == ScalarClass.regionalIndicator ? 1 : 0
    while segment.end < text.count {
      let scalar = UTF8Scalar(text, at: segment.end)
      let next = scalar.kind
      let end = segment.end + scalar.length
      if isIgnored(next) {  // WB4
        segment.add(scalar.scalarClass, through: end)
        last = next
        continue
      }
      if last == ScalarClass.zeroWidthJoiner && isPictograph(next)  // WB3c
        || last == ScalarClass.space && next == ScalarClass.space  // WB3d
        || joins(before, next)
      {
        segment.add(scalar.scalarClass, through: end)
      } else if next == ScalarClass.regionalIndicator, indicators == 1 {  // WB15, WB16
        indicators = 2
        segment.add(scalar.scalarClass, through: end)
      } else if splitsAtStops, isStop(scalar.value), !isNumeric(before) {
        return segment
      } else if let past = wordPast(scalar, between: before, text, at: end) {
        // WB6, WB7, WB7b, WB7c, WB11, WB12: the mark and what it joins
        segment.add(scalar.scalarClass, through: end)
        segment.add(past.scalarClass, through: past.end)
        before = past.scalarClass & ScalarClass.kindMask
        last = before
        continue
      } else if before == ScalarClass.hebrewLetter, next == ScalarClass.singleQuote {  // WB7a
        segment.add(scalar.scalarClass, through: end)
      } else {
        return segment  // WB999
      }
      before = next
      last = next
    }
    return segment
  }

  /// The scalar that a mark in the middle of a word joins to the word, if it joins one.
  private static func wordPast(
    _ mark: UTF8Scalar, between before: UInt8, _ text: Span<UInt8>, at offset: Int
  ) -> (scalarClass: UInt8, end: Int)? {
    let kind = mark.kind
    let joinsLetters =
      isLetter(before)
      && (kind == ScalarClass.midLetter || kind == ScalarClass.midNumLet
        || kind == ScalarClass.singleQuote)
    let joinsDigits =
      isNumeric(before)
      && (kind == ScalarClass.midNum || kind == ScalarClass.midNumLet
        || kind == ScalarClass.singleQuote)
    let joinsHebrew = before == ScalarClass.hebrewLetter && kind == ScalarClass.doubleQuote
    guard joinsLetters || joinsDigits || joinsHebrew else { return nil }

    var i = offset
    while i < text.count {
      let scalar = UTF8Scalar(text, at: i)
      let next = scalar.kind
      i += scalar.length
      if isIgnored(next) { continue }
      let isJoined =
        joinsLetters && isLetter(next) || joinsDigits && isNumeric(next)
        || joinsHebrew && next == ScalarClass.hebrewLetter
      return isJoined ? (scalar.scalarClass, i) : nil
    }
    return nil
  }

  /// Whether there is no boundary between neighbours of these classes: WB5, WB8–WB10, WB13–WB13b.
  private static func joins(_ before: UInt8, _ next: UInt8) -> Bool {
    if isLetter(next) || isNumeric(next) {
      return isLetter(before) || isNumeric(before) || before == ScalarClass.extendNumLet
    }
    if next == ScalarClass.katakana {
      return before == ScalarClass.katakana || before == ScalarClass.extendNumLet
    }
    if next == ScalarClass.extendNumLet {
      return isLetter(before) || isNumeric(before) || before == ScalarClass.katakana
        || before == ScalarClass.extendNumLet
    }
    return false
  }

  static func isLetter(_ kind: UInt8) -> Bool {
    kind == ScalarClass.letter || kind == ScalarClass.hebrewLetter
      || kind == ScalarClass.letterPictograph
  }

  static func isNumeric(_ kind: UInt8) -> Bool { kind == ScalarClass.numeric }

  static func isIgnored(_ kind: UInt8) -> Bool {
    kind == ScalarClass.extend || kind == ScalarClass.format || kind == ScalarClass.zeroWidthJoiner
  }

  private static func isPictograph(_ kind: UInt8) -> Bool {
    kind == ScalarClass.emoji || kind == ScalarClass.textPictograph
      || kind == ScalarClass.letterPictograph
  }

  /// Full stop and colon, also in full width.
  private static func isStop(_ scalar: UInt32) -> Bool {
    scalar == 0x2E || scalar == 0x3A || scalar == 0xFF0E || scalar == 0xFF1A
  }
}
