import EarshotLearning
import EarshotNumerics
import EarshotText

/// Texts that are copies of each other but for names and numbers: auto-replies, campaigns, forwarded notes.
///
/// They are one voice, however often it is heard; grouped before themes are looked for, they cannot
/// make a theme of their own.
///
/// Two texts are copies when their words are the same in the same order, numbers and addresses apart; and
/// near copies, from `fewestWords` words on, when at least 18 of 24 min-hashes of their runs of three words are
/// equal, which four in five texts do that share 80 % of their runs, and one in ninety that share half
/// (Broder 1997, "On the resemblance and containment of documents").
public struct NearCopies: Sendable {
  /// The first text that each text is a copy of; its own number where there is none.
  public let first: [Int]
  /// Whether each text has any word of its writer's.
  public let hasWords: [Bool]

  private static let hashCount = 24
  private static let bandSize = 3
  private static let fewestEqual = 18
  /// Shorter texts that differ in a word may differ in their point.
  private static let fewestWords = 10

  /// What is compared of a text.
  private struct Sketch {
    /// Of all words in order; 0 without words.
    var whole: UInt64 = 0
    /// The smallest hash of its runs by each hash function; empty for short texts.
    var smallest: [UInt32] = []
  }

  /// Texts with words that are no copies of an earlier one, ascending.
  public var distinct: [Int] { first.indices.filter { first[$0] == $0 && hasWords[$0] } }

  /// - Complexity: O(bytes + n log n) time, some 120 bytes a text of `fewestWords` words.
  public init(_ texts: TextStore, threads: Int) {
    let n = texts.count
    let sketches = Array(
      texts.map(n, threads: threads) { range in
        let tokenizer = Tokenizer()
        var tokens = TokenBuffer()
        var words: [UInt64] = []
        return range.map { i in
          texts.withText(i) { tokenizer.tokenize($0, into: &tokens) }
          return Self.sketch(tokens, &words)
        }
      }.joined())
    var parent = Array(0..<n)
    func root(_ i: Int) -> Int {
      var i = i
      while parent[i] != i {
        parent[i] = parent[parent[i]]
        i = parent[i]
      }
      return i
    }
    var firstOf: [UInt64: Int] = [:]
    for i in 0..<n {
      if let same = firstOf[sketches[i].whole] {
        parent[i] = same
      } else {
        firstOf[sketches[i].whole] = i
      }
    }
    // Sorted instead of a table of bands: a million texts would fill one with eight million entries.
    let long = (0..<n).filter { parent[$0] == $0 && !sketches[$0].smallest.isEmpty }
    for band in stride(from: 0, to: Self.hashCount, by: Self.bandSize) {
      var keys = long.map { i in
        var key: UInt64 = 0
        for h in band..<band + Self.bandSize {
          key = (key ^ UInt64(sketches[i].smallest[h])) &* 0x9e37_79b9_7f4a_7c15
        }
        return (key, i)
      }
      keys.sort { $0 < $1 }
      var start = 0
      for at in keys.indices.dropFirst() {
        if keys[at].0 != keys[start].0 {
          start = at
          continue
        }
        let (a, b) = (root(keys[start].1), root(keys[at].1))
        if a == b { continue }
        let (x, y) = (sketches[keys[start].1].smallest, sketches[keys[at].1].smallest)
        let equal = x.indices.reduce(0) { $0 + (x[$1] == y[$1] ? 1 : 0) }
        if equal >= Self.fewestEqual { parent[max(a, b)] = min(a, b) }
      }
    }
    first = (0..<n).map { root($0) }
    hasWords = sketches.map { $0.whole != 0 }
  }

  private static func sketch(_ tokens: TokenBuffer, _ words: inout [UInt64]) -> Sketch {
    words.removeAll(keepingCapacity: true)
    var hasWord = false
    for token in tokens.tokens where token.isOwn {
      switch token.kind {
      case .word, .ideograph, .hashtag, .emoji:
        hasWord = true
        var hash = FNV1a()
        hash.combine(tokens.folded[token.foldedRange])
        words.append(hash.value)
      case .punctuation: break
      // Which number it is makes no difference.
      default: words.append(UInt64(token.kind.rawValue) + 1)
      }
    }
    var sketch = Sketch()
    guard hasWord else { return sketch }
    var whole: UInt64 = 1
    for word in words { whole = (whole ^ word) &* 0x0100_0000_01b3 }
    sketch.whole = whole == 0 ? 1 : whole
    guard words.count >= fewestWords else { return sketch }
    sketch.smallest = [UInt32](repeating: .max, count: hashCount)
    for i in 0..<words.count - 2 {
      var run = (words[i] &* 3) ^ (words[i + 1] &* 5) ^ (words[i + 2] &* 7)
      run = (run ^ (run >> 29)) &* 0xbf58_476d_1ce4_e5b9
      for h in 0..<hashCount {
        // Mixed once more (as in SplitMix64): multiples of one product are small together, and then four
        // times as many texts that share half of their runs count as copies.
        var hash = run &+ 0x9e37_79b9_7f4a_7c15 &* UInt64(2 * h + 1)
        hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
        sketch.smallest[h] = min(sketch.smallest[h], UInt32(truncatingIfNeeded: hash >> 32))
      }
    }
    return sketch
  }
}
