/// The words and beginnings of words (`ship*`) that patterns name, and the class of every token.
///
/// A token's class says all that patterns can ask about its letters. A word that patterns name is
/// a class of its own; any other word belongs to the longest beginning that it has, and where it
/// has that one it has all shorter ones, too. So one look-up a token is enough, whatever the
/// number of patterns.
struct MarkerVocabulary: Sendable {
  var words = WordIndex()
  var prefixes = WordIndex()
  /// Bit n: there is a beginning of n bytes with this first byte (mod 32).
  private var prefixLengths: [UInt64] = Array(repeating: 0, count: 32)

  /// Bytes of the longest beginning that is looked for.
  static let longestPrefix = 63

  /// Classes are `0..<classCount`; 0 are the words that no pattern names.
  var classCount: Int { 1 + words.count + prefixes.count }

  mutating func insertPrefix(_ word: Span<UInt8>) -> Int {
    prefixLengths[Int(word[0] & 31)] |= 1 &<< UInt64(min(word.count, Self.longestPrefix))
    return prefixes.insert(word)
  }

  /// The class of the token `folded[start..<end]`, 0 where no pattern asks for it.
  @inline(__always)
  func tokenClass(of folded: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    let word = words.number(of: folded, start, end)
    if word != 0 || start == end { return word }
    let lengths = prefixLengths[Int(folded[start] & 31)]
    return lengths == 0 ? 0 : prefixClass(of: folded, start, end, lengths)
  }

  private func prefixClass(
    of folded: Span<UInt8>, _ start: Int, _ end: Int, _ lengths: UInt64
  ) -> Int {
    var longest = 0
    eachPrefix(of: folded, start, end, lengths) { longest = $0 }
    return longest == 0 ? 0 : words.count + longest
  }

  /// The classes of the words that have each beginning, by the beginning's number.
  func classesOfPrefixes() -> [[Int]] {
    var classes: [[Int]] = Array(repeating: [], count: prefixes.count + 1)
    for number in 1..<classCount {
      let isPrefix = number > words.count
      let bytes =
        isPrefix ? prefixes.bytes(of: number - words.count) : words.bytes(of: number)
      let word = Array(bytes)
      let lengths = word.isEmpty ? 0 : prefixLengths[Int(word[0] & 31)]
      eachPrefix(of: word.span, 0, word.count, lengths) { classes[$0].append(number) }
    }
    return classes
  }

  /// Names the beginnings that a word has, shortest first.
  @inline(__always)
  private func eachPrefix(
    of word: Span<UInt8>, _ start: Int, _ end: Int, _ lengths: UInt64, _ body: (Int) -> Void
  ) {
    var hash = FNV1a()
    var left = lengths
    var i = start
    while left != 0 {
      let length = left.trailingZeroBitCount
      left &= left &- 1
      guard length <= end - start else { return }
      while i < start + length {
        hash.combine(word[i])
        i += 1
      }
      let found = prefixes.number(of: word, start, i, hash: hash.folded)
      if found != 0 { body(found) }
    }
  }
}
