import EarshotNumerics
import EarshotText

/// Turns the tokens of a record into a row of numbers, by a frozen vocabulary.
///
///     x_t = (1 + ln tf_t) · idf_t,   each block scaled to its unit length times the block's scale
///
/// Immutable and shared; what changes is in `Scratch`, one a thread.
public struct Featurizer: Sendable {
  public let options: FeatureOptions
  public let vocabulary: Vocabulary
  /// Weight of each term.
  public let idf: Storage<Float>
  /// The first part of the dense block, if there is one.
  public let embedding: StaticEmbedding?
  /// The second part of it, if there is one.
  public let tone: Tone?
  private let hasher: FeatureHasher

  public init(
    options: FeatureOptions, vocabulary: Vocabulary, idf: Storage<Float>,
    embedding: StaticEmbedding? = nil, tone: Tone? = nil
  ) {
    self.tone = tone
    precondition(idf.count == vocabulary.termCount)
    self.embedding = embedding
    self.options = options
    self.vocabulary = vocabulary
    self.idf = idf
    hasher = FeatureHasher(options)
  }

  /// The same with another length of the dense block.
  public func with(embeddingScale: Float) -> Featurizer {
    var options = options
    options.embeddingScale = embeddingScale
    return Featurizer(
      options: options, vocabulary: vocabulary, idf: idf, embedding: embedding, tone: tone)
  }

  /// Numbers in the dense part of a row.
  public var denseCount: Int { (embedding?.dimension ?? 0) + (tone == nil ? 0 : Tone.featureCount) }

  /// What one thread needs to make rows; kept from record to record so that nothing is allocated.
  ///
  /// One scratch serves several featurizers in turn: what they read in the same way (terms, meaning) is
  /// read once a text.
  public struct Scratch: ~Copyable {
    /// Set by `tokenize` only.
    public private(set) var tokens = TokenBuffer()
    public fileprivate(set) var terms = TermHashes()
    /// The row: term numbers in order of first occurrence, words first.
    public fileprivate(set) var columns: [UInt32] = []
    public fileprivate(set) var values: [Float] = []
    /// How often each term occurs in this record; all zero between records.
    fileprivate var counts: [UInt16]
    /// The dense part of the row.
    public fileprivate(set) var dense: [Float] = []
    /// Numbers of the dense part that are its meaning.
    fileprivate var meaningCount = 0
    /// The signs of tone in the dense part that are not 0, as few are: their places and numbers.
    fileprivate var toneColumns: [UInt32] = []
    fileprivate var toneValues: [Float] = []
    /// What a row of the embedding was multiplied by to become part of `dense`.
    public fileprivate(set) var denseFactor: Float = 0
    public var pooling = StaticEmbedding.Scratch()
    /// The sum of the text's rows of the embedding, scaled to length 1, and by which factor.
    fileprivate var meaning: [Float] = []
    fileprivate var meaningFactor: Float?
    /// The tone of the text, once a featurizer has asked for it.
    public private(set) var reading = Tone.Reading()
    private var hasReading = false
    /// How the terms were hashed; nil when they are not those of the tokens.
    fileprivate var hashing: FeatureHasher?

    /// - Parameter featurizers: those that will make rows with it.
    public init(_ featurizers: [Featurizer]) {
      counts = [UInt16](
        repeating: 0, count: featurizers.map(\.vocabulary.termCount).max() ?? 0)
    }

    public init(_ featurizer: Featurizer) { self.init([featurizer]) }

    /// Cuts a text into tokens; rows are those of this text from now on.
    public mutating func tokenize(_ text: Span<UInt8>, with tokenizer: Tokenizer) {
      tokenizer.tokenize(text, into: &tokens)
      meaningFactor = nil
      hashing = nil
      hasReading = false
    }

    /// Reads the tone of the text, once.
    public mutating func readTone(of text: Span<UInt8>, _ tone: Tone) {
      if hasReading { return }
      tone.read(text, tokens, into: &reading)
      hasReading = true
    }

    /// Puts the text's meaning into `meaning` and returns what its sum was scaled by.
    fileprivate mutating func readMeaning(
      of text: Span<UInt8>, _ embedding: StaticEmbedding
    ) -> Float {
      if meaning.count != embedding.dimension {
        meaning = [Float](repeating: 0, count: embedding.dimension)
      }
      let factor = embedding.pool(text, tokens, length: 1, into: &meaning, using: &pooling)
      meaningFactor = factor
      return factor
    }

    /// Calls `body` with the terms of the row, their values and how many there are, if there are any.
    public borrowing func withTerms(
      _ body: (UnsafePointer<UInt32>, UnsafePointer<Float>, Int) -> Void
    ) {
      Self.withPairs(columns, values, body)
    }

    /// The same for the dense part: first its meaning, whose places are 0, 1, 2 …, then what is not
    /// 0 of its tone.
    public borrowing func withDense(
      _ body: (UnsafePointer<UInt32>?, UnsafePointer<Float>, Int) -> Void
    ) {
      if meaningCount > 0 {
        dense.withUnsafeBufferPointer { body(nil, $0.baseAddress!, meaningCount) }
      }
      Self.withPairs(toneColumns, toneValues, body)
    }

    private static func withPairs(
      _ columns: [UInt32], _ values: [Float],
      _ body: (UnsafePointer<UInt32>, UnsafePointer<Float>, Int) -> Void
    ) {
      if columns.isEmpty { return }
      columns.withUnsafeBufferPointer { columns in
        values.withUnsafeBufferPointer { values in
          body(columns.baseAddress!, values.baseAddress!, columns.count)
        }
      }
    }
  }

  /// Makes the row of a text that was tokenized into `scratch`.
  ///
  /// - Complexity: O(terms of the record + word pieces · dimension).
  public func makeRow(of text: Span<UInt8>, _ scratch: inout Scratch) {
    makeDense(of: text, &scratch)
    scratch.columns.removeAll(keepingCapacity: true)
    scratch.values.removeAll(keepingCapacity: true)
    // A space of tone and meaning alone has no use for terms.
    guard vocabulary.termCount > 0 else { return }
    if scratch.hashing.map({ !$0.covers(hasher) }) ?? true {
      hasher.hash(scratch.tokens, into: &scratch.terms)
      scratch.hashing = hasher
    }
    let words = scratch.terms.wordCount
    appendBlock(0..<words, scale: options.wordScale, &scratch)
    appendBlock(words..<scratch.terms.hashes.count, scale: options.characterScale, &scratch)
  }

  private func makeDense(of text: Span<UInt8>, _ scratch: inout Scratch) {
    if scratch.dense.count != denseCount {
      scratch.dense = [Float](repeating: 0, count: denseCount)
    }
    scratch.denseFactor = 0
    scratch.meaningCount = embedding?.dimension ?? 0
    scratch.toneColumns.removeAll(keepingCapacity: true)
    scratch.toneValues.removeAll(keepingCapacity: true)
    if let embedding {
      let factor = scratch.meaningFactor ?? scratch.readMeaning(of: text, embedding)
      scratch.denseFactor = factor * options.embeddingScale
      let scale = options.embeddingScale
      for j in 0..<embedding.dimension { scratch.dense[j] = scratch.meaning[j] * scale }
    }
    guard let tone else { return }
    scratch.readTone(of: text, tone)
    let first = scratch.meaningCount
    for j in 0..<Tone.featureCount {
      let x = scratch.reading.features[j] * options.toneScale
      scratch.dense[first + j] = x
      if x != 0 {
        scratch.toneColumns.append(UInt32(first + j))
        scratch.toneValues.append(x)
      }
    }
  }

  /// Counts the occurrences `range` and appends their block.
  private func appendBlock(_ range: Range<Int>, scale: Float, _ scratch: inout Scratch) {
    let first = scratch.columns.count
    for i in range {
      guard let number = vocabulary.number(of: scratch.terms.hashes[i]) else { continue }
      let count = scratch.counts[Int(number)]
      if count == 0 { scratch.columns.append(number) }
      scratch.counts[Int(number)] = count < .max ? count + 1 : .max
    }
    var squares: Float = 0
    for i in first..<scratch.columns.count {
      let number = Int(scratch.columns[i])
      let count = Int(scratch.counts[number])
      scratch.counts[number] = 0
      let value = TermFrequency.damped(count) * idf[number]
      squares += value * value
      scratch.values.append(value)
    }
    guard squares > 0 else { return }
    let factor = scale / squares.squareRoot()
    for i in first..<scratch.values.count { scratch.values[i] *= factor }
  }
}

/// 1 + ln tf, from a table for the counts that occur.
enum TermFrequency {
  private static let table: [Float] = (0..<64).map { $0 == 0 ? 0 : 1 + Elementary.log(Float($0)) }

  @inline(__always)
  static func damped(_ count: Int) -> Float {
    if count == 1 { return 1 }
    return count < table.count ? table[count] : 1 + Elementary.log(Float(count))
  }
}
