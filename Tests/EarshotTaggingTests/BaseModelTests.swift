import CXXHash
import EarshotNumerics
import EarshotText
import Foundation
import TestSupport
import Testing

@testable import EarshotTagging

/// A field learned into a model, from records to file.
@Suite("A model as base of another")
struct BaseModelTests {
  /// Topics with meaning and tone, as care-en has them.
  private static let base: [UInt8] = {
    do {
      var options = try Training.domainOptions()
      options.tone = HandMade.tone
      options.name = "base"
      options.description = "the base"
      return try Trainer(options).fit(try Training.sentenceSet()).bytes
    } catch { fatalError("\(error)") }
  }()

  private static func open(_ bytes: [UInt8]) throws -> BaseModel {
    try inNewFolder { folder in
      let path = folder + "/base.earshot"
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      return try BaseModel(contentsOf: path)
    }
  }

  /// A team's own field, in words alone.
  private static func own(
    field: String, _ change: (inout Trainer.Options) throws -> Void = { _ in }
  ) throws -> Trainer.Result {
    var options = Training.quick
    options.field = field
    options.name = "mine"
    options.version = "4.0.0"
    options.seed = 9
    options.base = try open(base)
    try change(&options)
    let set = Training.set(
      (0..<40).map { (["kind \($0 % 2)"], "word\($0 % 2) and number\($0) i was") })
    return try Trainer(options).fit(set)
  }

  @Test("every field of the base says what it said, to the bit, beside the new one")
  func others() throws {
    let before = try Tagger(bytes: Self.base)
    let after = try Tagger(bytes: try Self.own(field: "reason").bytes)
    #expect(after.fields.map(\.name) == ["topic", "reason"])
    for text in try Training.sentences().map(\.text) + TaggerTests.texts {
      #expect(after.line(text) == before.line(text))
    }
    #expect(after.fields[1].labels == ["kind 0", "kind 1"])
    #expect(after.tags("word1 and").fields[1].choices.map(\.label) == [1])
  }

  @Test("a field of the base's name takes its place")
  func replaced() throws {
    let after = try Tagger(bytes: try Self.own(field: "topic").bytes)
    #expect(after.fields.map(\.name) == ["topic"])
    #expect(after.fields[0].labels == ["kind 0", "kind 1"])
    // What it was learned with alone is what it says inside the base.
    let alone = try Tagger(bytes: try Self.own(field: "topic") { $0.base = nil }.bytes)
    for text in ["word1 and", "word0 i was", "i was charged twice"] {
      #expect(after.line(text) == alone.line(text))
    }
  }

  @Test("embedding and tone are kept byte for byte, and a field may read them too")
  func keeps() throws {
    let base = try Self.open(Self.base)
    #expect(base.tone == HandMade.tone)
    let table = try #require(base.embedding)
    #expect(table.identity == (try SmallEmbedding.table()).identity)
    let result = try Self.own(field: "reason") {
      $0.embedding = table
      $0.embeddingScales = [2]
      $0.tone = base.tone
    }
    let parts = try Self.open(result.bytes).parts
    #expect(parts.embedding == base.parts.embedding && parts.embedding != nil)
    #expect(parts.tone == base.parts.tone && parts.tone != nil)
    #expect(parts.card.spaces.map { $0.embedding?.scale } == [1, 2])
    #expect(Set(parts.card.spaces.compactMap { $0.embedding?.name }).count == 1)
    // Two lengths of one meaning in one scratch: the first field still says what it said.
    let (before, after) = (try Tagger(bytes: Self.base), try Tagger(bytes: result.bytes))
    for text in try Training.sentences().map(\.text) {
      #expect(after.line(text) == before.line(text))
    }
  }

  @Test(
    "name, version, seed and language are the new model's, the description the base's till told")
  func card() throws {
    let card = try Tagger(bytes: try Self.own(field: "reason").bytes).card
    #expect(card.name == "mine" && card.version == "4.0.0" && card.seed == 9)
    #expect(card.description == "the base" && card.language == nil)
    let told = try Self.own(field: "reason") {
      $0.description = "mine too"
      $0.language = "en"
    }
    let toldCard = try Tagger(bytes: told.bytes).card
    #expect(toldCard.description == "mine too" && toldCard.language == "en")
  }

  @Test("a field can't be learned with another embedding than the base's: the sentence names both")
  func otherEmbedding() throws {
    var bytes = SmallEmbedding.bytes()
    // The last byte before the padding and the checksum: the table is the same but for one number.
    bytes[bytes.count - 9] ^= 1
    let hash = bytes.withUnsafeBytes { XXH3_64bits($0.baseAddress, bytes.count - 8) }
    bytes.replaceSubrange(
      bytes.count - 8..<bytes.count, with: withUnsafeBytes(of: hash.littleEndian) { Array($0) })
    let other = try EmbeddingTable(Storage(bytes), path: "other.table", checksHash: true)
    let failure = #expect(throws: TrainingError.self) {
      try Self.own(field: "reason") { $0.embedding = other }
    }
    let base = try SmallEmbedding.table().identity
    #expect(
      failure?.message
        == "The base has the embedding \(base), and a model has one; this is \(other.identity). Leave --embedding out, or say none."
    )
  }

  @Test("nor with other words of tone, even a few more")
  func otherTone() throws {
    var tone = HandMade.tone
    tone.lexicon.entries.append(.init("splendid", valence: 3))
    let failure = #expect(throws: TrainingError.self) {
      try Self.own(field: "reason") { $0.tone = tone }
    }
    #expect(
      failure?.message
        == "The base has words and patterns of tone of its own, and a model has one set. Say --tone base, or leave it out."
    )
  }

  @Test("a model without meaning and tone is a base without them")
  func plain() throws {
    let base = try Self.open(Training.model)
    #expect(base.tone == nil && base.embedding == nil)
  }
}
