/// One step of a compiled pattern.
struct PatternStep: Sendable {
  enum Code: UInt8, Sendable {
    /// One token of class `value`.
    case word
    /// One token out of the set `value`.
    case set
    /// One token.
    case any
    /// Up to `value` tokens.
    case gap
    case sentenceStart
    case sentenceEnd
    /// One of the alternatives that follow, up to step `end`.
    case group
    /// The steps up to `end`, within a group.
    case alternative
  }

  var code: Code
  var isOptional = false
  var value: UInt32 = 0
  /// The step behind a group or alternative.
  var end: UInt32 = 0
}

/// What a pattern is for.
enum PatternRole: UInt8, Sendable {
  case marker
  case exception
  case opener
}

/// A compiled pattern: its steps, and what a match of it means.
struct CompiledPattern: Sendable {
  var role: PatternRole
  /// Of a marker or exception.
  var kind: MarkerKind
  var strength: Float
  var ignoresNegation: Bool
  /// Steps before, of, and behind the reported part.
  var start: Int
  var reported: Int
  var after: Int
  var end: Int

  /// Whether the whole match is reported.
  var isWholeReported: Bool { start == reported && after == end }
}

/// All patterns, ready to be run.
struct PatternProgram: Sendable {
  var steps: [PatternStep] = []
  var patterns: [CompiledPattern] = []
  /// Bit c of row s: class c belongs to set s; rows of `setStride` words.
  var setBits: [UInt64] = []
  var setTraits: [TokenTraits] = []
  var setStride = 0
  /// Which patterns a sentence may have at all.
  var keys = PatternKeys()
  /// Which patterns may have a token in the first place, and in the second.
  var first = PatternRows()
  var second = PatternRows()

  /// Where a match of steps `from..<to` may end: bit n is n tokens behind `window.start`.
  ///
  /// All ways through the steps are followed at once, as a set of positions, so each step is
  /// done once, however the pattern is nested: O(steps · positions), at most 61 positions.
  func run(
    _ from: Int, _ to: Int, positions: UInt64, _ window: PatternWindow,
    _ classes: Span<UInt32>, _ traits: Span<TokenTraits>
  ) -> UInt64 {
    var positions = positions
    var i = from
    while i < to, positions != 0 {
      let step = steps[i]
      var next: UInt64
      switch step.code {
      case .word, .set:
        next = 0
        var left = positions & window.within
        while left != 0 {
          let k = left.trailingZeroBitCount
          left &= left &- 1
          let token = window.start &+ k
          let isIn =
            step.code == .word
            ? classes[token] == step.value
            : contains(Int(step.value), classes[token], traits[token])
          if isIn { next |= 2 &<< UInt64(truncatingIfNeeded: k) }
        }
      case .any: next = (positions & window.within) &<< 1
      case .gap:
        next = positions
        for _ in 0..<step.value { next |= (next & window.within) &<< 1 }
      case .sentenceStart: next = positions & window.starts
      case .sentenceEnd: next = positions & window.ends
      case .group:
        next = 0
        var k = i + 1
        while k < Int(step.end) {
          let end = Int(steps[k].end)
          next |= run(k + 1, end, positions: positions, window, classes, traits)
          k = end
        }
      case .alternative: next = positions
      }
      if step.isOptional { next |= positions }
      positions = next
      i = step.code == .group ? Int(step.end) : i + 1
    }
    return positions
  }

  @inline(__always)
  func contains(_ set: Int, _ tokenClass: UInt32, _ traits: TokenTraits) -> Bool {
    if !setTraits[set].isDisjoint(with: traits) { return true }
    let c = Int(tokenClass)
    return setBits[set &* setStride &+ c &>> 6] &>> UInt64(truncatingIfNeeded: c & 63) & 1 != 0
  }
}

/// The tokens that a match may take, as positions behind its first token.
struct PatternWindow {
  /// The first token.
  var start: Int
  /// Positions with a token of the sentence behind them.
  var within: UInt64
  /// Positions where a sentence starts.
  var starts: UInt64
  /// Positions where a sentence ends.
  var ends: UInt64
}

/// For each class and trait of a token, the patterns that may have it in one place, as bits.
struct PatternRows: Sendable {
  /// Words of 64 patterns.
  private(set) var stride = 0
  /// Rows; row 0 is empty.
  private(set) var bits: [UInt64] = []
  /// Row of each class.
  private var rowOfClass: [UInt32] = []
  /// Row of each trait.
  private var rowOfTrait: [UInt32] = []
  /// Patterns that take any token there, or need none.
  private var rowOfAny: UInt32 = 0

  init() {}

  init(patternCount: Int, classCount: Int) {
    stride = (patternCount + 63) / 64
    bits = Array(repeating: 0, count: stride)
    rowOfClass = Array(repeating: 0, count: classCount)
    rowOfTrait = Array(repeating: 0, count: TokenTraits.count)
  }

  /// - Parameter set: what the pattern takes here; nil: anything, or nothing.
  mutating func insert(_ pattern: Int, for set: WordSet?, classesOfPrefixes: [[Int]]) {
    guard let set else {
      rowOfAny = inserted(pattern, rowOfAny)
      return
    }
    for word in set.words { rowOfClass[word] = inserted(pattern, rowOfClass[word]) }
    for prefix in set.prefixes {
      for number in classesOfPrefixes[prefix] {
        rowOfClass[number] = inserted(pattern, rowOfClass[number])
      }
    }
    for bit in 0..<TokenTraits.count where set.traits.rawValue >> UInt16(bit) & 1 != 0 {
      rowOfTrait[bit] = inserted(pattern, rowOfTrait[bit])
    }
  }

  /// The row with the pattern in it: a new one for row 0.
  private mutating func inserted(_ pattern: Int, _ row: UInt32) -> UInt32 {
    var row = row
    if row == 0 {
      row = UInt32(bits.count / stride)
      bits.append(contentsOf: repeatElement(0, count: stride))
    }
    bits[Int(row) * stride + pattern / 64] |= 1 << UInt64(pattern % 64)
    return row
  }

  /// Whether no pattern has such a token here.
  @inline(__always)
  func isEmpty(_ tokenClass: UInt32, _ traits: TokenTraits) -> Bool {
    rowOfClass[Int(tokenClass)] == 0 && rowOfAny == 0 && traits.isEmpty
  }

  /// The patterns `64 · word ..< 64 · (word + 1)` that may have such a token here.
  @inline(__always)
  func patterns(_ word: Int, _ tokenClass: UInt32, _ traits: TokenTraits) -> UInt64 {
    var found = bits[Int(rowOfClass[Int(tokenClass)]) &* stride &+ word]
    found |= bits[Int(rowOfAny) &* stride &+ word]
    var left = traits.rawValue
    while left != 0 {
      found |= bits[Int(rowOfTrait[left.trailingZeroBitCount]) &* stride &+ word]
      left &= left &- 1
    }
    return found
  }

  /// The patterns of one word that need no token here.
  @inline(__always)
  func patternsWithoutToken(_ word: Int) -> UInt64 { bits[Int(rowOfAny) &* stride &+ word] }
}
