/// A match of one pattern.
struct PatternMatch {
  var pattern: UInt32
  /// Tokens of the whole match.
  var start: UInt32
  var end: UInt32
  /// Tokens of the part that is reported.
  var reportedStart: UInt32
  var reportedEnd: UInt32
}

/// The search through one text.
struct MarkerSearch {
  let patterns: MarkerPatterns
  let tokenCount: Int
  var scratch = MarkerPatterns.Scratch()
  var markers: [FrustrationMarker] = []

  init(patterns: MarkerPatterns, tokenCount: Int) {
    self.patterns = patterns
    self.tokenCount = tokenCount
  }

  /// Sentence by sentence.
  mutating func findAll(_ tokens: Span<Token>, _ folded: Span<UInt8>, _ text: Span<UInt8>) {
    guard !patterns.program.patterns.isEmpty else { return }
    var start = 0
    while start < tokens.count {
      guard tokens[start].isOwn else {
        start += 1
        continue
      }
      var end = start + 1
      while end < tokens.count, end - start < MarkerPatterns.longestSentence,
        tokens[end].isOwn, !tokens[end].flags.contains(.sentenceStart)
      { end += 1 }
      scratch.matches.removeAll(keepingCapacity: true)
      // A span of one array of the scratch and a change of another would overlap.
      var open: [UInt64] = []
      var openWords: [Int] = []
      var matches: [PatternMatch] = []
      swap(&open, &scratch.open)
      swap(&openWords, &scratch.openWords)
      swap(&matches, &scratch.matches)
      Self.match(
        patterns.program, tokens, start..<end, scratch.classes.span, scratch.traits.span, &open,
        &openWords, &matches)
      swap(&open, &scratch.open)
      swap(&openWords, &scratch.openWords)
      swap(&matches, &scratch.matches)
      if !scratch.matches.isEmpty { take(tokens, folded, text, start..<end) }
      start = end
    }
  }

  // MARK: - Matching

  /// Runs the patterns that the sentence may have at each token that they may begin with.
  ///
  /// - Parameter open: a bit a pattern, all 0 before and after.
  private static func match(
    _ program: PatternProgram, _ tokens: Span<Token>, _ sentence: Range<Int>,
    _ classes: Span<UInt32>, _ traits: Span<TokenTraits>, _ open: inout [UInt64],
    _ openWords: inout [Int], _ found: inout [PatternMatch]
  ) {
    openWords.removeAll(keepingCapacity: true)
    program.keys.find(sentence, classes, traits, &open, &openWords)
    if openWords.isEmpty { return }
    defer { for word in openWords { open[word] = 0 } }
    let content = content(tokens, sentence)
    for start in sentence {
      if program.first.isEmpty(classes[start], traits[start]) { continue }
      let next = start + 1
      let window = window(start, sentence, content)
      for word in openWords {
        var candidates = open[word]
        candidates &= program.first.patterns(word, classes[start], traits[start])
        if candidates == 0 { continue }
        candidates &=
          next < sentence.upperBound
          ? program.second.patterns(word, classes[next], traits[next])
          : program.second.patternsWithoutToken(word)
        while candidates != 0 {
          let number = word &* 64 &+ candidates.trailingZeroBitCount
          candidates &= candidates &- 1
          match(program, number, window, classes, traits, &found)
        }
      }
    }
  }

  /// The longest match of a pattern that begins with the window.
  @inline(__always)
  private static func match(
    _ program: PatternProgram, _ number: Int, _ window: PatternWindow,
    _ classes: Span<UInt32>, _ traits: Span<TokenTraits>, _ found: inout [PatternMatch]
  ) {
    let pattern = program.patterns[number]
    let begins = program.run(
      pattern.start, pattern.reported, positions: 1, window, classes, traits)
    if begins == 0 { return }
    let stops = program.run(
      pattern.reported, pattern.after, positions: begins, window, classes, traits)
    if stops == 0 { return }
    let ends = program.run(pattern.after, pattern.end, positions: stops, window, classes, traits)
    if ends == 0 { return }
    let length = 63 - ends.leadingZeroBitCount
    var reported = 0..<length
    if !pattern.isWholeReported {
      reported = Self.reported(
        program, pattern, begins, stops, length, window, classes, traits)
    }
    found.append(
      PatternMatch(
        pattern: UInt32(number), start: UInt32(window.start),
        end: UInt32(window.start + length),
        reportedStart: UInt32(window.start + reported.lowerBound),
        reportedEnd: UInt32(window.start + reported.upperBound)))
  }

  /// The longest reported part of a match of known length: the last end that leads to the
  /// match's, then the first beginning that leads to this end.
  private static func reported(
    _ program: PatternProgram, _ pattern: CompiledPattern, _ begins: UInt64, _ stops: UInt64,
    _ length: Int, _ window: PatternWindow, _ classes: Span<UInt32>,
    _ traits: Span<TokenTraits>
  ) -> Range<Int> {
    var left = stops
    while left != 0 {
      let stop = 63 - left.leadingZeroBitCount
      left &= ~(1 << UInt64(stop))
      let ends = program.run(
        pattern.after, pattern.end, positions: 1 << UInt64(stop), window, classes, traits)
      guard ends >> UInt64(length) & 1 != 0 else { continue }
      var leftBegins = begins
      while leftBegins != 0 {
        let begin = leftBegins.trailingZeroBitCount
        leftBegins &= leftBegins - 1
        let reached = program.run(
          pattern.reported, pattern.after, positions: 1 << UInt64(begin), window, classes, traits)
        if reached >> UInt64(stop) & 1 != 0 { return begin..<stop }
      }
    }
    return 0..<length
  }

  /// What `^` and `$` stand around: mentions before it, and marks, emoji, hashtags, mentions and
  /// links behind it do not count.
  private static func content(_ tokens: Span<Token>, _ sentence: Range<Int>) -> Range<Int> {
    var low = sentence.lowerBound
    var high = sentence.upperBound
    while low < high, tokens[low].kind == .mention { low += 1 }
    while high > low {
      switch tokens[high - 1].kind {
      case .punctuation, .emoji, .hashtag, .mention, .url: high -= 1
      default: return low..<high
      }
    }
    return low..<high
  }

  private static func window(
    _ start: Int, _ sentence: Range<Int>, _ content: Range<Int>
  ) -> PatternWindow {
    let count = min(63, sentence.upperBound - start)
    let beforeContent = content.lowerBound - start
    let toEnd = max(0, content.upperBound - start)
    return PatternWindow(
      start: start, within: (1 << UInt64(count)) - 1,
      starts: beforeContent < 0 ? 0 : (2 << UInt64(min(beforeContent, 62))) - 1,
      ends: toEnd > 63 ? 0 : ~0 << UInt64(toEnd))
  }

  // MARK: - Taking

  /// Turns the matches of a sentence into markers, without those that something drops.
  private mutating func take(
    _ tokens: Span<Token>, _ folded: Span<UInt8>, _ text: Span<UInt8>, _ sentence: Range<Int>
  ) {
    let program = patterns.program
    scratch.context.open(sentence)
    for match in scratch.matches {
      let pattern = program.patterns[Int(match.pattern)]
      switch pattern.role {
      case .marker: break
      case .exception: scratch.context.except(pattern.kind, match)
      case .opener: scratch.context.openHypothesis(match, tokens, text)
      }
    }
    for match in scratch.matches {
      let pattern = program.patterns[Int(match.pattern)]
      guard pattern.role == .marker else { continue }
      let keeps = patterns.keeps[Int(pattern.kind.rawValue)]
      if scratch.context.isExcepted(match, pattern.kind) { continue }
      if !keeps.contains(.hypothetical), scratch.context.isHypothetical(match) { continue }
      if !keeps.contains(.negated), !pattern.ignoresNegation,
        Negations.drop(match, tokens, folded, patterns.words)
      {
        continue
      }
      if !keeps.contains(.quoted) {
        scratch.context.findQuotations(tokens, folded, text, patterns.words)
        if scratch.context.isSomebodyElses(match) { continue }
      }
      add(
        pattern.kind, tokens[Int(match.reportedStart)].byteRange.lowerBound,
        tokens[Int(match.reportedEnd) - 1].byteRange.upperBound, pattern.strength)
    }
  }

  /// Adds a marker, or widens the last one of its kind if they overlap.
  mutating func add(_ kind: MarkerKind, _ start: Int, _ end: Int, _ strength: Float) {
    let last = scratch.lastOfKind[Int(kind.rawValue)]
    if last >= 0, markers[last].start < end, start < markers[last].end {
      markers[last].start = min(markers[last].start, start)
      markers[last].end = max(markers[last].end, end)
      markers[last].strength = max(markers[last].strength, strength)
      return
    }
    scratch.lastOfKind[Int(kind.rawValue)] = markers.count
    markers.append(FrustrationMarker(kind: kind, start: start, end: end, strength: strength))
  }

  /// Puts the markers in order and joins what still overlaps: a widened marker may have met an
  /// earlier one.
  mutating func sort() {
    guard markers.count > 1 else { return }
    markers.sort { ($0.start, $0.end, $0.kind.rawValue) < ($1.start, $1.end, $1.kind.rawValue) }
    for kind in scratch.lastOfKind.indices { scratch.lastOfKind[kind] = -1 }
    var all: [FrustrationMarker] = []
    swap(&all, &markers)
    for marker in all { add(marker.kind, marker.start, marker.end, marker.strength) }
  }
}
