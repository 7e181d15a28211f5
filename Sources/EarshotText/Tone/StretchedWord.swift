/// Plainer spellings of a stretched word: `sooo`, `pleeease`.
///
/// Letters are bytes here, which is right for ASCII; nobody stretches other letters into words that a
/// lexicon or a pattern has.
enum StretchedWord {
  /// How runs of one letter are cut, in the order in which spellings are looked up: three and more to two
  /// (`goood`), then to one (`sooo`), then two to one as well (`pleeassse`).
  static let spellings = 3
  /// Bytes of the longest plain word, longer than any in a lexicon.
  static let longest = 64

  /// One spelling of `word[start..<end]`.
  ///
  /// - Parameter number: in `0..<spellings`.
  /// - Returns: its letters and their number; nil for one of more than `longest` bytes.
  /// - Complexity: O(bytes), 256 at most: what is longer has no plain spelling.
  static func spelling(
    _ number: Int, of word: Span<UInt8>, _ start: Int, _ end: Int
  ) -> (letters: InlineArray<64, UInt8>, count: Int)? {
    guard end - start <= 256 else { return nil }
    var letters = InlineArray<64, UInt8>(repeating: 0)
    var count = 0
    var i = start
    while i < end {
      var k = i
      while k < end, word[k] == word[i] { k += 1 }
      let run = k - i
      let kept = run >= 3 ? (number == 0 ? 2 : 1) : number == 2 ? 1 : run
      guard count + kept <= longest else { return nil }
      for _ in 0..<kept {
        letters[count] = word[i]
        count += 1
      }
      i = k
    }
    return (letters, count)
  }
}
