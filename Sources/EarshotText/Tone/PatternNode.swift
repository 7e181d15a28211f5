/// One element of a pattern.
indirect enum PatternNode: Sendable {
  /// One token out of a set.
  case word(WordSet)
  /// One token of any kind.
  case any
  /// Up to so many tokens of any kind.
  case gap(Int)
  case sentenceStart
  case sentenceEnd
  case group([[PatternNode]])
  case optional(PatternNode)
}

/// A pattern line, understood.
struct ParsedPattern: Sendable {
  /// 1 where the line has none.
  var strength: Float = 1
  /// `~`: matched although it is negated.
  var ignoresNegation = false
  /// What must stand before the part that is reported.
  var before: [PatternNode] = []
  var reported: [PatternNode] = []
  var after: [PatternNode] = []
  var outline = PatternOutline([])

  var nodes: [PatternNode] { before + reported + after }
}

/// What can be said about a pattern without a text: which tokens it can begin with, how long it is.
///
/// Positions are counted in tokens from the beginning of the match, as bits: bit n of a set means
/// that a match may have got to position n.
struct PatternOutline {
  /// What the first and the second token may be; nil: anything, or there need be none.
  private(set) var first: WordSet? = WordSet()
  private(set) var second: WordSet? = WordSet()
  /// Where it may end.
  private(set) var ends: UInt64 = 1
  /// Some way through it names no word and no trait.
  private(set) var hasBlindWay: Bool
  /// More than 60 tokens.
  private(set) var isTooLong = false

  static let longest = 60

  init(_ nodes: [PatternNode]) {
    hasBlindWay = Self.isBlind(nodes)
    ends = walk(nodes, from: 1)
    if ends & 1 != 0 { first = nil }
    if ends & 3 != 0 { second = nil }
  }

  /// Where a match may be behind the nodes, if it may be at `positions` before them.
  private mutating func walk(_ nodes: [PatternNode], from positions: UInt64) -> UInt64 {
    var positions = positions
    for node in nodes {
      switch node {
      case .word(let set): positions = step(positions, set)
      case .any: positions = step(positions, nil)
      case .gap(let longest):
        var reached = positions
        for _ in 0..<longest {
          reached = step(reached, nil)
          positions |= reached
        }
      case .sentenceStart, .sentenceEnd: break
      case .group(let alternatives):
        var reached: UInt64 = 0
        for alternative in alternatives { reached |= walk(alternative, from: positions) }
        positions = reached
      case .optional(let inner): positions |= walk([inner], from: positions)
      }
    }
    return positions
  }

  private mutating func step(_ positions: UInt64, _ set: WordSet?) -> UInt64 {
    if positions & 1 != 0 { Self.widen(&first, by: set) }
    if positions & 2 != 0 { Self.widen(&second, by: set) }
    if positions >> UInt64(Self.longest) != 0 { isTooLong = true }
    return positions << 1
  }

  private static func widen(_ known: inout WordSet?, by set: WordSet?) {
    guard let set else {
      known = nil
      return
    }
    known?.formUnion(set)
  }

  private static func isBlind(_ nodes: [PatternNode]) -> Bool {
    nodes.allSatisfy { node in
      switch node {
      case .word: false
      case .any, .gap, .sentenceStart, .sentenceEnd, .optional: true
      case .group(let alternatives): alternatives.contains(where: isBlind)
      }
    }
  }
}
