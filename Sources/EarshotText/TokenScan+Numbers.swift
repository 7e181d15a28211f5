/// Numbers, amounts of money and identifiers.
extension TokenScan {
  /// What begins with the digits `text[start..<runEnd]`.
  mutating func number(_ text: Span<UInt8>, _ start: Int, _ runEnd: Int) -> Int {
    if text.byte(at: runEnd) == 0x2D {
      if let end = emailEnd(text, start) { return add(.email, text, start, end) }
      if let end = dateEnd(text, start) { return add(.number, text, start, end) }
      if let end = identifierEnd(text, start) { return add(.identifier, text, start, end) }
    } else if text.byte(at: runEnd) == 0x2E || text.byte(at: runEnd) == 0x40 {
      if let end = emailEnd(text, start) { return add(.email, text, start, end) }
    }
    let end = numberEnd(text, runEnd)
    if text.byte(at: end) >= 0x80 && Self.mayContinueWord(UTF8Scalar(text, at: end).kind)
      || isMarkedSeparator(text, end)
    {
      return scalarWord(text, start)
    }
    if end == runEnd, end - start >= 6, !isRound(text, end) {
      return add(.identifier, text, start, end)
    }
    if text.byte(at: end) == 0x25 { return add(.number, text, start, end + 1) }
    if let amountEnd = currencyEnd(text, end) { return add(.money, text, start, amountEnd) }
    return add(.number, text, start, end)
  }

  private mutating func add(
    _ kind: Token.Kind, _ text: Span<UInt8>, _ start: Int, _ end: Int
  ) -> Int {
    appendCopy(kind, start, end, of: text)
    return end
  }

  /// Goes on over separators that have a digit on both sides, and a unit behind the last digit:
  /// `1,000.50`, `1'000`, `10:30`, `24/7`, `12/05/2024`, `3.5kg`.
  private func numberEnd(_ text: Span<UInt8>, _ runEnd: Int) -> Int {
    var i = runEnd
    while i < text.count {
      switch text[i] {
      case 0x2C, 0x2E, 0x27, 0x3A, 0x2F:
        let before = ByteClass.of(text[i - 1])
        let next = ByteClass.of(text.byte(at: i + 1))
        // Digits on both sides, or the apostrophe of a word: "1.5kg's".
        guard
          before & next & ByteClass.digit != 0
            || text[i] == 0x27 && before & next & ByteClass.letter != 0
        else { return i }
        i += 2
      default:
        guard ByteClass.of(text[i]) & ByteClass.word != 0 else { return i }
        i += 1
      }
    }
    return i
  }

  /// Whether the number ends in 000, like an amount without separators.
  private func isRound(_ text: Span<UInt8>, _ end: Int) -> Bool {
    text[end - 1] == 0x30 && text[end - 2] == 0x30 && text[end - 3] == 0x30
  }

  /// `2024-05-01`, `01-05-2024`, `1-may-2024`: digits that would look like an identifier.
  private func dateEnd(_ text: Span<UInt8>, _ start: Int) -> Int? {
    var i = start
    var lengths: (Int, Int, Int) = (0, 0, 0)
    lengths.0 = digits(text, &i)
    guard text.byte(at: i) == 0x2D else { return nil }
    i += 1
    let isName = ByteClass.isLetter(text.byte(at: i))
    lengths.1 = isName ? letters(text, &i) : digits(text, &i)
    guard text.byte(at: i) == 0x2D else { return nil }
    i += 1
    lengths.2 = digits(text, &i)
    let next = text.byte(at: i)
    guard ByteClass.of(next) & ByteClass.word == 0, next != 0x2D else { return nil }
    guard isName ? lengths.1 == 3 : 1...2 ~= lengths.1 else { return nil }
    let isDate = lengths.0 == 4 && 1...2 ~= lengths.2 || 1...2 ~= lengths.0 && lengths.2 == 4
    return isDate ? i : nil
  }

  /// Counts at most five digits, so that long ones are not read again and again.
  private func digits(_ text: Span<UInt8>, _ i: inout Int) -> Int {
    let start = i
    while i - start < 5, ByteClass.isDigit(text.byte(at: i)) { i += 1 }
    return i - start
  }

  private func letters(_ text: Span<UInt8>, _ i: inout Int) -> Int {
    let start = i
    while i - start < 4, ByteClass.isLetter(text.byte(at: i)) { i += 1 }
    return i - start
  }

  /// Letters and digits in groups with hyphens that look like an order number: `INV-2024-001`,
  /// `555-123-4567`, `1b4e28ba-2fa1-…`; not `covid-19`, `24-7`,
  /// `well-known`, and no range of numbers of one length (`100-200`, `2019-2020`).
  mutating func identifierEnd(_ text: Span<UInt8>, _ start: Int) -> Int? {
    guard start >= identifierFailedUntil else { return nil }
    var i = start
    var hyphens = 0
    var lastHyphen = start
    while i < text.count {
      let byte = text[i]
      let isHyphen = byte == 0x2D && ByteClass.isAlphanumeric(text.byte(at: i + 1))
      guard isHyphen || ByteClass.of(byte) & ByteClass.word != 0 else { break }
      if isHyphen {
        hyphens += 1
        lastHyphen = i
      }
      i += 1
    }
    let shape = Shape(text, start, i)
    let isRange =
      hyphens == 1 && shape.digits == shape.length - 1 && lastHyphen - start == i - lastHyphen - 1
    if !isRange,
      shape.digits >= 6 || shape.digits >= 3 && shape.capitals > 0 && shape.smallLetters == 0
    {
      return i
    }
    identifierFailedUntil = i
    return nil
  }

  // MARK: Money

  /// An amount after a currency sign that ends at `symbolEnd`: `$12.99`, `£5`, `$ 40`, `$12k`.
  mutating func moneyAfterSymbol(_ text: Span<UInt8>, _ start: Int, symbolEnd: Int) -> Int? {
    guard let end = amountEnd(text, symbolEnd) else { return nil }
    return add(.money, text, start, currencyCodeEnd(text, end) ?? end)
  }

  /// An amount after a word that is a currency's code: `USD 40`, `Rs. 500`.
  mutating func moneyAfterCode(
    _ text: Span<UInt8>, _ start: Int, _ end: Int, foldedFrom from: Int
  ) -> Int? {
    let role = words.currencies.value(of: folded.span, from, used)
    guard role == WordLists.currencyCode || role == WordLists.rupees else { return nil }
    let hasStop = role == WordLists.rupees && text.byte(at: end) == 0x2E
    guard let amountEnd = amountEnd(text, hasStop ? end + 1 : end) else { return nil }
    used = from
    return add(.money, text, start, amountEnd)
  }

  /// The end of digits at `i`, or after one blank, with separators and a k or m for thousands.
  private func amountEnd(_ text: Span<UInt8>, _ i: Int) -> Int? {
    var i = text.byte(at: i) == 0x20 ? i + 1 : i
    guard ByteClass.isDigit(text.byte(at: i)) else { return nil }
    while i < text.count {
      let byte = text[i]
      let isSeparator =
        (byte == 0x2C || byte == 0x2E || byte == 0x27) && ByteClass.isDigit(text.byte(at: i + 1))
      guard isSeparator || ByteClass.isDigit(byte) else { break }
      i += 1
    }
    let unit = ByteClass.lowercased(text.byte(at: i))
    let isAlone = ByteClass.of(text.byte(at: i + 1)) & ByteClass.word == 0
    return isAlone && (unit == 0x6B || unit == 0x6D) ? i + 1 : i
  }

  /// The end of a currency sign or code at `i`, or after one blank: `12 €`, `12.99$`, `40 USD`.
  private func currencyEnd(_ text: Span<UInt8>, _ i: Int) -> Int? {
    let at = text.byte(at: i) == 0x20 ? i + 1 : i
    guard at < text.count else { return nil }
    var end = at
    if text[at] == 0x24 {
      end += 1
    } else if text[at] >= 0x80 {
      let scalar = UTF8Scalar(text, at: at)
      if scalar.kind == ScalarClass.currency { end += scalar.length }
    }
    if end > at {
      // In "2 $5 vouchers" the sign belongs to what follows.
      return ByteClass.isDigit(text.byte(at: end)) ? nil : end
    }
    return at > i ? currencyCodeEnd(text, i) : nil
  }

  /// The end of a currency's code after one blank at `i`.
  private func currencyCodeEnd(_ text: Span<UInt8>, _ i: Int) -> Int? {
    let end = i + 4
    guard text.byte(at: i) == 0x20, end <= text.count,
      ByteClass.of(text.byte(at: end)) & ByteClass.word == 0,
      words.currencies.value(of: text, i + 1, end, ignoringCase: true) == WordLists.currencyCode
    else { return nil }
    return end
  }
}
