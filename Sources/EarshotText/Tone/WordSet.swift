/// The tokens that one element of a pattern takes: words, beginnings of words, and traits.
struct WordSet: Hashable, Sendable {
  /// Numbers in `MarkerVocabulary.words`; sorted, each once.
  var words: [Int] = []
  /// Numbers in `MarkerVocabulary.prefixes`; sorted, each once.
  var prefixes: [Int] = []
  var traits: TokenTraits = []

  mutating func formUnion(_ other: WordSet) {
    words = Self.merged(words, other.words)
    prefixes = Self.merged(prefixes, other.prefixes)
    traits.formUnion(other.traits)
  }

  private static func merged(_ a: [Int], _ b: [Int]) -> [Int] {
    if a.isEmpty { return b }
    if b.isEmpty { return a }
    return ordered(a + b)
  }

  /// Numbers above 0 in order, each once.
  static func ordered(_ numbers: [Int]) -> [Int] {
    var all = numbers.sorted()
    var last = 0
    all.removeAll { number in
      defer { last = number }
      return number == last
    }
    return all
  }
}
