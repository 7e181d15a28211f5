import Testing

@testable import EarshotTagging

/// Two texts tagged at a time, as `RecordTagger` does.
@Suite("Two texts at once")
struct TwoTextsTests {
  /// Texts with tags, and all reasons for which there are none.
  private static let texts =
    TaggerTests.texts + [
      "money useless!!!", "money parcel", "lunch", "", "Agent: money",
      "Guten Tag, meine Bestellung ist leider immer noch nicht angekommen", "parcel",
    ]

  /// Fields of two spaces with tone, one with a null class; English alone.
  private static let severalSpaces = HandMade.parts(
    [
      HandMade.topicOrNone, HandMade.sentiment.with { $0.space = 1 }, HandMade.frustration,
      HandMade.flags.with { $0.space = 1 },
    ], tone: HandMade.tone, language: "en", toneScales: [1: 0.5]
  ).file()

  @Test("each has the tags that it has alone, whatever the other is", arguments: [true, false])
  func sameAsAlone(hasMeaning: Bool) throws {
    let model =
      hasMeaning
      ? try Trainer(Training.domainOptions()).fit(try Training.sentenceSet()).bytes
      : Self.severalSpaces
    let tagger = try Tagger(bytes: model)
    let encoder = TagEncoder(tagger, evidence: true, segments: false)
    var scratch = tagger.makeScratch()
    var nextScratch = tagger.makeScratch()
    var (tags, nextTags) = (Tags(), Tags())
    func json(_ tags: Tags, _ text: String) -> String {
      var out: [UInt8] = []
      encoder.appendJSON(tags, text: Array(text.utf8).span, detail: .evidence, to: &out)
      return String(decoding: out, as: UTF8.self)
    }
    let alone = Self.texts.map { tagger.json($0, evidence: true) }
    for (text, expected) in zip(Self.texts, alone) {
      for (next, nextExpected) in zip(Self.texts, alone) {
        tagger.tag(
          Array(text.utf8).span, Array(next.utf8).span, into: &tags, &nextTags, using: &scratch,
          &nextScratch, evidence: true)
        #expect(json(tags, text) == expected)
        #expect(json(nextTags, next) == nextExpected)
      }
    }
  }
}
