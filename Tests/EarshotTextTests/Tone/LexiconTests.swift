import Testing

@testable import EarshotText

@Suite struct LexiconTests {
  static func lexicon(_ entries: LexiconSource.Entry...) throws -> Lexicon {
    try Lexicon(LexiconSource(entries: entries))
  }

  /// The valence of the longest phrase at the beginning of a text; nil where there is none.
  static func valence(_ text: String, _ lexicon: Lexicon) -> Float? {
    let reader = Reader(text)
    let (folded, token) = (reader.buffer.folded.span, reader.tokens[0])
    let (start, end) = (token.foldedRange.lowerBound, token.foldedRange.upperBound)
    let slot =
      token.flags.contains(.elongated)
      ? lexicon.head(elongated: folded, start, end) : lexicon.head(folded, start, end)
    guard slot >= 0 else { return nil }
    var number = lexicon.heads[slot].first
    while number != Lexicon.none {
      let meaning = lexicon.meanings[Int(number)]
      number = meaning.next
      var place = Int(meaning.tail)
      let rest = reader.tokens.dropFirst().prefix(Int(meaning.tokens) - 1)
      guard rest.count == meaning.tokens - 1 else { continue }
      let goesOn = rest.allSatisfy {
        lexicon.continues(
          &place, with: reader.buffer.folded.span, $0.foldedRange.lowerBound,
          $0.foldedRange.upperBound)
      }
      if goesOn { return meaning.valence }
    }
    return nil
  }

  @Test("a phrase of very many signs is an error, however few words it has")
  func longPhrase() {
    let phrase = "bad" + String(repeating: ",", count: 70_000)
    #expect(throws: LexiconError.wordTooLong(entry: 0)) {
      try Self.lexicon(.init(phrase, valence: -1))
    }
  }

  @Test("the longest phrase wins")
  func longest() throws {
    let lexicon = try Self.lexicon(
      .init("waste", valence: -2), .init("waste of", valence: -1),
      .init("waste of time", valence: -3))
    #expect(Self.valence("waste of time", lexicon) == -3)
    #expect(Self.valence("waste of money", lexicon) == -1)
    #expect(Self.valence("waste bin", lexicon) == -2)
    #expect(Self.valence("wasted", lexicon) == nil)
  }

  @Test("a phrase that only begins like the text is not met")
  func onlyPhrase() throws {
    let lexicon = try Self.lexicon(.init("no longer works", valence: -2))
    #expect(Self.valence("no longer", lexicon) == nil)
    #expect(Self.valence("no longer worked", lexicon) == nil)
  }

  @Test("phrases are folded like text")
  func folding() throws {
    let lexicon = try Self.lexicon(
      .init("Doesn’t WORK", valence: -2), .init("well-made", valence: 1.5), .init("☹️", valence: -1))
    #expect(Self.valence("doesn't work", lexicon) == -2)
    #expect(Self.valence("Well made", lexicon) == 1.5)
    #expect(Self.valence("☹", lexicon) == -1)
  }

  @Test("an elongated word is found without its repeated letters")
  func elongated() throws {
    let lexicon = try Self.lexicon(
      .init("bad", valence: -2), .init("good", valence: 2), .init(":)", valence: 1),
      .init("sooo", valence: 0.5))
    #expect(Self.valence("baaaad", lexicon) == -2)
    #expect(Self.valence("gooood", lexicon) == 2)
    #expect(Self.valence(":)))", lexicon) == 1)
    #expect(Self.valence("sooo", lexicon) == 0.5)
    #expect(Self.valence("b" + String(repeating: "abcdefgh", count: 9) + "aaa", lexicon) == nil)
  }

  @Test("every one of many phrases is found")
  func many() throws {
    let entries = (0..<4500).map {
      LexiconSource.Entry("w\($0)x", valence: Float($0 % 81) / 10 - 4)
    }
    let lexicon = try Lexicon(LexiconSource(entries: entries))
    #expect(lexicon.count == 4500)
    #expect(entries.allSatisfy { Self.valence($0.phrase, lexicon) == $0.valence })
  }

  @Test("entries of one phrase are merged, in any order")
  func merging() throws {
    let parts: [LexiconSource.Entry] = [
      .init("thank you", valence: 0.8), .init("Thank  you", roles: [.thanks]),
      .init("thank-you", factor: 1.2),
    ]
    for entries in [parts, parts.reversed()] {
      let lexicon = try Lexicon(LexiconSource(entries: entries))
      #expect(lexicon.count == 1)
      #expect(lexicon.meanings[0].valence == 0.8)
      #expect(lexicon.meanings[0].factor == 1.2)
      #expect(lexicon.meanings[0].roles == [.thanks])
    }
  }

  @Test("an empty lexicon finds nothing")
  func empty() throws {
    let lexicon = try Lexicon(LexiconSource())
    #expect(lexicon.count == 0)
    #expect(Self.valence("good", lexicon) == nil)
  }

  static let faults: [(LexiconSource.Entry, LexiconError)] = [
    (.init(",;"), .noToken(entry: 1, phrase: ",;")),
    (.init(""), .noToken(entry: 1, phrase: "")),
    (
      .init("a b c d e f g h i"),
      .tooManyTokens(entry: 1, phrase: "a b c d e f g h i", found: 9)
    ),
    (.init(String(repeating: "ab", count: 200)), .wordTooLong(entry: 1)),
    (.init("x", valence: 4.5), .valenceOutOfRange(entry: 1, phrase: "x", found: 4.5)),
    (.init("x", factor: 0), .factorOutOfRange(entry: 1, phrase: "x", found: 0)),
    (
      .init("good", valence: -1),
      .contradiction(entry: 1, phrase: "good", found: -1, before: 2)
    ),
  ]

  @Test("what is wrong with an entry is named", arguments: faults)
  func faulty(_ entry: LexiconSource.Entry, _ fault: LexiconError) {
    #expect(throws: fault) { try Self.lexicon(.init("good", valence: 2), entry) }
    #expect(fault.entry == 1)
  }

  @Test("a valence that is no number is refused")
  func notANumber() {
    #expect(throws: LexiconError.self) { try Self.lexicon(.init("x", valence: .nan)) }
  }

  @Test("messages say what to do")
  func messages() {
    #expect(
      LexiconError.contradiction(entry: 3, phrase: "steal", found: 2, before: -3).description
        == "\"steal\" is 2.0 here and -3.0 before. Keep one of them")
    #expect(
      LexiconError.valenceOutOfRange(entry: 0, phrase: "x", found: 5).description
        == "\"x\" has valence 5.0. Expected -4 to 4")
    #expect(
      LexiconError.noToken(entry: 0, phrase: "--").description
        == "\"--\" holds no word, number or emoji. Write one, or leave it out")
  }

  @Test(
    "a user's own phrase takes the place of the one that has the same words, and of its number only"
  )
  func replaced() throws {
    var all = ToneSource(
      lexicon: LexiconSource(entries: [
        .init("well made", valence: 2.5), .init("WELL  made", roles: .thanks),
        .init("well", valence: 1), .init("very", factor: 1.3),
        .init("pretty", valence: 2, factor: 1.2),
      ]))
    let own = LexiconSource(entries: [
      .init("Well-Made", valence: -2), .init("Very", factor: 1.1), .init("pretty", factor: 0.9),
    ])
    all.add(ToneSource(lexicon: own))
    #expect(
      all.lexicon.entries == [
        .init("WELL  made", roles: .thanks), .init("well", valence: 1), .init("pretty", valence: 2),
      ] + own.entries)
    _ = try Lexicon(all.lexicon)
  }
}
