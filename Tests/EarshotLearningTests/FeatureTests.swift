import EarshotNumerics
import EarshotText
import TestSupport
import Testing

@testable import EarshotLearning

extension FeatureOptions {
  /// Both blocks, every word: what the reference numbers were made with.
  static var all: FeatureOptions {
    var options = FeatureOptions()
    options.wordLength = 2
    options.characterLengths = 2...5
    options.minimumWordRecords = 1
    options.minimumCharacterRecords = 2
    return options
  }
}

/// The texts of Tests/Fixtures/sentences.tsv as rows.
struct SentenceRows {
  let featurizer: Featurizer
  private(set) var words: [[Float]] = []
  private(set) var pieces: [[Float]] = []

  init(_ options: FeatureOptions) throws {
    let texts = try Fixture.lines("sentences.tsv").map { Array($0.split(separator: "\t")[1].utf8) }
    (featurizer, words, pieces) = Self.rows(of: texts, options)
  }

  static func rows(
    of texts: [[UInt8]], _ options: FeatureOptions
  ) -> (featurizer: Featurizer, words: [[Float]], pieces: [[Float]]) {
    let tokenizer = Tokenizer()
    let hasher = FeatureHasher(options)
    var builder = VocabularyBuilder(options)
    var tokens = TokenBuffer()
    var terms = TermHashes()
    for text in texts {
      tokenizer.tokenize(text.span, into: &tokens)
      hasher.hash(tokens, into: &terms)
      builder.add(terms)
    }
    let (vocabulary, idf) = builder.frozen()
    let featurizer = Featurizer(options: options, vocabulary: vocabulary, idf: Storage(idf))
    var scratch = Featurizer.Scratch(featurizer)
    var words: [[Float]] = []
    var pieces: [[Float]] = []
    for text in texts {
      scratch.tokenize(text.span, with: tokenizer)
      featurizer.makeRow(of: text.span, &scratch)
      let isWord = scratch.columns.map { Int($0) < vocabulary.wordTermCount }
      words.append(zip(scratch.values, isWord).filter(\.1).map(\.0))
      pieces.append(zip(scratch.values, isWord).filter { !$0.1 }.map(\.0))
    }
    return (featurizer, words, pieces)
  }
}

@Suite("Features")
struct FeatureTests {
  struct Reference: Decodable {
    struct Block: Decodable {
      let terms: Int
      let values: [[Double]]
    }
    let words: Block
    let pieces: Block
  }

  private func expectEqual(_ found: [[Float]], _ expected: [[Double]]) {
    #expect(found.count == expected.count)
    for (i, (row, reference)) in zip(found, expected).enumerated() {
      let sorted = row.sorted()
      #expect(sorted.count == reference.count, "sentence \(i)")
      // Float sums of squares over some hundred terms, against doubles.
      #expect(
        zip(sorted, reference).allSatisfy { abs(Double($0) - $1) < 1e-5 }, "sentence \(i)")
    }
  }

  @Test("word rows hold the values of scikit-learn's TfidfVectorizer")
  func wordsMatchScikitLearn() throws {
    let rows = try SentenceRows(.all)
    let reference = try Fixture.reference("tfidf", as: Reference.self)
    #expect(rows.featurizer.vocabulary.wordTermCount == reference.words.terms)
    expectEqual(rows.words, reference.words.values)
  }

  @Test("rows of pieces hold the values of scikit-learn's char_wb")
  func piecesMatchScikitLearn() throws {
    let rows = try SentenceRows(.all)
    let reference = try Fixture.reference("tfidf", as: Reference.self)
    let vocabulary = rows.featurizer.vocabulary
    #expect(vocabulary.termCount - vocabulary.wordTermCount == reference.pieces.terms)
    expectEqual(rows.pieces, reference.pieces.values)
  }

  @Test("each block has the length of its scale")
  func blocksHaveTheirLength() throws {
    var options = FeatureOptions.all
    options.wordScale = 1
    options.characterScale = 0.5
    let rows = try SentenceRows(options)
    for (words, pieces) in zip(rows.words, rows.pieces) {
      #expect(abs(words.reduce(0) { $0 + $1 * $1 }.squareRoot() - 1) < 1e-5)
      #expect(abs(pieces.reduce(0) { $0 + $1 * $1 }.squareRoot() - 0.5) < 1e-5)
    }
  }

  @Test("a text of unknown words has an empty row")
  func unknownWords() throws {
    let featurizer = try SentenceRows(.all).featurizer
    var scratch = Featurizer.Scratch(featurizer)
    let text = Array("ჟღერს ваыв".utf8)
    scratch.tokenize(text.span, with: Tokenizer())
    featurizer.makeRow(of: text.span, &scratch)
    #expect(scratch.columns.isEmpty && scratch.values.isEmpty)
  }

  @Test("a scratch used before gives the row that a new one gives")
  func scratchIsClean() throws {
    let featurizer = try SentenceRows(.all).featurizer
    var used = Featurizer.Scratch(featurizer)
    for text in ["refund refund refund my card", "the parcel is late", "my card my card"] {
      var new = Featurizer.Scratch(featurizer)
      let bytes = Array(text.utf8)
      used.tokenize(bytes.span, with: Tokenizer())
      new.tokenize(bytes.span, with: Tokenizer())
      featurizer.makeRow(of: bytes.span, &used)
      featurizer.makeRow(of: bytes.span, &new)
      #expect(used.columns == new.columns)
      #expect(used.values == new.values)
    }
  }

  @Test("of too many terms those of most records stay, and numbers keep the order of first sight")
  func maximumTerms() {
    var options = FeatureOptions.all
    options.wordLength = 1
    options.characterLengths = nil
    options.maximumTerms = 2
    let texts = ["rare often", "often twice", "often twice"].map { Array($0.utf8) }
    let (featurizer, words, _) = SentenceRows.rows(of: texts, options)
    #expect(featurizer.vocabulary.termCount == 2)
    // "rare" is gone: the first row has "often" alone, the others both.
    #expect(words.map(\.count) == [1, 2, 2])
    // idf = ln(4 / 4) + 1 and ln(4 / 3) + 1.
    #expect(abs(featurizer.idf[0] - 1) < 1e-6)
    #expect(abs(featurizer.idf[1] - 1.287_682) < 1e-6)
  }

  @Test("pieces seen in one record only are left out, words are not")
  func floors() {
    let texts = ["abc", "xyz"].map { Array($0.utf8) }
    let (featurizer, words, pieces) = SentenceRows.rows(of: texts, .all)
    #expect(featurizer.vocabulary.wordTermCount == 2)
    #expect(featurizer.vocabulary.termCount == 2)
    #expect(words == [[1], [1]])
    #expect(pieces == [[], []])
  }

  // Worked out in Python from docs/model-format.md, by integers modulo 2⁶⁴.
  @Test("the hashes are those that docs/model-format.md gives")
  func documentedHashes() {
    var options = FeatureOptions.all
    options.characterLengths = 3...3
    var tokens = TokenBuffer()
    var terms = TermHashes()
    Tokenizer().tokenize(Array("my refund".utf8).span, into: &tokens)
    FeatureHasher(options).hash(tokens, into: &terms)
    // my, refund, my refund, then " my", "my ", " re" …
    #expect(terms.wordCount == 3)
    #expect(terms.hashes[1] == 0x7675_9d13_c835_4a59)
    #expect(terms.hashes[2] == 0xc55e_b4d8_fa16_4bdb)
    #expect(terms.hashes[5] == 0xf4fc_08d0_2073_1825)
    #expect(terms.owners == [0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1])
  }

  @Test("a vocabulary finds each of its terms and no other")
  func vocabulary() {
    var generator = SplitMix64(seed: 4)
    let terms = (0..<5000).map { _ in generator.next() | 1 }
    let vocabulary = Vocabulary(terms: terms, wordTermCount: 100)
    for (number, hash) in terms.enumerated() {
      #expect(vocabulary.number(of: hash) == UInt32(number))
    }
    for _ in 0..<5000 { #expect(vocabulary.number(of: generator.next() | 1) == nil) }
  }

  @Test("a table that a look-up can't be trusted with is refused")
  func badTables() {
    func table(_ keys: [UInt64], _ numbers: [UInt32], terms: Int, words: Int) -> Vocabulary? {
      Vocabulary(
        keys: Storage(keys), numbers: Storage(numbers), termCount: terms, wordTermCount: words)
    }
    #expect(table([0, 1], [0, 0], terms: 1, words: 1) != nil)
    #expect(table([], [], terms: 0, words: 0) == nil)
    #expect(table([0, 1, 0], [0, 0, 0], terms: 1, words: 1) == nil)
    #expect(table([0, 1], [0], terms: 1, words: 1) == nil)
    #expect(table([3, 1], [0, 1], terms: 2, words: 1) == nil)
    #expect(table([0, 1], [0, 0], terms: 1, words: 2) == nil)
    #expect(table([0, 1], [0, 0], terms: -1, words: 0) == nil)
  }
}
