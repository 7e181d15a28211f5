/// Words: the fast path over ASCII, and what may follow it.
extension TokenScan {
  /// A run of letters, digits and underscores that begins at `start`.
  @inline(__always)
  mutating func word(_ text: Span<UInt8>, _ start: Int) -> Int {
    let from = used
    var seen: UInt8 = 0
    let i = run(text, start, seen: &seen)
    let stop = i < text.count ? ByteClass.of(text[i]) : 0
    if stop & ByteClass.joiner == 0, seen & (ByteClass.digit | ByteClass.underscore) == 0,
      !ByteClass.isDigit(text.byte(at: i + 1))  // "USD 40"
    {
      appendWord(start, i, foldedFrom: from, first: ByteClass.of(text[start]), seen: seen)
      return i
    }
    return longWord(text, start, i, foldedFrom: from, seen: seen)
  }

  /// What a run of word bytes had in it, besides the bits of `ByteClass` for its bytes.
  enum Seen {
    /// Something that is no capital: a small letter, digit or underscore.
    static let other: UInt8 = 0x80
    /// Two equal bytes running.
    static let doubled: UInt8 = 0x08
  }

  /// Folds word bytes as far as they go; `seen` collects their classes and the bits of `Seen`.
  @inline(__always)
  private mutating func run(_ text: Span<UInt8>, _ start: Int, seen: inout UInt8) -> Int {
    let end = Self.run(text, start, into: &folded, at: used, seen: &seen)
    used += end - start
    return end
  }

  @inline(__always)
  private static func run(
    _ text: Span<UInt8>, _ start: Int, into folded: inout [UInt8], at used: Int, seen: inout UInt8
  ) -> Int {
    var out = folded.mutableSpan
    var i = start
    var position = used
    var classes: UInt8 = 0
    var common: UInt8 = 0xFF
    var before: UInt8 = 0
    var isDoubled = false
    while i < text.count {
      let byte = text[i]
      let byteClass = ByteClass.of(byte)
      if byteClass & ByteClass.word == 0 { break }
      classes |= byteClass
      common &= byteClass
      let letter = byte | byteClass & ByteClass.uppercase
      isDoubled = isDoubled || letter == before
      before = letter
      out[position] = letter
      position &+= 1
      i &+= 1
    }
    seen |= classes
    if isDoubled { seen |= Seen.doubled }
    if common & ByteClass.uppercase == 0 { seen |= Seen.other }
    return i
  }

  /// A word that a digit, an underscore or a joining byte makes worth a closer look.
  private mutating func longWord(
    _ text: Span<UInt8>, _ start: Int, _ runEnd: Int, foldedFrom from: Int, seen: UInt8
  ) -> Int {
    var i = runEnd
    var seen = seen
    if seen & ByteClass.letter == 0, seen & ByteClass.underscore == 0 {
      used = from
      return number(text, start, i)
    }
    while i < text.count {
      let byte = text[i]
      if byte == 0x2C || byte == 0x2E || byte == 0x27, isBetweenDigits(text, i) {
        // "v1.2", unless it is the beginning of "anna1.2@example.com".
        if byte == 0x2E, let end = compound(text, start, i, foldedFrom: from) { return end }
        write(byte)
        i = run(text, i + 1, seen: &seen)
        continue
      }
      if isMarkedSeparator(text, i) {
        used = from
        return scalarWord(text, start)
      }
      if byte >= 0x80 || byte == 0x27 || byte == 0x60 {
        // An apostrophe of any shape between letters.
        let width = apostropheWidth(text, i)
        if width > 0, ByteClass.isLetter(text[i - 1]) {
          let next = text.byte(at: i + width)
          if ByteClass.isLetter(next) {
            write(0x27)
            i = run(text, i + width, seen: &seen)
            continue
          }
        }
        if byte == 0x60 { break }
        // A letter, an accent or an apostrophe before one: the general rules decide.
        let next = width > 0 ? i + width : i
        if next < text.count, text[next] >= 0x80,
          Self.mayContinueWord(UTF8Scalar(text, at: next).kind)
        {
          used = from
          return scalarWord(text, start)
        }
      } else if byte == 0x2E || byte == 0x2D || byte == 0x40 || byte == 0x2B || byte == 0x3A {
        if let end = compound(text, start, i, foldedFrom: from) { return end }
      }
      break
    }
    return finish(text, start, i, foldedFrom: from, seen: seen)
  }

  /// E-mail address, URL, domain, abbreviation or identifier that goes on over a `.`, `-`, `@`,
  /// `+` or `:` at `i`.
  private mutating func compound(
    _ text: Span<UInt8>, _ start: Int, _ i: Int, foldedFrom from: Int
  ) -> Int? {
    let byte = text[i]
    if byte == 0x3A {
      guard let end = urlAfterScheme(text, start, i) else { return nil }
      return replace(from, .url, start, end, text)
    }
    if let end = emailEnd(text, start) { return replace(from, .email, start, end, text) }
    if byte == 0x2E || byte == 0x2D, let end = domainEnd(text, start) {
      return replace(from, .url, start, end, text)
    }
    if byte == 0x2D, let end = identifierEnd(text, start) {
      return replace(from, .identifier, start, end, text)
    }
    if byte == 0x2E, i == start + 1, let end = abbreviationEnd(text, start) {
      used = from
      copy(text, start, end)
      let isUpper = Shape(text, start, end).smallLetters == 0
      let first = ByteClass.of(text[start])
      appendWord(
        start, end, foldedFrom: from, isUpper ? .uppercase : capital(first))
      // The stop after "e.g." ends no sentence.
      return text.byte(at: end) == 0x2E ? end + 1 : end
    }
    return nil
  }

  private mutating func replace(
    _ from: Int, _ kind: Token.Kind, _ start: Int, _ end: Int, _ text: Span<UInt8>
  ) -> Int {
    used = from
    appendCopy(kind, start, end, of: text)
    return end
  }

  /// Adds `text[start..<end]` (folded already) as a word, an identifier or the code of a currency.
  private mutating func finish(
    _ text: Span<UInt8>, _ start: Int, _ end: Int, foldedFrom from: Int, seen: UInt8
  ) -> Int {
    if seen & (ByteClass.letter | ByteClass.digit) == 0 {  // underscores only
      used = from
      return end
    }
    if let amountEnd = moneyAfterCode(text, start, end, foldedFrom: from) { return amountEnd }
    var seen = seen
    if seen & (ByteClass.digit | ByteClass.underscore) != 0 {
      let shape = Shape(text, start, end)
      if seen & ByteClass.digit != 0, shape.isIdentifier {
        appendInScope(.identifier, start, end, foldedFrom: from)
        return end
      }
      // COVID19 is in capitals, B2 is not.
      if shape.smallLetters == 0, shape.capitals > 1 { seen &= ~Seen.other }
    }
    appendWord(start, end, foldedFrom: from, first: ByteClass.of(text[start]), seen: seen)
    return end
  }

  /// Adds a word, with everything that its bytes say about it.
  ///
  /// - Parameters:
  ///   - first: class of the first byte.
  ///   - seen: classes of all bytes, and the bits of `Seen`.
  @inline(__always)
  mutating func appendWord(
    _ start: Int, _ end: Int, foldedFrom: Int, first: UInt8, seen: UInt8
  ) {
    var flags: Token.Flags = []
    if seen & ByteClass.uppercase != 0 {
      if end - start > 1, seen & Seen.other == 0 {
        flags = .uppercase
      } else {
        flags = capital(first)
      }
    }
    if seen & Seen.doubled != 0, isElongated(from: foldedFrom) { flags.insert(.elongated) }
    appendWord(start, end, foldedFrom: foldedFrom, flags)
  }

  @inline(__always)
  private func capital(_ first: UInt8) -> Token.Flags {
    first & ByteClass.uppercase != 0 ? .capitalized : []
  }

  /// Adds a word and follows what it does to the scope of negation.
  mutating func appendWord(_ start: Int, _ end: Int, foldedFrom: Int, _ given: Token.Flags) {
    var flags = given
    var role = words.roles.value(of: folded.span, foldedFrom, used)
    if role == 0, Self.isContraction(folded.span, foldedFrom, used) { role = WordLists.negator }
    if opener != 0 { undoNegation(foldedFrom) }
    if role == WordLists.contrast { closeScope() }
    if reach > 0 {
      flags.insert(.negated)
      reach -= 1
    }
    if role != 0, role <= WordLists.negatorCan {
      flags.insert(.negator)
      openScope(role)
    }
    append(.word, start, end, foldedFrom: foldedFrom, flags)
  }

  /// Whether a letter stands three times running in a word of at least four ("www", "aaa" and
  /// "iii" are words as they are).
  func isElongated(from start: Int) -> Bool {
    guard used - start > 3 else { return false }
    var streak = 0
    var before: UInt8 = 0
    for i in start..<used {
      let byte = folded[i]
      streak = byte == before ? streak &+ 1 : 0
      if streak == 2, ByteClass.isLetter(byte) { return true }
      before = byte
    }
    return false
  }

  /// Whether the word ends in n't.
  @inline(__always)
  private static func isContraction(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    end - start > 3 && bytes[end - 1] == 0x74 && bytes[end - 2] == 0x27 && bytes[end - 3] == 0x6E
  }

  private func isBetweenDigits(_ text: Span<UInt8>, _ i: Int) -> Bool {
    ByteClass.isDigit(text[i - 1]) && ByteClass.isDigit(text.byte(at: i + 1))
  }

  /// A separator of digits with an invisible scalar or an accent behind it: for the general rules.
  func isMarkedSeparator(_ text: Span<UInt8>, _ i: Int) -> Bool {
    let byte = text.byte(at: i)
    guard byte == 0x2C || byte == 0x2E || byte == 0x27, text.byte(at: i + 1) >= 0x80,
      ByteClass.isDigit(text[i - 1])
    else { return false }
    return WordBreak.isIgnored(UTF8Scalar(text, at: i + 1).kind)
  }

  private mutating func write(_ byte: UInt8) {
    folded[used] = byte
    used += 1
  }

  /// Bytes of the apostrophe at `i`: ' ` ´ ‘ ’; 0 if there is none.
  private func apostropheWidth(_ text: Span<UInt8>, _ i: Int) -> Int {
    switch text[i] {
    case 0x27, 0x60: 1
    case 0xC2 where text.byte(at: i + 1) == 0xB4: 2
    case 0xE2 where text.byte(at: i + 1) == 0x80 && text.byte(at: i + 2) & 0xFE == 0x98: 3
    default: 0
    }
  }

  /// Whether a scalar of this class right after a letter can belong to the word.
  static func mayContinueWord(_ kind: UInt8) -> Bool {
    switch kind {
    case ScalarClass.extend, ScalarClass.format, ScalarClass.zeroWidthJoiner, ScalarClass.letter,
      ScalarClass.hebrewLetter, ScalarClass.numeric, ScalarClass.extendNumLet,
      ScalarClass.letterPictograph, ScalarClass.midLetter, ScalarClass.midNumLet,
      ScalarClass.katakana:
      true
    default: false
    }
  }
}

/// Counts of what a word is made of.
struct Shape {
  var digits = 0
  var capitals = 0
  var smallLetters = 0
  /// How often a letter follows a digit or the other way round.
  var changes = 0
  var length: Int
  private var startsWithDigit: Bool

  init(_ text: Span<UInt8>, _ start: Int, _ end: Int) {
    length = end - start
    startsWithDigit = ByteClass.isDigit(text[start])
    var before: UInt8 = 0
    for i in start..<end {
      let byteClass = ByteClass.of(text[i])
      let now = byteClass & (ByteClass.letter | ByteClass.digit)
      if byteClass & ByteClass.digit != 0 {
        digits += 1
      } else if byteClass & ByteClass.uppercase != 0 {
        capitals += 1
      } else if byteClass & ByteClass.letter != 0 {
        smallLetters += 1
      }
      if now != 0, before != 0, now != before { changes += 1 }
      if now != 0 { before = now }
    }
  }

  /// Whether letters and digits without blanks look like an order number (`AB12345`, `K7M2Q9`,
  /// `order123456`) and not like a word (`3g`, `v2`, `iphone12`, `covid19`, `5000mah`, `1h28min`).
  var isIdentifier: Bool {
    guard capitals + smallLetters > 0 else { return digits >= 6 }
    // A quantity with its unit.
    if startsWithDigit, changes == 1, capitals == 0, smallLetters <= 4 { return false }
    guard smallLetters == 0 else { return digits >= 4 }
    return digits >= 3 || digits >= 2 && changes >= 3 && length >= 6
  }
}
