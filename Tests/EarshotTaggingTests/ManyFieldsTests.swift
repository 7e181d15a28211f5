import EarshotNumerics
import Testing

@testable import EarshotTagging

/// A file of several fields in several vocabularies, damaged.
@Suite("Model file: several fields")
struct ManyFieldsTests {
  private static let parts = HandMade.parts(
    [
      HandMade.topicOrNone, HandMade.bucket.with { $0.space = 1 }, HandMade.frustration,
      HandMade.flags.with { $0.space = 1 },
    ], tone: HandMade.tone, language: "en", toneScales: [1: 0.5])
  private static let model = parts.file()

  @Test("it opens, and each field reads its own vocabulary")
  func opens() throws {
    let tagger = try Tagger(bytes: Self.model)
    #expect(tagger.fields.map(\.space) == [0, 1, 0, 1])
    let tags = tagger.tags("money")
    #expect(tags.fields.map { $0.choices.map(\.label) } == [[0], [2], [0], [2, 0]])
    #expect(abs(tags.fields[1].choices[0].confidence - 0.6) < 1e-6)
  }

  @Test("a field alone says what it says among others, to the bit")
  func independent() throws {
    let all = try Tagger(bytes: Self.model)
    let alone = try HandMade.tagger([HandMade.bucket])
    for text in ["money", "parcel", "money parcel", "nothing known"] {
      #expect(all.tags(text).fields[1].choices == alone.tags(text).fields[0].choices)
    }
  }

  @Test("a file of format 2, where each field has weights of its own, says the same")
  func formatTwo() throws {
    let file = try ModelFile(ModelBytes(Self.model), path: "m")
    var builder = ModelFile.Builder(format: 2)
    func copy(_ kind: ModelFile.Kind, _ number: Int = 0) throws {
      let bytes = try file.section(kind, field: number, of: UInt8.self).array()
      builder.add(kind, field: number, bytes: bytes)
    }
    try copy(.card)
    for space in 0...1 {
      for kind in [ModelFile.Kind.vocabularyKeys, .vocabularyNumbers, .termWeights] {
        try copy(kind, space)
      }
    }
    for (number, field) in Self.parts.fields.enumerated() {
      builder.add(.classifierTermWeights, field: number, bytes: field.termWeights)
      builder.add(.classifierDenseWeights, field: number, bytes: field.denseWeights)
      builder.add(.classifierBias, field: number, bytes: field.bias)
    }
    try copy(.tone)
    let old = try Tagger(bytes: builder.file())
    let new = try Tagger(bytes: Self.model)
    for text in ["money", "parcel, useless money!!!", "nothing known"] {
      let (a, b) = (old.tags(text, evidence: true), new.tags(text, evidence: true))
      #expect(a.fields.map(\.choices) == b.fields.map(\.choices))
      #expect(a.fields.map(\.evidenceOfChoices) == b.fields.map(\.evidenceOfChoices))
      #expect(a.domainScore == b.domainScore)
    }
  }

  @Test("a byte flipped anywhere is refused")
  func flipped() {
    for place in stride(from: 0, to: Self.model.count, by: 31) {
      var patched = PatchedModel(Self.model)
      patched.bytes[place] ^= 0x40
      #expect(refusal(patched.bytes) != nil, "byte \(place)")
    }
  }

  @Test("cut anywhere it is refused")
  func cut() {
    for length in stride(from: 0, to: Self.model.count, by: 101) {
      #expect(refusal(Array(Self.model[..<length])) != nil, "cut at \(length)")
    }
  }

  @Test("any byte changed and sealed again is refused or tags, never a trap", arguments: 1...8)
  func fuzz(seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed))
    let model = PatchedModel(Self.model)
    let card = model.range(1)
    for _ in 0..<100 {
      var patched = model
      let place =
        seed % 2 == 0
        ? card.lowerBound + generator.index(below: card.count)
        : 12 + generator.index(below: model.bytes.count - 20)
      patched.bytes[place] = UInt8(truncatingIfNeeded: generator.next())
      _ = refusal(patched.sealed())
    }
  }

  @Test(
    "a section of the second vocabulary or of a later field that is missing",
    arguments: [
      (2, 1, "vocabularyKeys"), (3, 1, "vocabularyNumbers"), (4, 1, "termWeights"),
      (5, 1, "classifierTermWeights"), (6, 1, "classifierDenseWeights"), (7, 1, "classifierBias"),
    ])
  func missing(kind: Int, field: Int, name: String) {
    var patched = PatchedModel(Self.model)
    patched.set(UInt32(99), at: patched.entry(UInt32(kind), field: UInt32(field)) + 4)
    #expect(refusal(patched.sealed())?.message == Sentence.inconsistent("section \(name)"))
  }

  @Test(
    "a card whose fields and vocabularies do not fit",
    arguments: [
      (#""space":1"#, #""space":2"#, "card"),
      (#""space":1"#, #""space":-1"#, "card"),
      (#""further_features":["#, #""old":["#, "card"),
      // Without the class of none the rows of weights are as long, so only the meaning changes; with it
      // labels that stand together can't be.
      (#""is_multi_label":false"#, #""is_multi_label":true"#, "card"),
      (#""tone_scale":0.5"#, #""tone_scale":null"#, "section classifierDenseWeights"),
    ])
  func badCard(find: String, replacement: String, part: String) {
    var patched = PatchedModel(Self.model)
    patched.editCard(find, replacement)
    #expect(refusal(patched.sealed())?.message == Sentence.inconsistent(part), "\(replacement)")
  }

  @Test("a class of none that the weights have no room for")
  func nullWithoutRoom() {
    let four = HandMade.Field(
      name: "x", labels: ["a", "b", "c", "d"], words: ["money": [0.1, 0.2, 0.3, 0.4]])
    var patched = PatchedModel(HandMade.parts([four]).file())
    patched.editCard(#""strength":1"#, #""null_share":0.1,"strength":1"#)
    #expect(
      refusal(patched.sealed())?.message == Sentence.inconsistent("section classifierTermWeights"))
  }
}
