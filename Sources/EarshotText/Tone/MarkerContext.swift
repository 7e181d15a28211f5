/// What in a text drops a match: exceptions and hypotheses of the sentence, quotations of the text.
struct MarkerContext: Sendable {
  /// One entry a token of the sentence: kinds of which an exception matches here, as bits.
  private var exceptions: [UInt32] = []
  /// One entry a token of the sentence: the first token of the hypothesis that reaches it, or max.
  private var hypotheses: [UInt32] = []
  private var first = 0
  private var end = 0
  private var hasExceptions = false
  private var hasHypotheses = false
  /// Tokens that somebody else said, where quotations were looked for.
  private var quotations: [Range<Int>] = []
  private var knowsQuotations = false

  /// How many words an opener makes hypothetical; a judgement, as is the six of negation: people
  /// leave the comma out, and the main clause must not vanish.
  static let longestHypothesis = 8

  /// Forgets the last text.
  mutating func begin() {
    quotations.removeAll(keepingCapacity: true)
    knowsQuotations = false
  }

  /// Forgets the last sentence.
  mutating func open(_ sentence: Range<Int>) {
    first = sentence.lowerBound
    if hasExceptions || exceptions.count < sentence.count {
      exceptions.removeAll(keepingCapacity: true)
      exceptions.append(contentsOf: repeatElement(0, count: sentence.count))
    }
    if hasHypotheses || hypotheses.count < sentence.count {
      hypotheses.removeAll(keepingCapacity: true)
      hypotheses.append(contentsOf: repeatElement(.max, count: sentence.count))
    }
    end = sentence.upperBound
    hasExceptions = false
    hasHypotheses = false
  }

  // MARK: - Exceptions

  mutating func except(_ kind: MarkerKind, _ match: PatternMatch) {
    hasExceptions = true
    for t in match.reportedStart..<match.reportedEnd {
      exceptions[Int(t) - first] |= 1 << UInt32(kind.rawValue)
    }
  }

  func isExcepted(_ match: PatternMatch, _ kind: MarkerKind) -> Bool {
    guard hasExceptions else { return false }
    for t in match.start..<match.end
    where exceptions[Int(t) - first] >> UInt32(kind.rawValue) & 1 != 0 { return true }
    return false
  }

  // MARK: - Hypotheses

  /// What follows the opener is hypothetical up to the end of the clause or over eight words.
  mutating func openHypothesis(
    _ opener: PatternMatch, _ tokens: Span<Token>, _ text: Span<UInt8>
  ) {
    hasHypotheses = true
    let start = Int(opener.reportedEnd)
    for t in start..<max(start, min(end, start + Self.longestHypothesis)) {
      if t > start, Self.hasClauseMark(text, Int(tokens[t - 1].end)..<Int(tokens[t].start)) {
        return
      }
      hypotheses[t - first] = min(hypotheses[t - first], opener.start)
    }
  }

  /// Whether the match lies in a hypothesis that was opened before it began.
  func isHypothetical(_ match: PatternMatch) -> Bool {
    hasHypotheses && hypotheses[Int(match.reportedStart) - first] < match.start
  }

  /// Whether a comma, semicolon, colon, bracket, dash or line end stands between two tokens.
  private static func hasClauseMark(_ text: Span<UInt8>, _ gap: Range<Int>) -> Bool {
    guard gap.upperBound <= text.count else { return false }
    for i in gap {
      switch text[i] {
      case 0x2C, 0x3B, 0x3A, 0x28, 0x29, 0x0A: return true
      case 0x2D where text.byte(at: i - 1) <= 0x20 && text.byte(at: i + 1) <= 0x20: return true
      // – and —
      case 0xE2 where text.byte(at: i + 1) == 0x80 && (0x93...0x94).contains(text.byte(at: i + 2)):
        return true
      default: continue
      }
    }
    return false
  }

  // MARK: - Quotations

  /// Finds, once for each text, what is said to be somebody else's words.
  mutating func findQuotations(
    _ tokens: Span<Token>, _ folded: Span<UInt8>, _ text: Span<UInt8>, _ words: MarkerWords
  ) {
    guard !knowsQuotations else { return }
    knowsQuotations = true
    var search = QuotationSearch(words: words)
    swap(&search.found, &quotations)
    search.run(tokens, folded, text)
    swap(&search.found, &quotations)
  }

  func isSomebodyElses(_ match: PatternMatch) -> Bool {
    var low = 0
    var high = quotations.count
    while low < high {
      let middle = (low + high) / 2
      if quotations[middle].upperBound <= Int(match.reportedStart) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low < quotations.count && quotations[low].contains(Int(match.reportedStart))
  }
}
