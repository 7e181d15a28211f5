import EarshotNumerics
import EarshotText
import TestSupport
import Testing

@testable import EarshotLearning

@Suite("One scratch, several featurizers")
struct SharedScratchTests {
  private static let texts = [
    "I was charged twice, refund my card!!", "", "the parcel is late and it is useless",
    "the parcel the parcel the parcel", "my card, MY CARD", "ваыв",
  ]

  /// Words alone, words and pairs, pieces beside them, and one more of each with another tone.
  private static func featurizers() throws -> [Featurizer] {
    let tone = try Tone(
      ToneSource(lexicon: LexiconSource(entries: [.init("useless", valence: -3)])))
    let variants: [(words: Int, pieces: ClosedRange<Int>?, tone: Float?)] = [
      (1, nil, nil), (2, nil, 0.5), (2, 2...3, nil), (1, 3...5, 2), (0, 2...2, nil), (1, nil, 1),
    ]
    return variants.enumerated().map { number, variant in
      var options = FeatureOptions.all
      options.wordLength = variant.words
      options.characterLengths = variant.pieces
      options.minimumCharacterRecords = 1
      options.toneScale = variant.tone ?? 1
      // Vocabularies of different sizes, the larger ones not first.
      let texts = texts.prefix(2 + number).map { Array($0.utf8) }
      let bare = SentenceRows.rows(of: texts, options).featurizer
      return Featurizer(
        options: options, vocabulary: bare.vocabulary, idf: bare.idf,
        tone: variant.tone == nil ? nil : tone)
    }
  }

  private struct Row: Equatable {
    var columns: [UInt32]
    var values: [Float]
    var dense: [Float]

    init(_ scratch: borrowing Featurizer.Scratch) {
      (columns, values, dense) = (scratch.columns, scratch.values, scratch.dense)
    }
  }

  @Test("in any order each makes the row that it makes alone", arguments: 1...6)
  func sameRows(seed: Int) throws {
    let all = try Self.featurizers()
    var generator = SplitMix64(seed: UInt64(seed))
    var shared = Featurizer.Scratch(all)
    for text in Self.texts {
      let bytes = Array(text.utf8)
      shared.tokenize(bytes.span, with: Tokenizer())
      // Each of them twice a text.
      for f in generator.permutation(of: all.count) + generator.permutation(of: all.count) {
        all[f].makeRow(of: bytes.span, &shared)
        var own = Featurizer.Scratch(all[f])
        own.tokenize(bytes.span, with: Tokenizer())
        all[f].makeRow(of: bytes.span, &own)
        #expect(Row(shared) == Row(own), "featurizer \(f), \(text)")
      }
    }
  }

  @Test("the rows of different featurizers differ: the test above can fail")
  func rowsDiffer() throws {
    let all = try Self.featurizers()
    let bytes = Array(Self.texts[2].utf8)
    var rows: [Row] = []
    for featurizer in all {
      var scratch = Featurizer.Scratch(featurizer)
      scratch.tokenize(bytes.span, with: Tokenizer())
      featurizer.makeRow(of: bytes.span, &scratch)
      rows.append(Row(scratch))
    }
    for i in rows.indices { for j in 0..<i { #expect(rows[i] != rows[j], "\(i), \(j)") } }
  }

  @Test("tone is a dense part of its own length, each number times the scale")
  func toneScale() throws {
    let all = try Self.featurizers()
    let bytes = Array(Self.texts[2].utf8)
    func dense(_ f: Int) -> [Float] {
      var scratch = Featurizer.Scratch(all[f])
      scratch.tokenize(bytes.span, with: Tokenizer())
      all[f].makeRow(of: bytes.span, &scratch)
      return scratch.dense
    }
    // Scales 1, ½ and 2 are exact.
    let plain = dense(5)
    #expect(plain.count == Tone.featureCount && all[5].denseCount == Tone.featureCount)
    #expect(plain.contains { $0 != 0 })
    #expect(dense(1) == plain.map { $0 / 2 } && dense(3) == plain.map { $0 * 2 })
    #expect(dense(0).isEmpty && all[0].denseCount == 0)
  }
}
