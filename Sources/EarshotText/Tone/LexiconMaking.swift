extension Lexicon {
  /// Folds all phrases as the tokenizer folds text, and builds the table.
  ///
  /// - Throws: the first entry that is out of range, empty, too long or contradicts one before it.
  /// - Complexity: O(bytes), and for each phrase the phrases before it with the same first word.
  public init(_ source: LexiconSource) throws(LexiconError) {
    guard source.entries.count <= Self.mostEntries else {
      throw .tooManyEntries(found: source.entries.count, most: Self.mostEntries)
    }
    var capacity = 16
    while capacity < 2 * source.entries.count { capacity *= 2 }
    heads = Array(repeating: Head(), count: capacity)
    marks = Array(repeating: 0, count: capacity)
    bytes = []
    bytes.reserveCapacity(16 * source.entries.count)
    meanings = []
    meanings.reserveCapacity(source.entries.count)

    let tokenizer = Tokenizer()
    var buffer = TokenBuffer()
    var letters: [UInt8] = []
    for (number, entry) in source.entries.enumerated() {
      try Self.check(entry, number)
      letters.removeAll(keepingCapacity: true)
      letters.append(contentsOf: entry.phrase.utf8)
      tokenizer.tokenize(letters.span, into: &buffer)
      guard let first = buffer.tokens.first else {
        throw .noToken(entry: number, phrase: entry.phrase)
      }
      guard buffer.tokens.count <= LexiconSource.longestPhrase else {
        throw .tooManyTokens(entry: number, phrase: entry.phrase, found: buffer.tokens.count)
      }
      for token in buffer.tokens where token.foldedRange.count > Int(UInt8.max) {
        throw .wordTooLong(entry: number)
      }
      let slot = headMade(for: first.foldedRange, buffer.folded)
      try add(entry, number, buffer, to: slot)
    }
  }

  private static func check(
    _ entry: LexiconSource.Entry, _ number: Int
  ) throws(LexiconError) {
    guard entry.phrase.utf8.count <= LexiconSource.longestPhrase * Int(UInt8.max) else {
      throw .wordTooLong(entry: number)
    }
    if let valence = entry.valence, !(abs(valence) <= LexiconSource.largestValence) {
      throw .valenceOutOfRange(entry: number, phrase: entry.phrase, found: valence)
    }
    if let factor = entry.factor, !LexiconSource.factors.contains(factor) {
      throw .factorOutOfRange(entry: number, phrase: entry.phrase, found: factor)
    }
  }

  /// The slot of a first word, taken now if it is new.
  private mutating func headMade(for word: Range<Int>, _ folded: [UInt8]) -> Int {
    let known = head(folded.span, word.lowerBound, word.upperBound)
    if known >= 0 { return known }
    var hash = FNV1a()
    hash.combine(folded[word])
    var at = slot(hash)
    while heads[at].first != Self.none { at = (at + 1) & (heads.count - 1) }
    marks[at] = Self.mark(hash)
    heads[at] = Head(
      start: UInt32(bytes.count), length: UInt8(word.count), first: UInt32(meanings.count))
    bytes.append(contentsOf: folded[word])
    return at
  }

  /// Puts a phrase among those with its first word, behind all that are longer, or adds to what is
  /// known of it.
  private mutating func add(
    _ entry: LexiconSource.Entry, _ number: Int, _ buffer: TokenBuffer, to slot: Int
  ) throws(LexiconError) {
    let count = buffer.tokens.count
    var before = Self.none
    var at = heads[slot].first
    // A head that was made just now points at the meaning that is appended below.
    if at == meanings.count { at = Self.none }
    while at != Self.none, Int(meanings[Int(at)].tokens) >= count {
      if Int(meanings[Int(at)].tokens) == count, isSame(meanings[Int(at)], buffer) {
        return try merge(entry, number, into: Int(at))
      }
      before = at
      at = meanings[Int(at)].next
    }
    let new = UInt32(meanings.count)
    if before == Self.none {
      heads[slot].first = new
    } else {
      meanings[Int(before)].next = new
    }
    meanings.append(
      Meaning(
        valence: entry.valence ?? 0, factor: entry.factor ?? 0, roles: entry.roles,
        tokens: UInt8(count), tail: UInt32(bytes.count), next: at))
    for token in buffer.tokens.dropFirst() {
      bytes.append(UInt8(token.foldedRange.count))
      bytes.append(contentsOf: buffer.folded[token.foldedRange])
    }
  }

  /// Whether a phrase goes on as these tokens do after the first.
  private func isSame(_ meaning: Meaning, _ buffer: TokenBuffer) -> Bool {
    var place = Int(meaning.tail)
    for token in buffer.tokens.dropFirst() {
      let (start, end) = (Int(token.foldedStart), Int(token.foldedEnd))
      guard continues(&place, with: buffer.folded.span, start, end) else { return false }
    }
    return true
  }

  private mutating func merge(
    _ entry: LexiconSource.Entry, _ number: Int, into at: Int
  ) throws(LexiconError) {
    let (valence, factor) = (entry.valence ?? 0, entry.factor ?? 0)
    let known = meanings[at]
    if valence != 0, known.valence != 0, valence != known.valence {
      throw .contradiction(
        entry: number, phrase: entry.phrase, found: valence, before: known.valence)
    }
    if factor != 0, known.factor != 0, factor != known.factor {
      throw .contradiction(entry: number, phrase: entry.phrase, found: factor, before: known.factor)
    }
    if valence != 0 { meanings[at].valence = valence }
    if factor != 0 { meanings[at].factor = factor }
    meanings[at].roles.formUnion(entry.roles)
  }
}
