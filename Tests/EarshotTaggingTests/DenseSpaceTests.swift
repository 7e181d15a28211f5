import EarshotLearning
import EarshotNumerics
import EarshotText
import Foundation
import TestSupport
import Testing

@testable import EarshotTagging

/// Fields that read the meaning and the tone of a text and none of its words.
@Suite("Spaces without terms")
struct DenseSpaceTests {
  private static func options(_ change: (inout Trainer.Options) throws -> Void = { _ in }) throws
    -> Trainer.Options
  {
    var options = try Training.domainOptions(field: "sentiment")
    options.features.wordLength = 0
    try change(&options)
    return options
  }

  /// The sentences by meaning alone, trained once for all tests.
  private static let model: [UInt8] = {
    do { return try Trainer(options()).fit(try Training.sentenceSet()).bytes } catch {
      fatalError("\(error)")
    }
  }()

  @Test("nothing is counted, and words that the table knows are told apart all the same")
  func learns() throws {
    let tagger = try Tagger(bytes: Self.model)
    #expect(tagger.card.features.terms == 0 && tagger.card.features.word_length == 0)
    func label(_ text: String) -> String {
      tagger.fields[0].labels[tagger.tags(text).fields[0].choices[0].label]
    }
    // Pieces of the small table, each in the sentences of one topic.
    #expect(label("parcel") != label("password"))
    #expect(tagger.line("parcel") == tagger.line("qwrtz parcel"))
  }

  @Test("trained twice, and by two threads, the bytes are the same")
  func repeatable() throws {
    let again = try Trainer(Self.options { $0.threads = 2 }).fit(try Training.sentenceSet()).bytes
    #expect(again == Self.model)
  }

  @Test("evidence is words that the table knows, in the order of the text")
  func evidence() throws {
    let text = "my qwrtz parcel, ваыв"
    let tag = try Tagger(bytes: Self.model).tags(text, evidence: true).fields[0]
    let evidence = tag.evidence
    #expect(!evidence.isEmpty && evidence.allSatisfy { $0.weight > 0 })
    // "my" and "parcel".
    #expect(evidence.allSatisfy { $0.range == 0..<2 || $0.range == 9..<15 })
  }

  @Test(
    "a text without a word that the table knows gets what most have", arguments: TaggerTests.texts)
  func anyText(text: String) throws {
    let tag = try Tagger(bytes: Self.model).tags(text, evidence: true).fields[0]
    #expect(tag.choices.count == 1 && tag.choices[0].confidence.isFinite)
  }

  @Test("records are similar by their words, though these are no features")
  func folds() throws {
    let set = try Training.manySentences()
    let dense = try Trainer(Self.options()).test(set) { _ in }
    let words = try Trainer(Self.options { $0.features.wordLength = 2 }).test(set) { _ in }
    #expect(dense.folds.ofRecord == words.folds.ofRecord)
    #expect(dense.featurizer.vocabulary.termCount == 0)
    #expect(words.featurizer.vocabulary.termCount > 0)
  }

  @Test("a topic without words still tells foreign texts, or says that it can't")
  func gauge() throws {
    let model = try Trainer(Self.options { $0.field = "topic" }).fit(try Training.manySentences())
    let tagger = try Tagger(bytes: model.bytes)
    for text in DomainTests.foreign { _ = tagger.tags(text, evidence: true) }
    #expect(tagger.tags("parcel").fields[0].reason != .emptyText)
  }

  @Test("with nothing to read at all every text is tagged alike")
  func nothing() throws {
    let model = try Trainer(Self.options { $0.embedding = nil }).fit(try Training.sentenceSet())
    let tagger = try Tagger(bytes: model.bytes)
    #expect(tagger.line("parcel") == tagger.line("password"))
    #expect(tagger.tags("parcel", evidence: true).fields[0].evidence.isEmpty)
  }

  @Test("the lengths of meaning and tone are those asked for, in the file too")
  func scales() throws {
    let model = try Trainer(
      Self.options {
        $0.tone = HandMade.tone
        $0.features.toneScale = 3
        $0.embeddingScales = [0.25]
      }
    ).fit(try Training.sentenceSet())
    let tagger = try Tagger(bytes: model.bytes)
    #expect(tagger.card.features.tone_scale == 3 && tagger.card.features.embedding?.scale == 0.25)
    let (featurizer, d) = (tagger.spaces[0], tagger.spaces[0].embedding!.dimension)
    #expect(featurizer.denseCount == d + Tone.featureCount)
    func dense(_ featurizer: Featurizer) -> [Float] {
      let text = Array("my parcel is great".utf8)
      var scratch = Featurizer.Scratch(featurizer)
      scratch.tokenize(text.span, with: Tokenizer())
      featurizer.makeRow(of: text.span, &scratch)
      return scratch.dense
    }
    // A meaning has length 1 before it is scaled; 4 ulp for each of its numbers.
    let squares = dense(featurizer).prefix(d).reduce(0) { $0 + $1 * $1 }
    #expect(abs(squares - 0.25 * 0.25) < 1e-6)
    var plain = featurizer.options
    plain.toneScale = 1
    let unscaled = Featurizer(
      options: plain, vocabulary: featurizer.vocabulary, idf: featurizer.idf,
      embedding: featurizer.embedding, tone: featurizer.tone)
    #expect(
      dense(featurizer).suffix(Tone.featureCount).elementsEqual(
        dense(unscaled).suffix(Tone.featureCount).map { $0 * 3 }))
  }

  @Test("a record without tone has its meaning, and zeros for the tone")
  func toneless() throws {
    var set = TrainingSet()
    for (i, word) in ["great", "useless", "great", "useless"].enumerated() {
      set.append(
        text: "the \(word) parcel".utf8, labels: [word], weight: 1, hasTone: i < 2)
    }
    let tested = try Trainer(Self.options { $0.tone = HandMade.tone }).test(set) { _ in }
    let n = tested.featurizer.denseCount
    let rows = (0..<4).map { Array(tested.rows.dense.values[$0 * n..<($0 + 1) * n]) }
    let d = n - Tone.featureCount
    #expect(rows[0].prefix(d) == rows[2].prefix(d) && rows[0].prefix(d).contains { $0 != 0 })
    #expect(rows[0].suffix(Tone.featureCount).contains { $0 != 0 })
    #expect(rows[2].suffix(Tone.featureCount).allSatisfy { $0 == 0 })
    #expect(rows[3].suffix(Tone.featureCount).allSatisfy { $0 == 0 })
  }

  @Test("beside fields that read words each says what it said alone")
  func besideWords() throws {
    let words = try Tagger(bytes: Training.embeddingModel)
    let both = try inNewFolder { folder in
      let path = folder + "/words.earshot"
      try Data(Training.embeddingModel).write(to: URL(fileURLWithPath: path))
      return try Tagger(
        bytes: try Trainer(Self.options { $0.base = try BaseModel(contentsOf: path) })
          .fit(try Training.sentenceSet()).bytes)
    }
    #expect(both.spaces.map { $0.vocabulary.termCount == 0 } == [false, true])
    let alone = try Tagger(bytes: Self.model)
    for text in try Training.sentences().map(\.text) + TaggerTests.texts {
      let tags = both.tags(text, evidence: true).fields
      let expected = [words, alone].map { $0.tags(text, evidence: true).fields[0] }
      #expect(tags.map(\.choices) == expected.map(\.choices), "\(text)")
    }
  }
}
