import Testing

@testable import EarshotText

/// What holds for any patterns and any text.
@Suite struct MarkerPropertyTests {
  private static let patternBits = [
    "0.5 ", "1 ", "~", "a", "b", "bad", "ca*", " ", " ", " ", "(", ")", "|", "?", "[", "]", "<",
    ">", "<w>",
    "<number>", "<!>", "_", "..3", "..20", "^", "$", "*", "#", "\u{301}", "é", "水", ",", "..", "'",
    "\u{0}",
    "<CAPS>", "\n", "\t",
  ]
  private static let textBits = [
    "a", "b", "bad", "BAD", "call", " ", " ", " ", ". ", "! ", "?? ", ", ", "\"", "'", "“", "”",
    "said ", "not ",
    "never", "if ", "\n", "\n\n", "> ", "3", "@x", "#y", "é", "水", "<b>", "&quot;", "sooooo", "-",
    "\u{0}", "\u{301}",
  ]

  private func random(_ bits: [String], _ count: Int, _ generator: inout TestGenerator) -> String {
    (0..<Int.random(in: 0...count, using: &generator)).map { _ in
      bits.randomElement(using: &generator)!
    }.joined()
  }

  private func check(_ text: String, _ patterns: MarkerPatterns, seed: UInt64) {
    let reader = Reader(text)
    var scratch = MarkerPatterns.Scratch()
    var found: [FrustrationMarker] = []
    patterns.find(reader.buffer, text: reader.bytes.span, into: &found, using: &scratch)
    var last: [MarkerKind: Int] = [:]
    var start = 0
    for marker in found {
      #expect(marker.start < marker.end && marker.end <= reader.bytes.count, "seed \(seed)")
      #expect(marker.start >= start, "seed \(seed)")
      #expect(marker.start >= last[marker.kind] ?? 0, "seed \(seed)")
      #expect((0.05...1).contains(marker.strength), "seed \(seed)")
      last[marker.kind] = marker.end
      start = marker.start
    }
    var again: [FrustrationMarker] = []
    patterns.find(reader.buffer, text: reader.bytes.span, into: &again, using: &scratch)
    #expect(again == found, "seed \(seed): a used scratch finds something else")
  }

  @Test("garbage is an error or patterns that work", arguments: 0..<20)
  func garbage(block: UInt64) {
    for seed in block * 10..<block * 10 + 10 {
      var generator = TestGenerator(state: seed)
      var all = MarkerSource(words: [.init(name: "w", words: "a ca* <number>", line: 1)])
      var kind = MarkerSource.Kind(name: "loss", line: 2)
      // Lines that can be read are kept, so that most sources compile.
      for number in 0..<40 {
        let line = MarkerSource.Line(
          number: number, text: "0.5 " + random(Self.patternBits, 8, &generator))
        kind.patterns = [line]
        var one = all
        one.kinds = [kind]
        if error(one) == nil { all.kinds.append(kind) }
        let opener = MarkerSource.Line(
          number: number, text: random(Self.patternBits, 4, &generator))
        one = MarkerSource(words: all.words, hypothetical: [opener])
        if number % 10 == 0, error(one) == nil { all.hypothetical.append(opener) }
      }
      guard let patterns = try? MarkerPatterns(all) else {
        Issue.record("seed \(seed): \(String(describing: error(all)))")
        return
      }
      for _ in 0..<5 { check(random(Self.textBits, 60, &generator), patterns, seed: seed) }
    }
  }

  // Against the simplest reading of the language: all ways through a pattern, one after the other.
  @Test("matches are those of a plain search over all ways", arguments: 0..<20)
  func reference(block: UInt64) throws {
    let elements = ["a", "b", "a?", "_", "..2", "(a|b c)", "(b|(a|c a) b)?", "c", "<w>"]
    for seed in block * 20..<block * 20 + 20 {
      var generator = TestGenerator(state: seed)
      let line = (0...Int.random(in: 1...5, using: &generator)).map { _ in
        elements.randomElement(using: &generator)!
      }.joined(separator: " ")
      let source = source(words: [("w", "a c")], patterns: ["0.5 " + line])
      guard let patterns = try? MarkerPatterns(source) else { continue }
      var reader = PatternReader()
      try reader.read(source.words)
      let nodes = try reader.read(source.kinds[0].patterns[0], hasStrength: true).reported
      for _ in 0..<5 {
        let letters = (0..<12).map { _ in ["a", "b", "c"].randomElement(using: &generator)! }
        var covered = Array(repeating: false, count: 12)
        for start in 0..<12 {
          guard let end = ends(nodes, letters, start, reader.vocabulary).max(), end > start else {
            continue
          }
          for k in start..<end { covered[k] = true }
        }
        let text = letters.joined(separator: " ")
        var found = Array(repeating: false, count: 12)
        for marker in markers(text, patterns) {
          for k in marker.start / 2..<(marker.end + 1) / 2 { found[k] = true }
        }
        #expect(found == covered, "seed \(seed): \(line) in \(text)")
      }
    }
  }

  private func ends(
    _ nodes: [PatternNode], _ letters: [String], _ start: Int, _ vocabulary: MarkerVocabulary
  ) -> [Int] {
    guard let node = nodes.first else { return [start] }
    let rest = Array(nodes.dropFirst())
    var after: [Int] = []
    switch node {
    case .word(let set):
      guard start < letters.count else { return [] }
      let word = Array(letters[start].utf8)
      if set.words.contains(vocabulary.words.number(of: word.span, 0, word.count)) {
        after = [start + 1]
      }
    case .any: after = start < letters.count ? [start + 1] : []
    case .gap(let longest): after = Array(start...min(letters.count, start + longest))
    case .group(let alternatives):
      after = alternatives.flatMap { ends($0, letters, start, vocabulary) }
    case .optional(let inner): after = [start] + ends([inner], letters, start, vocabulary)
    case .sentenceStart, .sentenceEnd: after = []
    }
    return Set(after).flatMap { ends(rest, letters, $0, vocabulary) }
  }

  // Anything quadratic would take minutes here.
  @Test(
    "100 kB of one word are no trouble", .timeLimit(.minutes(1)),
    arguments: ["bad ", "if ", "BAD ", "said \"a\" "])
  func hostile(unit: String) throws { try repeated(unit, bytes: 100_000) }

  @Test(
    "nor is a repeated mark or half a word", .timeLimit(.minutes(1)),
    arguments: [
      "not ", "\" said ", "'a ", "!! ", "so", "thanks! ", "bad\n", "BAD thanks so much !! ",
    ])
  func repeatedSign(unit: String) throws { try repeated(unit, bytes: 20_000) }

  private func repeated(_ unit: String, bytes: Int) throws {
    let source = source(
      words: [("w", "bad so* if")], hypothetical: ["if ..5 if?"],
      patterns: ["0.5 (bad|bad bad)? ..9 (bad|if (a|bad)) ..9 [bad] ..9 bad?", "0.5 _ ..4 <w>"],
      except: ["bad ..20 never"])
    let patterns = try MarkerPatterns(source)
    let found = markers(String(repeating: unit, count: bytes / unit.utf8.count), patterns)
    #expect(found.count <= bytes)
  }
}
