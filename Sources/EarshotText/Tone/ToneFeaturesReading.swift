/// One pass over a text's tokens, counting and adding up.
///
/// Each phrase of the lexicon that is met has a value: its valence, times the factor of boosters
/// and dampeners among the three words before it, times −0.7 under a negation. A negated reproach has
/// none: "not slow" says little, and where more is said ("no problems") the phrase is in the lexicon.
struct ToneReading {
  /// A negated praise is a reproach, if a milder one: "not good". Its neighbours −0.5 and −0.9 did
  /// as well on corpora/care and on reviews with ratings.
  static let negatedPraise: Float = -0.7
  /// How many steps behind its negator a reproach is still taken back: in "it never works and is
  /// slow" the second is meant. A step is a phrase or a word. Praise stays negated over the
  /// tokenizer's whole scope; 4 was the best of 2, 3, 4 and no limit, on the same texts.
  static let reproachReach = 4
  /// Values nearer to zero than this are none.
  static let least: Float = 0.05
  /// A value in capitals, in a text that is not all capitals.
  static let capitals: Float = 1.25
  static let elongation: Float = 1.2
  /// What is left of a factor's effect a word further on.
  static let fading: Float = 0.9
  /// Words that a factor reaches.
  static let reach = 3
  static let factors: ClosedRange<Float> = 0.2...2
  /// A sentence takes a side from here on.
  static let side: Float = 0.25

  /// Sums of values above zero and, as positive numbers, below.
  struct Sums {
    var positive: Float = 0
    var negative: Float = 0

    mutating func add(_ value: Float) {
      if value > 0 { positive += value } else { negative -= value }
    }

    mutating func add(_ other: Sums) {
      positive += other.positive
      negative += other.negative
    }
  }

  /// A phrase with a valence: its value so far and the tokens it spans.
  private struct Found {
    var value: Float
    var kind: Token.Kind
    var flags: Token.Flags
  }

  private(set) var whole = Sums()
  private(set) var emoji = Sums()
  private(set) var beforeContrast = Sums()
  /// Since the last contrast word, or the beginning.
  private(set) var sinceContrast = Sums()
  private(set) var firstSentence = Sums()
  private(set) var lastSentence = Sums()
  private var sentence = Sums()
  /// Words and emoji of the sentence so far.
  private var sentenceLength = 0
  private(set) var sentences = 0
  private(set) var positiveSentences = 0
  private(set) var negativeSentences = 0

  private(set) var words = 0
  private(set) var positiveCount = 0
  private(set) var negativeCount = 0
  private(set) var strongestPositive: Float = 0
  private(set) var strongestNegative: Float = 0
  private(set) var exclamations = 0
  private(set) var questionMarks = 0
  private(set) var insistences = 0
  private(set) var emphasesPositive = 0
  private(set) var emphasesNegative = 0
  private(set) var negatedPositive = 0
  private(set) var negatedNegative = 0
  private(set) var negators = 0
  private(set) var boosters = 0
  private(set) var dampeners = 0
  private(set) var contrasts = 0
  private(set) var thanks = 0
  private(set) var thanksInAdvance = 0
  private(set) var questions = 0
  private(set) var openingQuestions = 0
  private(set) var wishes = 0
  private(set) var hypotheticals = 0
  private(set) var requests = 0

  /// Whether so much is in capitals that they say nothing of a word.
  private var isShouted = false
  private var stepsSinceNegator = Int.max / 2
  private var factor: Float = 1
  private var factorReach = 0
  /// A modifier with a valence of its own ("terribly"), which counts only if it modifies nothing.
  private var pending: Found?

  init() {}

  mutating func read(_ tokens: Span<Token>, _ folded: Span<UInt8>, _ lexicon: borrowing Lexicon) {
    countWords(tokens)
    var i = Self.visible(from: 0, tokens)
    var isFirst = true
    while i < tokens.count {
      let token = tokens[i]
      if token.flags.contains(.sentenceStart), !isFirst { endSentence() }
      isFirst = false
      if token.kind == .punctuation {
        readMarks(folded, token)
        i = Self.visible(from: i + 1, tokens)
        continue
      }
      stepsSinceNegator += 1
      if token.flags.contains(.negator) {
        negators += 1
        stepsSinceNegator = 0
      }
      if Self.counts(token.kind) { sentenceLength += 1 }
      i = readPhrase(at: i, tokens, folded, lexicon)
    }
    settle()
    closeSentence()
  }

  /// The phrase that begins at a token, or the token alone.
  ///
  /// - Returns: the next visible token after it.
  @inline(__always)
  private mutating func readPhrase(
    at i: Int, _ tokens: Span<Token>, _ folded: Span<UInt8>, _ lexicon: borrowing Lexicon
  ) -> Int {
    let token = tokens[i]
    let (start, end) = (Int(token.foldedStart), Int(token.foldedEnd))
    let slot =
      token.flags.contains(.elongated)
      ? lexicon.head(elongated: folded, start, end) : lexicon.head(folded, start, end)
    guard slot >= 0 else {
      settle()
      fade()
      return Self.visible(from: i + 1, tokens)
    }
    var number = lexicon.heads[slot].first
    while number != Lexicon.none {
      let meaning = lexicon.meanings[Int(number)]
      var flags = token.flags
      var length = 0
      let next = Self.end(of: meaning, at: i, tokens, folded, lexicon, &flags, &length)
      if next >= 0 {
        apply(meaning, token, flags, length)
        if flags.contains(.negator) { stepsSinceNegator = 0 }
        return next
      }
      number = meaning.next
    }
    settle()
    fade()
    return Self.visible(from: i + 1, tokens)
  }

  /// - Parameters:
  ///   - flags: those of the phrase's tokens are added.
  ///   - length: the words and emoji after the first token are added.
  /// - Returns: the next visible token after the phrase, or -1 where the text goes on otherwise.
  @inline(__always)
  private static func end(
    of meaning: Lexicon.Meaning, at i: Int, _ tokens: Span<Token>, _ folded: Span<UInt8>,
    _ lexicon: borrowing Lexicon, _ flags: inout Token.Flags, _ length: inout Int
  ) -> Int {
    var next = visible(from: i + 1, tokens)
    var place = Int(meaning.tail)
    var left = meaning.tokens
    while left > 1 {
      guard next < tokens.count else { return -1 }
      let token = tokens[next]
      guard !token.flags.contains(.sentenceStart),
        lexicon.continues(&place, with: folded, Int(token.foldedStart), Int(token.foldedEnd))
      else { return -1 }
      flags.formUnion(token.flags)
      if counts(token.kind) { length += 1 }
      next = visible(from: next + 1, tokens)
      left -= 1
    }
    return next
  }

  private mutating func apply(
    _ meaning: Lexicon.Meaning, _ token: Token, _ flags: Token.Flags, _ length: Int
  ) {
    if !meaning.roles.isEmpty { countRoles(meaning.roles) }
    sentenceLength += length
    var value = meaning.valence
    if abs(value) >= Self.least {
      if factorReach > 0 { value *= factor }
      if token.flags.contains(.negated) {
        if value > 0 {
          value *= Self.negatedPraise
          negatedPositive += 1
        } else if stepsSinceNegator <= Self.reproachReach {
          value = 0
          negatedNegative += 1
        }
      }
    }
    let hasValue = abs(value) >= Self.least
    let found = Found(value: value, kind: token.kind, flags: flags)
    if meaning.factor != 0 {
      settle()
      if hasValue { pending = found }
      strengthen(meaning.factor)
    } else if hasValue {
      pending = nil
      add(found)
      factorReach = 0
    } else {
      settle()
      fade()
    }
  }

  private mutating func countRoles(_ roles: Lexicon.Roles) {
    if roles.contains(.thanks) { thanks += 1 }
    if roles.contains(.thanksInAdvance) { thanksInAdvance += 1 }
    if roles.contains(.question) {
      questions += 1
      if sentenceLength == 1 { openingQuestions += 1 }
    }
    if roles.contains(.wish) { wishes += 1 }
    if roles.contains(.hypothetical) { hypotheticals += 1 }
    if roles.contains(.request) { requests += 1 }
    if roles.contains(.contrast) {
      settle()
      contrasts += 1
      beforeContrast.add(sinceContrast)
      sinceContrast = Sums()
      factorReach = 0
    }
  }

  private mutating func strengthen(_ by: Float) {
    if by > 1 { boosters += 1 } else { dampeners += 1 }
    factor =
      factorReach > 0
      ? min(Self.factors.upperBound, max(Self.factors.lowerBound, factor * by)) : by
    factorReach = Self.reach
  }

  @inline(__always)
  private mutating func fade() {
    guard factorReach > 0 else { return }
    factorReach -= 1
    factor = 1 + (factor - 1) * Self.fading
  }

  /// Counts the modifier that waited for something to modify.
  @inline(__always)
  private mutating func settle() {
    guard let found = pending else { return }
    pending = nil
    add(found)
  }

  private mutating func add(_ found: Found) {
    var value = found.value
    var emphases = 0
    if found.flags.contains(.uppercase), !isShouted, found.kind == .word {
      value *= Self.capitals
      emphases += 1
    }
    if found.flags.contains(.elongated) {
      value *= Self.elongation
      emphases += 1
    }
    if found.kind == .emoji { emoji.add(value) }
    whole.add(value)
    sentence.add(value)
    sinceContrast.add(value)
    if value > 0 {
      positiveCount += 1
      emphasesPositive += emphases
      strongestPositive = max(strongestPositive, value)
    } else {
      negativeCount += 1
      emphasesNegative += emphases
      strongestNegative = max(strongestNegative, -value)
    }
  }

  private mutating func readMarks(_ folded: Span<UInt8>, _ token: Token) {
    settle()
    var count = 0
    for i in token.foldedRange {
      if folded[i] == UInt8(ascii: "!") {
        exclamations += 1
        count += 1
      } else if folded[i] == UInt8(ascii: "?") {
        questionMarks += 1
        count += 1
      }
    }
    if count >= 2 { insistences += 1 }
    factorReach = 0
  }

  private mutating func endSentence() {
    settle()
    closeSentence()
    factor = 1
    factorReach = 0
  }

  private mutating func closeSentence() {
    if sentenceLength > 0 {
      if sentences == 0 { firstSentence = sentence }
      lastSentence = sentence
      sentences += 1
      let balance = sentence.positive - sentence.negative
      if balance > Self.side { positiveSentences += 1 }
      if balance < -Self.side { negativeSentences += 1 }
    }
    sentence = Sums()
    sentenceLength = 0
  }

  private mutating func countWords(_ tokens: Span<Token>) {
    var uppercase = 0
    for i in tokens.indices where tokens[i].isOwn {
      switch tokens[i].kind {
      case .word:
        words += 1
        if tokens[i].flags.contains(.uppercase) { uppercase += 1 }
      case .hashtag, .ideograph: words += 1
      default: break
      }
    }
    isShouted = 2 * uppercase > words
  }

  /// Whether a token makes a sentence longer.
  @inline(__always)
  private static func counts(_ kind: Token.Kind) -> Bool {
    kind == .word || kind == .hashtag || kind == .ideograph || kind == .emoji
  }

  /// The first token from `i` on that is the writer's own.
  @inline(__always)
  private static func visible(from i: Int, _ tokens: Span<Token>) -> Int {
    var i = i
    while i < tokens.count, !tokens[i].isOwn { i += 1 }
    return i
  }
}
