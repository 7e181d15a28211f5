/// URLs, domains, e-mail addresses, mentions and hashtags.
extension TokenScan {
  // MARK: E-mail

  /// The end of an e-mail address that begins at `start`.
  ///
  /// The part before the @ has at most 64 bytes (RFC 5321, 4.5.3.1.1).
  mutating func emailEnd(_ text: Span<UInt8>, _ start: Int) -> Int? {
    guard start >= emailFailedUntil else { return nil }
    var i = start
    while i < text.count, i - start <= 64, Self.isLocalPart(text[i]) { i += 1 }
    if i > start, text.byte(at: i) == 0x40, let end = mailDomainEnd(text, i + 1) { return end }
    emailFailedUntil = i
    return nil
  }

  private static func isLocalPart(_ byte: UInt8) -> Bool {
    ByteClass.of(byte) & ByteClass.word != 0 || byte == 0x2E || byte == 0x2D || byte == 0x2B
      || byte == 0x25
  }

  /// The end of labels with at least one full stop, the last of two letters or more.
  private func mailDomainEnd(_ text: Span<UInt8>, _ start: Int) -> Int? {
    var end: Int?
    var label = start
    var i = start
    while i - start <= 253 {
      let byte = text.byte(at: i)
      if ByteClass.isAlphanumeric(byte) || byte == 0x2D && i > label {
        i += 1
        continue
      }
      guard i > label else { break }
      if label > start, i - label >= 2, ByteClass.isLetter(text[label]), text[i - 1] != 0x2D {
        end = i
      }
      guard byte == 0x2E else { break }
      i += 1
      label = i
    }
    return end
  }

  // MARK: URLs

  /// The end of a URL whose scheme ends before the colon at `colon`.
  func urlAfterScheme(_ text: Span<UInt8>, _ start: Int, _ colon: Int) -> Int? {
    guard text.byte(at: colon + 1) == 0x2F, text.byte(at: colon + 2) == 0x2F else { return nil }
    let isKnown =
      switch colon - start {
      case 3: text.has(Self.ftp.span, at: start)
      case 4: text.has(Self.http.span, at: start)
      case 5: text.has(Self.https.span, at: start)
      default: false
      }
    guard isKnown else { return nil }
    let end = urlEnd(text, colon + 3)
    return end > colon + 3 ? end : nil
  }

  private static let ftp: InlineArray<3, UInt8> = [0x66, 0x74, 0x70]
  private static let http: InlineArray<4, UInt8> = [0x68, 0x74, 0x74, 0x70]
  private static let https: InlineArray<5, UInt8> = [0x68, 0x74, 0x74, 0x70, 0x73]
  private static let www: InlineArray<4, UInt8> = [0x77, 0x77, 0x77, 0x2E]

  /// The end of a bare domain, with path: `example.com/help`, `www.anything.goes`.
  mutating func domainEnd(_ text: Span<UInt8>, _ start: Int) -> Int? {
    guard start >= domainFailedUntil else { return nil }
    let isWeb = text.has(Self.www.span, at: start)
    var end: Int?
    var label = start
    var i = start
    while true {
      let byte = text.byte(at: i)
      if ByteClass.isAlphanumeric(byte) || byte == 0x2D && i > label {
        i += 1
        continue
      }
      guard i > label else { break }
      if label > start, isWeb || words.domains.value(of: text, label, i, ignoringCase: true) != 0 {
        // Not "example.com_old" or "example.comé".
        if byte != 0x5F, byte < 0x80 || !Self.mayContinueWord(UTF8Scalar(text, at: i).kind) {
          end = i
        }
      }
      guard byte == 0x2E else { break }
      i += 1
      label = i
    }
    guard let end, !isWeb || end > start + 5 else {
      domainFailedUntil = i
      return nil
    }
    switch text.byte(at: end) {
    case 0x2F, 0x3F, 0x23: return urlEnd(text, end)
    case 0x3A where ByteClass.isDigit(text.byte(at: end + 1)): return urlEnd(text, end)
    default: return end
    }
  }

  /// The end of what can stand in a URL, without the punctuation that ends the sentence around it.
  ///
  /// It stops at the first byte that is not ASCII: in texts without blanks (Chinese, Japanese)
  /// the sentence goes on right behind a URL.
  private func urlEnd(_ text: Span<UInt8>, _ start: Int) -> Int {
    var i = start
    var parentheses = 0
    scan: while i < text.count {
      switch text[i] {
      case 0...0x20, 0x22, 0x3C, 0x3E, 0x5C, 0x5E, 0x60, 0x7B...: break scan
      case 0x28: parentheses += 1
      case 0x29:
        if parentheses == 0 { break scan }
        parentheses -= 1
      default: break
      }
      i += 1
    }
    while i > start {
      switch text[i - 1] {
      case 0x21, 0x27, 0x28, 0x2A, 0x2C, 0x2E, 0x3A, 0x3B, 0x3F, 0x5D: i -= 1
      default: return i
      }
    }
    return i
  }

  /// The end of letters with full stops between them, without the last: `e.g`, `U.S.A`, `p.m`.
  func abbreviationEnd(_ text: Span<UInt8>, _ start: Int) -> Int? {
    var i = start + 1
    while text.byte(at: i) == 0x2E, ByteClass.isLetter(text.byte(at: i + 1)),
      ByteClass.of(text.byte(at: i + 2)) & ByteClass.word == 0, text.byte(at: i + 2) < 0x80
    {
      i += 2
    }
    return i > start + 1 ? i : nil
  }

  // MARK: # and @

  /// `#12345`, `#AB-123` (identifiers) or `#word`.
  mutating func tag(_ text: Span<UInt8>, _ start: Int) -> Int? {
    let first = text.byte(at: start + 1)
    if first >= 0x80 {
      guard WordBreak.isLetter(UTF8Scalar(text, at: start + 1).kind) else { return nil }
    } else {
      guard ByteClass.of(first) & ByteClass.word != 0 else { return nil }
    }
    guard start == 0 || !isWordByte(text[start - 1]) else { return nil }
    if let end = identifierEnd(text, start + 1), text.byte(at: end) < 0x80 {
      appendCopy(.identifier, start, end, of: text)
      return end
    }
    let segment = WordBreak.segment(text, from: start + 1, splitsAtStops: true)
    let shape = Shape(text, start + 1, segment.end)
    let hasLetters = segment.contains(ScalarClass.letter) || shape.length > shape.digits
    // "#1" is a rank, "#123" a ticket.
    guard hasLetters || shape.digits >= 3 else { return nil }
    let from = used
    foldScalars(text, start, segment.end, bits: segment.bits | ScalarClass.folds)
    let isIdentifier = !hasLetters || shape.isIdentifier
    appendInScope(isIdentifier ? .identifier : .hashtag, start, segment.end, foldedFrom: from)
    return segment.end
  }

  /// `@name`, with full stops inside.
  mutating func mention(_ text: Span<UInt8>, _ start: Int) -> Int? {
    guard start == 0 || !isWordByte(text[start - 1]) else { return nil }
    var i = start + 1
    while i < text.count {
      let byte = text[i]
      let isStop = byte == 0x2E && ByteClass.isAlphanumeric(text.byte(at: i + 1))
      guard isStop || ByteClass.of(byte) & ByteClass.word != 0 else { break }
      i += 1
    }
    guard i > start + 1, text[start + 1] != 0x2E else { return nil }
    appendCopy(.mention, start, i, of: text)
    return i
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    ByteClass.of(byte) & ByteClass.word != 0 || byte >= 0x80
  }
}
