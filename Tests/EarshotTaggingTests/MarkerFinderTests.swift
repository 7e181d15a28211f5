import EarshotText
import Foundation
import TestSupport
import Testing

@testable import EarshotTagging

/// Texts and scores are made by hand. A word that stands alone among the known ones of a sentence gives its
/// labels the probabilities below; of several, each counts by its share of the row's unit length.
@Suite("Markers that are learned")
struct MarkerFinderTests {
  /// "lawyer" is a legal threat, "broke" not quite; "iban" speaks against insults, which "useless" is by
  /// pattern, and against shouting, which capitals are by rule.
  private static let markers = HandMade.Field(
    name: "markers", labels: ["insult", "legal_threat", "shouting"],
    words: [
      "lawyer": [0.01, 0.95, 0.01], "broke": [0.01, 0.35, 0.01], "useless": [0.9, 0.01, 0.01],
      "iban": [0.01, 0.01, 0.01],
    ],
    otherwise: [0.3, 0.01, 0.6], isMultiLabel: true, space: 1)

  private static func parts(_ fields: [HandMade.Field]) -> ModelParts {
    HandMade.parts(fields, tone: HandMade.tone)
  }

  private static func tagger(tone: ToneSource? = nil) throws -> Tagger {
    try open(parts([HandMade.frustration, markers]), tone: tone)
  }

  private static func open(_ parts: ModelParts, tone: ToneSource? = nil) throws -> Tagger {
    try inNewFolder { folder in
      let path = folder + "/m.earshot"
      try Data(parts.file()).write(to: URL(fileURLWithPath: path))
      guard let tone else { return try Tagger(contentsOf: path) }
      return try Tagger(contentsOf: path, tone: tone)
    }
  }

  private func found(_ text: String, _ tagger: Tagger) -> [String] {
    tagger.tags(text).markers.map {
      $0.kind.name + ": " + String(decoding: Array(text.utf8)[$0.byteRange], as: UTF8.self)
    }
  }

  @Test("a sign that no pattern names is found, in the sentence and at the words that carry it")
  func learned() throws {
    let text = "My money is gone since May. So tomorrow my lawyer gets the letter. Good day to you."
    // Three words at least, and no other one speaks for it: the first run with "lawyer" in it.
    #expect(found(text, try Self.tagger()) == ["legal_threat: tomorrow my lawyer"])
  }

  @Test("taken apart and put together again, as train --base does, the file is the same")
  func roundTrip() throws {
    let model = Self.parts([HandMade.frustration, Self.markers]).file()
    try inNewFolder { folder in
      let path = folder + "/m.earshot"
      try Data(model).write(to: URL(fileURLWithPath: path))
      #expect(try ModelParts(contentsOf: path).file() == model)
      #expect(try BaseModel(contentsOf: path).featurizer(of: "markers") != nil)
    }
  }

  @Test("a short text that is read with the other fields is one part")
  func shortText() throws {
    // The level is that of "money" for all the words, which one row holds now.
    let level = HandMade.frustration.with { field in
      for word in ["lawyer", "iban", "useless"] { field.words[word] = field.words["money"] }
    }
    let shared = try Self.open(Self.parts([level, Self.markers.with { $0.space = 0 }]))
    let text = "The money is useless. My iban is there. So my lawyer writes to you."
    // Alone in its sentence "lawyer" is 0.95, a score of −4.6 + 7.5. As one of four words in a row of
    // length 1 it is −4.6 + 7.5 / 2, which is 0.3 and under 0.4. The match "useless" goes, too: for insults
    // the words say −0.85 + (3.04 − 3.75 − 3.75) / 2, which is 0.04 and under 0.1.
    #expect(shared.tags(text).fields[0].choices[0].label != 3, "the level is not none")
    #expect(found(text, shared).isEmpty)
    #expect(found(text, try Self.tagger()).count == 2)
  }

  @Test("its strength is 0.3 where it is just sure enough and 0.9 where it is certain")
  func strength() throws {
    let marker = try #require(
      try Self.tagger().tags("my money and my lawyer").markers.first { $0.kind == .legalThreat })
    // p is 0.95 and must be 0.4: 0.3 + 0.6 · 0.55 / 0.6 = 0.85.
    #expect(abs(marker.strength - 0.85) < 1e-5)
  }

  @Test("what is not sure enough is none")
  func unsure() throws {
    #expect(found("my money broke down", try Self.tagger()) == [])
  }

  @Test("a match of a pattern is kept where the field is sure of it, and left out where it is not")
  func patterns() throws {
    let tagger = try Self.tagger()
    #expect(found("you useless money", tagger) == ["insult: useless"])
    // All known words but one speak against it: −0.85 + (3.04 − 6.35 − 3.75 − 3.75) / 2.42 = −5.3, p < 0.01.
    #expect(
      found("money useless iban iban broke lawyer", tagger).contains("insult: useless") == false)
  }

  @Test("a kind is reported where it is surest, and not where it is less likely than not")
  func once() throws {
    let text =
      "You are useless with the iban and with all of my iban, and so is what you send to us by post "
      + "every month of the year. And the money, I say it: useless."
    #expect(found(text, try Self.tagger()) == ["insult: useless"])
    let marker = try #require(try Self.tagger().tags(text).markers.first)
    // −2.53 in the first sentence, 2.20 in the second.
    #expect(marker.start > 100)
  }

  @Test("capitals and marks are never found where no rule found them, however sure the field is")
  func byRule() throws {
    // Without a known word P(shouting) is 0.6.
    #expect(found("my money", try Self.tagger()) == [])
    #expect(found("WHERE IS my money", try Self.tagger()) == ["shouting: WHERE IS"])
    #expect(found("WHERE IS my money iban", try Self.tagger()) == [])
  }

  @Test("kinds that the field did not learn are the patterns' alone")
  func otherKinds() throws {
    #expect(found("my money??? iban", try Self.tagger()) == ["insistent_punctuation: ???"])
  }

  @Test("who is not worn gives no sign")
  func level() throws {
    #expect(found("parcel lawyer", try Self.tagger()) == [])
  }

  @Test("words of an agent are not read")
  func agent() throws {
    let chat = "Agent: my lawyer says hello\nCustomer: where is the money now please"
    #expect(found(chat, try Self.tagger()) == [])
    let other = "Agent: hello\nCustomer: the money or my lawyer calls"
    #expect(found(other, try Self.tagger()) == ["legal_threat: or my lawyer"])
  }

  // MARK: A user's own

  private static func own(
    _ kind: String, _ pattern: String? = nil, except: String? = nil
  ) -> ToneSource {
    ToneSource(
      markers: MarkerSource(kinds: [
        .init(
          name: kind, line: 1, patterns: pattern.map { [.init(number: 2, text: $0)] } ?? [],
          except: except.map { [.init(number: 3, text: $0)] } ?? [])
      ]))
  }

  @Test("what a user's patterns find stays, whatever the field says, beside what is learned")
  func ownPatterns() throws {
    let text = "money iban potato iban, lawyer"
    #expect(found(text, try Self.tagger()).contains { $0.hasPrefix("insult") } == false)
    let tagger = try Self.tagger(tone: Self.own("insult", "0.7 potato"))
    #expect(found(text, tagger).contains("insult: potato"))
    // The model's pattern of that kind is still left out.
    #expect(
      found("money iban iban useless lawyer", tagger).contains { $0.hasPrefix("insult") } == false)
  }

  @Test("capitals are the user's once the user has patterns of that kind")
  func ownByRule() throws {
    let tagger = try Self.tagger(tone: Self.own("shouting", "0.7 aaargh"))
    #expect(found("WHERE IS my money iban", tagger) == ["shouting: WHERE IS"])
  }

  @Test("where a user takes matches of a kind away, that kind needs a pattern")
  func ownExceptions() throws {
    let text = "my money and my lawyer"
    let tagger = try Self.tagger(tone: Self.own("legal_threat", except: "lawyer joke"))
    #expect(found(text, try Self.tagger()) == ["legal_threat: and my lawyer"])
    #expect(found(text, tagger) == [])
  }

  // MARK: The field in a file

  @Test("the field is none of the tags")
  func hidden() throws {
    let tagger = try Self.tagger()
    #expect(tagger.fields.map(\.name) == ["frustration"])
    #expect(tagger.card.fields.map(\.field) == ["frustration", "markers"])
    #expect(tagger.tags("my lawyer").fields.count == 1)
    #expect(tagger.json("my money and my lawyer").contains(#""kind":"legal_threat""#))
    #expect(tagger.json("my money").contains(#""markers":{"#) == false)
  }

  @Test(
    "a field of that name is a tag like others where its labels are not kinds of marker, or only one may be"
  )
  func namesake() throws {
    let red = Self.markers.with { $0.labels = ["insult", "legal_threat", "red"] }
    let one = HandMade.Field(
      name: "markers", labels: ["insult", "legal_threat"], words: ["money": [0.5, 0.5]], space: 1)
    for field in [red, one] {
      let tagger = try Self.open(Self.parts([HandMade.frustration, field]))
      #expect(tagger.fields.map(\.name) == ["frustration", "markers"])
    }
  }

  @Test("a field that is put into the model comes before it, and both say what they said")
  func stays() throws {
    var parts = Self.parts([HandMade.frustration, Self.markers])
    parts.put(fieldOf: HandMade.parts([HandMade.topic]))
    #expect(parts.fields.map(\.card.field) == ["frustration", "topic", "markers"])
    let (after, before) = (try Self.open(parts), try Self.tagger())
    #expect(after.fields.map(\.name) == ["frustration", "topic"])
    for text in ["my money and my lawyer", "you useless money", "WHERE IS my money iban"] {
      #expect(found(text, after) == found(text, before))
    }
    // The same again in its place.
    parts.put(fieldOf: HandMade.parts([HandMade.topic.with { $0.name = "markers" }]))
    #expect(try Self.open(parts).fields.map(\.name) == ["frustration", "topic", "markers"])
  }

  @Test("tagged twice, and after other texts, the bits are the same")
  func sameBits() throws {
    let tagger = try Self.tagger()
    var used = tagger.makeScratch()
    let texts = [
      "My money is gone. So my lawyer gets it now, today. Good day.", "you useless money", "",
      "my money and my lawyer", "WHERE IS my money iban", "My money is gone. So my lawyer gets it.",
    ]
    for text in texts + texts {
      let bytes = Array(text.utf8)
      let tags = tagger.tag(bytes.span, using: &used)
      let expected = tagger.tags(text)
      #expect(tags.markers == expected.markers)
      #expect(tags.fields.map(\.choices) == expected.fields.map(\.choices))
    }
  }
}
