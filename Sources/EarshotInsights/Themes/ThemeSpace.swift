import EarshotLearning
import EarshotNumerics
import EarshotText

/// Texts as directions: what `earshot themes` compares.
///
///     x = unit( unit(e − μ) , b · unit(t · V) )
///
/// e is the text's meaning by the static embedding and μ the mean of the sample's; t its words and pairs by
/// TF-IDF and V their strongest directions in the sample (`TruncatedSVD`), as int8 with one scale a term. A word that
/// the embedding does not know still has a direction, and the meaning holds short texts together that share no word.
///
/// b is 0.5 where texts are short and 1.5 where they are long: the sum of many words' meanings tells little,
/// their counts much (docs/themes.md has the study). A text of unknown words only, or of
/// signs and numbers only, is the zero row.
public struct ThemeSpace: Sendable {
  /// Columns of V.
  static let directionCount = 128
  static let mostTerms = 30_000

  let featurizer: Featurizer
  let mean: [Float]
  /// b.
  let wordsLength: Float
  /// V: `terms × directionCount`.
  let directions: PackedRows

  /// Numbers in a row.
  public var dimension: Int { mean.count + Self.directionCount }

  /// From its parts, as read from bytes.
  init(
    featurizer: Featurizer, mean: [Float], wordsLength: Float, directions: PackedRows
  ) {
    self.featurizer = featurizer
    (self.mean, self.wordsLength) = (mean, wordsLength)
    self.directions = directions
  }

  static var features: FeatureOptions {
    var features = FeatureOptions()
    features.wordLength = 2
    features.maximumTerms = mostTerms
    return features
  }

  /// Learns μ, idf and V from texts.
  ///
  /// - Parameter members: which of the texts; at least one.
  /// - Complexity: O(bytes + entries · directions).
  public init(
    _ texts: TextStore, members: [Int], embedding: StaticEmbedding, threads: Int
  ) {
    let tokenizer = Tokenizer()
    let hasher = FeatureHasher(Self.features)
    var features = Self.features
    // Of few texts every word may matter.
    if members.count < 200 { features.minimumWordRecords = 1 }
    var builder = VocabularyBuilder(features)
    var tokens = TokenBuffer()
    var terms = TermHashes()
    var lengths: [Int] = []
    for i in members {
      texts.withText(i) { tokenizer.tokenize($0, into: &tokens) }
      hasher.hash(tokens, into: &terms)
      builder.add(terms)
      lengths.append(tokens.tokens.count { $0.isOwn && $0.kind == .word })
    }
    lengths.sort()
    let words = builder.frozen()
    let featurizer = Featurizer(
      options: features, vocabulary: words.vocabulary, idf: Storage(words.idf),
      embedding: embedding)
    self.featurizer = featurizer
    wordsLength = Self.wordsLength(ofMedian: lengths[lengths.count / 2])

    let parts = texts.map(members.count, threads: threads) { range in
      var scratch = Featurizer.Scratch(featurizer)
      var sparse = SparseMatrix(columnCount: featurizer.vocabulary.termCount)
      var sum = [Double](repeating: 0, count: embedding.dimension)
      for m in range {
        texts.withText(members[m]) {
          scratch.tokenize($0, with: tokenizer)
          featurizer.makeRow(of: $0, &scratch)
        }
        sparse.appendRow(columns: scratch.columns, values: scratch.values)
        for c in sum.indices { sum[c] += Double(scratch.dense[c]) }
      }
      return (sparse, sum)
    }
    var sparse = SparseMatrix(columnCount: featurizer.vocabulary.termCount)
    var sum = [Double](repeating: 0, count: embedding.dimension)
    for part in parts {
      for i in 0..<part.0.rowCount {
        let entries = part.0.offsets[i]..<part.0.offsets[i + 1]
        sparse.appendRow(columns: part.0.columns[entries], values: part.0.values[entries])
      }
      for c in sum.indices { sum[c] += part.1[c] }
    }
    mean = sum.map { Float($0 / Double(members.count)) }
    var options = TruncatedSVD.Options(dimension: Self.directionCount)
    options.threads = threads
    let svd = TruncatedSVD(sparse, options)
    directions = PackedRows(
      rowCount: svd.termCount, columnCount: Self.directionCount, row: svd.component)
  }

  /// b by the median of the texts' words: 0.5 up to 25 of them, 1.5 from 100 on, between them by the
  /// logarithm.
  static func wordsLength(ofMedian words: Int) -> Float {
    let doublings = Elementary.log(Float(min(max(words, 25), 100)) / 25) / Elementary.log(2)
    return 0.5 + doublings / 2
  }

  /// What one thread needs to make rows.
  struct Scratch: ~Copyable {
    var features: Featurizer.Scratch
    var words = [Float](repeating: 0, count: ThemeSpace.directionCount)
    var row: [Float] = []
    let tokenizer = Tokenizer()

    init(_ space: ThemeSpace) { features = Featurizer.Scratch(space.featurizer) }
  }

  /// Puts the row of a text into `scratch.row`; false for the zero row.
  ///
  /// - Complexity: O(bytes + terms · dimension); the same bits on every CPU.
  func makeRow(of text: Span<UInt8>, _ scratch: inout Scratch) -> Bool {
    scratch.features.tokenize(text, with: scratch.tokenizer)
    scratch.row.removeAll(keepingCapacity: true)
    guard scratch.features.tokens.hasOwnWords else {
      scratch.row.append(contentsOf: repeatElement(0, count: dimension))
      return false
    }
    featurizer.makeRow(of: text, &scratch.features)
    let hasMeaning = scratch.features.denseFactor > 0
    if hasMeaning {
      for c in mean.indices { scratch.row.append(scratch.features.dense[c] - mean[c]) }
      Pooling.normalize(&scratch.row, to: 1)
    } else {
      scratch.row.append(contentsOf: repeatElement(0, count: mean.count))
    }
    for c in scratch.words.indices { scratch.words[c] = 0 }
    for (e, column) in scratch.features.columns.enumerated() {
      directions.add(Int(column), times: scratch.features.values[e], to: &scratch.words)
    }
    Pooling.normalize(&scratch.words, to: wordsLength)
    scratch.row += scratch.words
    return Pooling.normalize(&scratch.row, to: 1) > 0
  }

  /// The rows of texts, `n × dimension`.
  public func rows(of texts: TextStore, members: [Int], threads: Int) -> DenseMatrix {
    let parts = texts.map(members.count, threads: threads) { range in
      var scratch = Scratch(self)
      var part: [Float] = []
      part.reserveCapacity(range.count * dimension)
      for m in range {
        _ = texts.withText(members[m]) { makeRow(of: $0, &scratch) }
        part += scratch.row
      }
      return part
    }
    return DenseMatrix(values: Array(parts.joined()), columnCount: dimension)
  }
}

extension TokenBuffer {
  /// Whether there is a word of the writer's: signs and numbers alone say nothing, though the embedding may know them.
  var hasOwnWords: Bool {
    tokens.contains { token in
      guard token.isOwn else { return false }
      return switch token.kind {
      case .word, .ideograph, .hashtag, .emoji: true
      default: false
      }
    }
  }
}
