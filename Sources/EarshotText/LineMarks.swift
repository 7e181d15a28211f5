/// Marks what is not the writer's message: earlier mails that were quoted, and signatures.
///
/// Works on lines, by their beginnings and ends; each line is looked at a fixed number of times.
/// A mark never rests on a colon alone, and where nothing would be left, nothing is marked.
struct LineMarks {
  /// Where lines begin, the first included.
  private var starts: [Int]
  /// One entry a line.
  private var marks: [Token.Flags]
  /// The last lines that have text and are not quoted, ascending.
  private var own: [Int] = []

  /// Flags the tokens of a text with at least two lines.
  ///
  /// - Parameters:
  ///   - text: the plain text that the tokens' offsets count in.
  ///   - quotations: ranges that markup shows as quoted; ascending.
  static func apply(
    _ text: Span<UInt8>, quotations: [Range<Int>], to buffer: inout TokenBuffer
  ) {
    var lines = LineMarks(starts: [], marks: [])
    swap(&lines.starts, &buffer.scratch.lineStarts)
    swap(&lines.marks, &buffer.scratch.lineMarks)
    swap(&lines.own, &buffer.scratch.ownLines)
    lines.marks.removeAll(keepingCapacity: true)
    lines.marks.append(contentsOf: repeatElement([], count: lines.starts.count + 1))

    lines.markQuotations(quotations)
    lines.markReplies(text)
    lines.markSignature(text)
    lines.flag(&buffer.tokens)

    swap(&lines.starts, &buffer.scratch.lineStarts)
    swap(&lines.marks, &buffer.scratch.lineMarks)
    swap(&lines.own, &buffer.scratch.ownLines)
  }

  private var count: Int { marks.count }

  private func start(_ line: Int) -> Int { line == 0 ? 0 : starts[line - 1] }

  /// The line without blanks around it and without its end.
  private func trimmed(_ text: Span<UInt8>, _ line: Int) -> Range<Int> {
    var low = start(line)
    var high = line + 1 < count ? starts[line] : text.count
    while low < high, text[low] <= 0x20 { low += 1 }
    while high > low, text[high - 1] <= 0x20 { high -= 1 }
    return low..<high
  }

  /// Hands the marks to the tokens, unless no token of the writer's own would be left.
  private func flag(_ tokens: inout [Token]) {
    var hasOwn = false
    var hasMarked = false
    for pass in 0..<2 {
      if pass == 1, !hasOwn || !hasMarked { return }
      var line = 0
      for t in tokens.indices {
        let offset = Int(tokens[t].start)
        while line + 1 < count, starts[line] <= offset { line += 1 }
        if pass == 1 {
          tokens[t].flags.formUnion(marks[line])
        } else if marks[line].isEmpty {
          hasOwn = hasOwn || tokens[t].kind != .punctuation
        } else {
          hasMarked = true
        }
      }
    }
  }

  private mutating func markQuotations(_ quotations: [Range<Int>]) {
    guard !quotations.isEmpty else { return }
    var k = 0
    for line in 0..<count {
      while k < quotations.count, quotations[k].upperBound <= start(line) { k += 1 }
      guard k < quotations.count else { return }
      if quotations[k].contains(start(line)) { marks[line] = .quoted }
    }
  }
}

// MARK: - Replies

extension LineMarks {
  private mutating func markReplies(_ text: Span<UInt8>) {
    var line = 0
    while line < count {
      let range = trimmed(text, line)
      guard !range.isEmpty else {
        line += 1
        continue
      }
      let first = ByteClass.lowercased(text[range.lowerBound])
      if first == 0x3E {
        marks[line] = .quoted
      } else if first == 0x2D && isSeparator(text, range)
        || (first == 0x66 || first == 0x76 || first == 0x2A) && isHeaderBlock(text, line)
      {
        return markToEnd(from: line)
      } else if let last = attributionEnd(text, line, range) {
        guard startsQuotedBlock(text, after: last) else { return markToEnd(from: line) }
        for k in line...last { marks[k] = .quoted }
        line = last
      }
      line += 1
    }
  }

  private mutating func markToEnd(from line: Int) {
    for k in line..<count { marks[k] = .quoted }
  }

  /// `-----Original Message-----`
  private func isSeparator(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var i = range.lowerBound
    while i < range.upperBound, text[i] == 0x2D { i += 1 }
    guard i - range.lowerBound >= 2 else { return false }
    while i < range.upperBound, text[i] == 0x20 { i += 1 }
    return MailPhrases.separators.contains { text.has($0.span, at: i) }
  }

  /// `On 3 May 2024, Anna <a@example.com> wrote:`, over at most three lines; the last of them.
  private func attributionEnd(_ text: Span<UInt8>, _ line: Int, _ range: Range<Int>) -> Int? {
    for phrase in MailPhrases.attributions where text.has(phrase.opening.span, at: range.lowerBound)
    {
      for last in line..<min(line + 3, count) {
        let end = trimmed(text, last)
        guard !end.isEmpty else { break }
        let low = end.lowerBound
        guard text[end.upperBound - 1] == 0x3A,
          contains(phrase.verb.span, text, max(low, end.upperBound - 200)..<end.upperBound),
          hasDigit(text, range.lowerBound..<min(end.upperBound, range.lowerBound + 400))
        else { continue }
        return last
      }
    }
    return nil
  }

  private func startsQuotedBlock(_ text: Span<UInt8>, after line: Int) -> Bool {
    var next = line + 1
    // Two empty lines at most: a look over more of them would be repeated for each attribution.
    while next < min(count, line + 3) {
      let range = trimmed(text, next)
      if !range.isEmpty { return text[range.lowerBound] == 0x3E }
      next += 1
    }
    return false
  }

  /// `From:` with at least two other header names on the five lines below.
  private func isHeaderBlock(_ text: Span<UInt8>, _ line: Int) -> Bool {
    guard let first = headerNumber(text, line), first == 0 else { return false }
    var seen = 0
    for k in line..<min(line + 6, count) {
      if let number = headerNumber(text, k) { seen |= 1 << number }
    }
    return seen.nonzeroBitCount >= 3
  }

  /// Which header a line begins with; 0: who sent it.
  private func headerNumber(_ text: Span<UInt8>, _ line: Int) -> Int? {
    let range = trimmed(text, line)
    // Mail programs that write bold as asterisks: *From:* Anna
    let at = text.byte(at: range.lowerBound) == 0x2A ? range.lowerBound + 1 : range.lowerBound
    for (number, names) in MailPhrases.headers.enumerated() {
      for name in names where text.has(name.span, at: at) { return number }
    }
    return nil
  }

  private func hasDigit(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for i in range where ByteClass.isDigit(text[i]) { return true }
    return false
  }

  private func contains(_ word: Span<UInt8>, _ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count >= word.count else { return false }
    for i in range.lowerBound...(range.upperBound - word.count) where text.has(word, at: i) {
      return true
    }
    return false
  }
}

// MARK: - Signatures

extension LineMarks {
  /// Lines that a signature has at most below `-- `.
  private static let longestSignature = 10

  private mutating func markSignature(_ text: Span<UInt8>) {
    findOwnLines(text)
    if let dashes = own.lastIndex(where: { isDashes(text, $0) }), dashes > 0 {
      mark(from: dashes)
      own.removeLast(own.count - dashes)
    }
    // "Sent from my phone" may stand above or below the name.
    for index in own.indices.suffix(3).reversed() where isSentFrom(text, own[index]) {
      marks[own[index]] = .signature
      own.remove(at: index)
    }
    for index in own.indices.suffix(5).dropLast() {
      let below = own.suffix(from: index + 1)
      switch closing(text, own[index]) {
      case .formal where below.allSatisfy({ isShort(text, $0) }),
        .thanks where below.allSatisfy({ isName(text, $0) }):
        return mark(from: index)
      default: continue
      }
    }
  }

  private mutating func mark(from index: Int) {
    for k in index..<own.count { marks[own[k]] = .signature }
  }

  private mutating func findOwnLines(_ text: Span<UInt8>) {
    own.removeAll(keepingCapacity: true)
    var line = count - 1
    while line >= 0, own.count < Self.longestSignature + 2 {
      if marks[line].isEmpty, !trimmed(text, line).isEmpty { own.append(line) }
      line -= 1
    }
    own.reverse()
  }

  /// `-- ` alone on its line (RFC 3676, 4.3), often without the blank.
  private func isDashes(_ text: Span<UInt8>, _ line: Int) -> Bool {
    let range = trimmed(text, line)
    return range.count == 2 && text[range.lowerBound] == 0x2D && text[range.lowerBound + 1] == 0x2D
  }

  private func isSentFrom(_ text: Span<UInt8>, _ line: Int) -> Bool {
    let range = trimmed(text, line)
    return range.count <= 60
      && MailPhrases.sentFrom.contains { text.has($0.span, at: range.lowerBound) }
  }

  private enum Closing { case formal, thanks, none }

  /// Whether the line is a closing and nothing else.
  private func closing(_ text: Span<UInt8>, _ line: Int) -> Closing {
    var range = trimmed(text, line)
    while !range.isEmpty, isClosingMark(text[range.upperBound - 1]) { range = range.dropLast() }
    func isAny(of phrases: [[UInt8]]) -> Bool {
      phrases.contains { $0.count == range.count && text.has($0.span, at: range.lowerBound) }
    }
    if isAny(of: MailPhrases.formalClosings) { return .formal }
    return isAny(of: MailPhrases.thanks) ? .thanks : .none
  }

  private func isClosingMark(_ byte: UInt8) -> Bool {
    byte == 0x2C || byte == 0x2E || byte == 0x21 || byte == 0x2D
  }

  /// A line that may stand under a formal closing: name, role, company, phone.
  private func isShort(_ text: Span<UInt8>, _ line: Int) -> Bool {
    let range = trimmed(text, line)
    return range.count <= 40 && text[range.upperBound - 1] != 0x3F && words(text, range).count <= 6
  }

  /// A line that may stand under "Thanks": one word, or up to four without a small letter in
  /// front, because the message may go on there ("Thanks / where is my parcel").
  private func isName(_ text: Span<UInt8>, _ line: Int) -> Bool {
    let range = trimmed(text, line)
    guard range.count <= 40, text[range.upperBound - 1] != 0x3F else { return false }
    let (count, hasSmallStart) = words(text, range)
    return count == 1 || count <= 4 && !hasSmallStart
  }

  private func words(_ text: Span<UInt8>, _ range: Range<Int>) -> (
    count: Int, hasSmallStart: Bool
  ) {
    var count = 0
    var hasSmallStart = false
    for i in range where text[i] > 0x20 && (i == range.lowerBound || text[i - 1] <= 0x20) {
      count += 1
      if ByteClass.of(text[i]) & (ByteClass.letter | ByteClass.uppercase) == ByteClass.letter {
        hasSmallStart = true
      }
    }
    return (count, hasSmallStart)
  }
}
