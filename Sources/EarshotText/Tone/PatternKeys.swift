/// The patterns that a sentence may have, by words that each of them needs.
///
/// A pattern's key is a set of tokens of which every match has one: of all such sets the one that
/// is met least. Most sentences have no pattern's key, and are done after one look-up a token.
struct PatternKeys: Sendable {
  /// Patterns whose key has class c: `patterns[starts[c]..<starts[c + 1]]`.
  private var starts: [UInt32] = [0]
  private var patterns: [UInt32] = []
  /// Patterns whose key has a trait, by its bit.
  private var patternsOfTrait: [[UInt32]] = []

  init() {}

  /// - Parameter nodes: of each pattern; each names a word on every way through.
  init(
    _ nodes: [[PatternNode]], _ words: WordIndex, classCount: Int, classesOfPrefixes: [[Int]]
  ) {
    var costs = WordCosts(words)
    for one in nodes { costs.count(one) }
    let keys = nodes.map { nodes in
      guard let key = PatternNode.key(of: nodes, costs.cost) else {
        preconditionFailure("a pattern without a word")
      }
      return key
    }
    var all: [[UInt32]] = Array(repeating: [], count: classCount)
    patternsOfTrait = Array(repeating: [], count: TokenTraits.count)
    for (number, key) in keys.enumerated() {
      for c in key.words + key.prefixes.flatMap({ classesOfPrefixes[$0] }) {
        all[c].append(UInt32(number))
      }
      for bit in 0..<TokenTraits.count where key.traits.rawValue >> UInt16(bit) & 1 != 0 {
        patternsOfTrait[bit].append(UInt32(number))
      }
    }
    for list in all {
      patterns += list
      starts.append(UInt32(patterns.count))
    }
  }

  /// Sets the bits of all patterns that have their key in a sentence.
  ///
  /// - Parameters:
  ///   - open: a bit a pattern; all 0 before.
  ///   - words: the numbers of the words of `open` that are not 0, ascending; empty before.
  func find(
    _ sentence: Range<Int>, _ classes: Span<UInt32>, _ traits: Span<TokenTraits>,
    _ open: inout [UInt64], _ words: inout [Int]
  ) {
    var isOpen = false
    for i in sentence {
      let c = Int(classes[i])
      let (start, end) = (Int(starts[c]), Int(starts[c + 1]))
      if start < end {
        isOpen = true
        for k in start..<end { Self.set(Int(patterns[k]), &open) }
      }
      var left = traits[i].rawValue
      while left != 0 {
        for pattern in patternsOfTrait[left.trailingZeroBitCount] {
          isOpen = true
          Self.set(Int(pattern), &open)
        }
        left &= left &- 1
      }
    }
    guard isOpen else { return }
    for word in open.indices where open[word] != 0 { words.append(word) }
  }

  @inline(__always)
  private static func set(_ pattern: Int, _ open: inout [UInt64]) {
    open[pattern &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: pattern & 63)
  }
}

extension PatternNode {
  /// The tokens of which every match of `nodes` has one and that are met least; nil where there is
  /// no such set. - Complexity: O(nodes · words).
  static func key(of nodes: [PatternNode], _ cost: (WordSet) -> Int) -> WordSet? {
    var best: (set: WordSet, cost: Int)?
    for node in nodes {
      guard let set = node.key(cost) else { continue }
      let cost = cost(set)
      if best.map({ cost < $0.cost }) ?? true { best = (set, cost) }
    }
    return best?.set
  }

  private func key(_ cost: (WordSet) -> Int) -> WordSet? {
    switch self {
    case .word(let set): return set
    case .any, .gap, .sentenceStart, .sentenceEnd, .optional: return nil
    case .group(let alternatives):
      var union = WordSet()
      for alternative in alternatives {
        guard let one = Self.key(of: alternative, cost) else { return nil }
        union.formUnion(one)
      }
      return union
    }
  }
}

/// How often the tokens of a set are met, roughly: a function word counts for as many as 50 others,
/// and a word that many patterns name is common where people complain.
private struct WordCosts {
  private var costs: [Int] = [0]

  init(_ words: WordIndex) {
    let common = FunctionWordLists.table
    for number in 1..<words.count + 1 {
      let word = Array(words.bytes(of: number))
      let kind = common.value(of: word.span, 0, word.count)
      let isCommon = kind == FunctionWordLists.clear || kind == FunctionWordLists.shared
      costs.append(isCommon ? 200 : 4)
    }
  }

  /// Takes in the words that a pattern names.
  mutating func count(_ nodes: [PatternNode]) {
    for node in nodes {
      switch node {
      case .word(let set): for number in set.words { costs[number] += 1 }
      case .optional(let inner): count([inner])
      case .group(let alternatives): for alternative in alternatives { count(alternative) }
      case .any, .gap, .sentenceStart, .sentenceEnd: break
      }
    }
  }

  func cost(_ set: WordSet) -> Int {
    var cost = 16 * set.prefixes.count + 80 * set.traits.rawValue.nonzeroBitCount
    for number in set.words { cost += costs[number] }
    return cost
  }
}
