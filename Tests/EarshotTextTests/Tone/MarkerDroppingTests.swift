import Testing

@testable import EarshotText

/// What takes a match back, and what does not.
@Suite struct MarkerDroppingTests {
  private func bad(_ text: String, keeps: [String] = [], _ pattern: String = "0.5 bad") throws
    -> [String]
  {
    try found(
      text,
      source(
        hypothetical: ["if", "in case"], keeps: keeps, patterns: [pattern], except: ["bad weather"])
    )
  }

  // MARK: - Negation

  @Test(
    "a match in the scope of a negator before it is dropped",
    arguments: ["it is not bad", "I never had a bad day", "no bad words"])
  func negated(text: String) throws { #expect(try bad(text) == []) }

  @Test(
    "a match outside of the scope stays",
    arguments: ["not now, bad", "not good but bad", "no. bad"])
  func outOfScope(text: String) throws { #expect(try bad(text) == ["bad"]) }

  @Test("a negator inside the match does not drop it, also before the reported part")
  func inside() throws {
    #expect(try found("not good", in: "this is not good") == ["not good"])
    #expect(try found("not [good]", in: "this is not good") == ["good"])
  }

  @Test("a match that begins with a negator is not taken back by another")
  func doubleNegation() throws {
    #expect(
      try found("never answer", in: "why can't they, or don't they never answer") == [
        "never answer"
      ])
  }

  @Test(
    "what nobody can believe or explain is so all the same",
    arguments: [
      "I can't believe this bad day", "don't know why bad things happen",
      "can't understand how bad",
      "no i had bad luck",
    ])
  func factive(text: String) throws { #expect(try bad(text) == ["bad"]) }

  @Test("~ and keeps: negated match all the same")
  func keptNegated() throws {
    #expect(try bad("not bad", "0.5 ~ bad") == ["bad"])
    #expect(try bad("not bad", "~0.5 bad") == ["bad"])
    #expect(try bad("not bad", keeps: ["negated"]) == ["bad"])
  }

  // MARK: - Hypotheses

  @Test(
    "a match behind an opener is dropped up to the end of the clause",
    arguments: [
      ("if it gets bad", []), ("in case of bad luck", []), ("if so, bad", ["bad"]),
      ("if so (bad)", ["bad"]), ("if so - bad", ["bad"]), ("if so — bad", ["bad"]),
      ("what if. bad", ["bad"]), ("if a b c d e f g bad", []), ("if a b c d e f g h bad", ["bad"]),
      ("bad if so", ["bad"]),
    ])
  func hypothetical(text: String, expected: [String]) throws { #expect(try bad(text) == expected) }

  @Test("a hyphen ends no clause")
  func hyphen() throws { #expect(try bad("if on-line bad") == []) }

  @Test("a match that holds the opener stays")
  func openerInside() throws { #expect(try bad("if bad", "0.5 if bad") == ["if bad"]) }

  @Test("keeps: hypothetical")
  func keptHypothetical() throws {
    #expect(try bad("if bad", keeps: ["hypothetical"]) == ["bad"])
  }

  // MARK: - Exceptions

  @Test("a match that overlaps an exception is dropped, others stay")
  func except() throws { #expect(try bad("bad weather, bad service") == ["bad"]) }

  @Test("an exception that begins after the match drops it, too")
  func laterException() throws {
    let source = source(patterns: ["0.5 so bad"], except: ["bad luck"])
    #expect(try found("so bad luck. so bad", source) == ["so bad"])
  }

  @Test("an exception drops only its own kind")
  func otherKind() throws {
    var both = source(patterns: ["0.5 bad"], except: ["bad luck"])
    both.kinds.append(
      .init(name: "blame", line: 50, patterns: [.init(number: 51, text: "0.5 bad")]))
    #expect(markers("bad luck", try MarkerPatterns(both)).map(\.kind) == [.blame])
  }

  // MARK: - Other people's words

  @Test(
    "words that somebody else is said to have said are dropped",
    arguments: [
      "he told me \"this is bad\"", "he told me 'this is bad' and left", "She said: “bad”",
      "their answer: «bad»", "\"bad\", he said", "“Bad”, said the agent", "I was told \"bad\"",
      "the agent was like \"bad\"", "they replied &quot;bad&quot;", "he said ‘bad’",
      "told my poor wife, \"bad\"", "he said \"it isn't 'bad'\" twice", "sagte „bad“, he says",
    ])
  func quoted(text: String) throws { #expect(try bad(text) == []) }

  @Test(
    "quotation marks alone drop nothing, nor do the writer's own words",
    arguments: [
      "your \"bad\" service", "I said \"bad\"", "I have already told them 'bad' twice",
      "he told me about your \"bad\" service", "\"bad\", I said", "\"bad\" is what it is",
      "words like \"bad\"", "I was like \"bad\"",
    ])
  func scareQuotes(text: String) throws { #expect(try bad(text) == ["bad"]) }

  @Test(
    "a stray apostrophe or inch mark opens no quotation",
    arguments: [
      "they said the customers' bad luck 'counts", "he told 'em bad things at the customers' desk",
      "he said 15\" bad screen\"", "they said 'bad", "he said \"no, bad",
      "he told me '90s bad jokes'",
    ])
  func stray(text: String) throws { #expect(try bad(text, keeps: ["negated"]) == ["bad"]) }

  @Test("a quotation does not run over an empty line")
  func paragraph() throws { #expect(try bad("he said \"so\n\nbad\" he") == ["bad"]) }

  @Test("keeps: quoted")
  func keptQuoted() throws { #expect(try bad("he said \"bad\"", keeps: ["quoted"]) == ["bad"]) }

  @Test("attributes of markup hold no quotation")
  func markup() throws {
    #expect(try bad("<p>they said</p><p class=\"x\">bad</p><p class=\"y\">no</p>") == ["bad"])
  }

  @Test("quoted mail and signatures are passed over")
  func mail() throws {
    #expect(try bad("hello\n> bad\nok") == [])
    #expect(try bad("hello there\n-- \nBad Company") == [])
  }

  @Test("tokens that the caller flags as quoted are passed over")
  func flagged() throws {
    var reader = Reader("bad. bad")
    reader.buffer.tokens[0].flags.insert(.quoted)
    var scratch = MarkerPatterns.Scratch()
    var found: [FrustrationMarker] = []
    try MarkerPatterns(source(patterns: ["0.5 bad"])).find(
      reader.buffer, text: reader.bytes.span, into: &found, using: &scratch)
    #expect(found.map(\.start) == [5])
  }

  // MARK: - Joining

  @Test("overlapping matches of a kind become one, with the greatest strength")
  func union() throws {
    let patterns = try MarkerPatterns(
      source(patterns: ["0.4 very bad", "0.9 bad day", "0.2 day x"]))
    let found = markers("a very bad day x y", patterns)
    #expect(found == [FrustrationMarker(kind: .insult, start: 2, end: 16, strength: 0.9)])
  }

  @Test("a long reported part joins two that it meets")
  func bridge() throws {
    let patterns = try MarkerPatterns(
      source(patterns: ["0.4 a [b]", "0.4 c", "0.8 a ..9 [b ..5 c] d", "0.1 [b] b"]))
    #expect(markers("a b c d", patterns).map(\.byteRange) == [2..<5])
  }

  @Test("neighbours and other kinds stay apart, in the order of the text")
  func order() throws {
    var both = source(patterns: ["0.5 bad"])
    both.kinds.append(
      .init(name: "blame", line: 50, patterns: [.init(number: 51, text: "0.5 bad day")]))
    let found = markers("bad day bad bad", try MarkerPatterns(both))
    #expect(found.map(\.start) == [0, 0, 8, 12])
    #expect(found.map(\.kind) == [.insult, .blame, .insult, .insult])
  }
}
