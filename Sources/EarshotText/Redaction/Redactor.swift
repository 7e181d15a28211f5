/// Finds personal data in a text and writes placeholders in its place.
///
/// Made once, then shared by any number of threads. It knows cue words, shapes and check digits; it
/// guesses nothing from the meaning of a sentence, so what shows no sign is not found (docs/redaction.md
/// has the measured shares).
public struct Redactor: Sendable {
  /// Which kinds are looked for.
  public let kinds: Set<Redaction.Kind>
  let patterns: [RedactionPattern]
  let words: RedactionWords
  let cues: RedactionCues

  /// - Parameters:
  ///   - kinds: the built-in kinds to look for.
  ///   - patterns: further kinds; each is looked for.
  public init(
    kinds: Set<Redaction.Kind> = Redaction.Kind.standard, patterns: [RedactionPattern] = []
  ) {
    self.kinds = kinds.union(patterns.map(\.kind))
    self.patterns = patterns
    var words = RedactionWords()
    var cues = RedactionCues()
    for (cue, list) in RedactionVocabulary.cues {
      for phrase in list.split(separator: ",") { cues.add(phrase, cue, to: &words) }
    }
    for (number, pattern) in patterns.enumerated() {
      for cue in pattern.cues { cues.add(cue.lowercased()[...], .pattern(number), to: &words) }
    }
    self.words = words
    self.cues = cues
  }

  /// Appends what is personal in `text`: ascending ranges that do not overlap.
  ///
  /// A range that lies inside another goes with it; where two overlap in part, the shared bytes go
  /// to the kind that comes first in `Redaction.Kind.all`, and the rest stays hidden too.
  ///
  /// - Parameter text: UTF-8. Bytes that are not UTF-8 count as marks and are never an error.
  /// - Precondition: at most 1 GiB.
  /// - Complexity: O(bytes), whatever the bytes are.
  public func findings(in text: Span<UInt8>, into findings: inout [Redaction]) {
    precondition(text.count <= 1 << 30, "text of \(text.count) bytes; at most 1 GiB")
    var scan = RedactionScan(self, text)
    // What was hidden changes what its neighbours look like. Searching again until nothing more is
    // found makes a redacted text one in which nothing is found.
    for _ in 0..<Self.mostPasses where !scan.pass() { break }
    findings.append(contentsOf: scan.hidden)
  }

  /// Real texts need two passes, random bytes three; a bound keeps the time linear.
  static let mostPasses = 6

  /// The text with placeholders, numbered by themselves.
  public func redacted(_ text: String) -> RedactedText {
    var numbering = RedactionNumbering()
    let bytes = Array(text.utf8)
    return redacted(bytes.span, numbering: &numbering)
  }

  /// The text with placeholders.
  ///
  /// - Parameter numbering: of the record; texts that share it give the same value the same number.
  public func redacted(
    _ text: Span<UInt8>, numbering: inout RedactionNumbering
  ) -> RedactedText {
    var found: [Redaction] = []
    findings(in: text, into: &found)
    return RedactedText(text, found, &numbering)
  }

  /// The text with placeholders, where the name of its field says what it is: `phone`, `order_id`.
  ///
  /// - Parameter label: counts as words before the text, with a colon; it is no part of the result.
  public func redacted(
    _ text: Span<UInt8>, after label: [UInt8], numbering: inout RedactionNumbering
  ) -> RedactedText {
    var whole = label + Array(": ".utf8)
    let start = whole.count
    for i in text.indices { whole.append(text[i]) }
    var found: [Redaction] = []
    findings(in: whole.span, into: &found)
    let inside = found.compactMap { redaction -> Redaction? in
      let low = max(redaction.range.lowerBound, start)
      guard low < redaction.range.upperBound else { return nil }
      return Redaction(
        range: low - start..<redaction.range.upperBound - start, kind: redaction.kind)
    }
    return RedactedText(text, inside, &numbering)
  }
}
