/// Finds signs of frustration by the patterns of a source, and shouting and `!!!` by rule.
///
/// Compiled once (a few milliseconds for 800 patterns) and shared by all threads; what a text
/// needs is in a `Scratch`. A class, because each search holds it: a struct's dozen references would be
/// counted each time.
public final class MarkerPatterns: Sendable {
  let program: PatternProgram
  let vocabulary: MarkerVocabulary
  /// By the kind's raw value.
  let keeps: [MarkerKeeps]
  let words = MarkerWords()

  /// Tokens of one sentence at most; a longer one is cut, so that work and memory stay linear.
  static let longestSentence = 1024

  /// The most patterns of a source. For each word that patterns begin with there are bits, one a pattern,
  /// so memory grows with the square of their number: 20,000 patterns of other words took 457 MB, which
  /// makes 29 MB of these.
  public static let mostPatterns = 5_000

  /// Compiles a source.
  ///
  /// - Throws: the first thing that is wrong with it, with its line.
  public init(_ source: MarkerSource) throws(PatternError) {
    (program, vocabulary, keeps) = try PatternCompiler.compile(source)
  }

  /// Working memory of `find`, one a thread.
  public struct Scratch: Sendable {
    var classes: [UInt32] = []
    var traits: [TokenTraits] = []
    /// One entry a token: what drops a match that begins there.
    var context = MarkerContext()
    /// A bit a pattern: it has its key in the sentence.
    var open: [UInt64] = []
    var openWords: [Int] = []
    var matches: [PatternMatch] = []
    /// Where the last marker of each kind stands in the result, or −1.
    var lastOfKind: [Int] = []

    public init() {}
  }

  /// Finds the markers of a text.
  ///
  /// Words that the buffer flags as quoted or as a signature are passed over; whoever knows more
  /// of a text (the turns of an agent in a chat) flags those words as quoted before.
  ///
  /// - Parameters:
  ///   - buffer: the text's tokens.
  ///   - text: what they were made of.
  ///   - markers: cleared first; in the order of their beginnings. Those of one kind do not
  ///     overlap.
  /// - Complexity: O(bytes + tokens · patterns), at worst 61 positions for each step of a pattern;
  ///   a token that begins no pattern costs one look-up. No allocation once the scratch is warm.
  public func find(
    _ buffer: TokenBuffer, text: Span<UInt8>, into markers: inout [FrustrationMarker],
    using scratch: inout Scratch
  ) {
    markers.removeAll(keepingCapacity: true)
    let tokens = buffer.tokens.span
    let folded = buffer.folded.span
    let seen = prepare(tokens, folded, &scratch)
    var search = MarkerSearch(patterns: self, tokenCount: tokens.count)
    swap(&search.scratch, &scratch)
    swap(&search.markers, &markers)
    search.findAll(tokens, folded, text)
    if !seen.isDisjoint(with: [.capitals, .exclamation, .question]) {
      search.findInsistence(tokens, folded, text)
    }
    search.sort()
    swap(&search.scratch, &scratch)
    swap(&search.markers, &markers)
  }

  /// Looks all tokens up; returns all their traits.
  private func prepare(
    _ tokens: Span<Token>, _ folded: Span<UInt8>, _ scratch: inout Scratch
  ) -> TokenTraits {
    scratch.classes.removeAll(keepingCapacity: true)
    scratch.traits.removeAll(keepingCapacity: true)
    scratch.context.begin()
    if scratch.open.count != program.first.stride {
      scratch.open = Array(repeating: 0, count: program.first.stride)
    }
    scratch.lastOfKind.removeAll(keepingCapacity: true)
    for _ in MarkerKind.allCases { scratch.lastOfKind.append(-1) }
    var seen: TokenTraits = []
    for i in tokens.indices {
      let token = tokens[i]
      let traits = TokenTraits(token, folded: folded)
      scratch.classes.append(UInt32(tokenClass(token, folded)))
      scratch.traits.append(traits)
      seen.formUnion(traits)
    }
    return seen
  }

  /// The class of a token; a stretched word that no pattern names is read as the plain one.
  @inline(__always)
  private func tokenClass(_ token: Token, _ folded: Span<UInt8>) -> Int {
    let start = Int(token.foldedStart)
    let end = Int(token.foldedEnd)
    let found = vocabulary.tokenClass(of: folded, start, end)
    guard token.flags.contains(.elongated), token.kind == .word else { return found }
    return stretchedClass(folded, start, end, found)
  }

  /// `sooo` and `pleeease` as the first of their plainer spellings that a pattern names.
  @inline(never)
  private func stretchedClass(_ folded: Span<UInt8>, _ start: Int, _ end: Int, _ found: Int) -> Int
  {
    if found != 0, found <= vocabulary.words.count { return found }
    for number in 0..<StretchedWord.spellings {
      guard let (letters, count) = StretchedWord.spelling(number, of: folded, start, end) else {
        continue
      }
      let word = vocabulary.tokenClass(of: letters.span, 0, count)
      if word != 0 { return word }
    }
    return found
  }
}
