import EarshotNumerics
import EarshotText

/// Turns the tokens of a record into a row of numbers, by a frozen vocabulary.
///
///     x_t = (1 + ln tf_t) · idf_t,   each block scaled to its unit length times the block's scale
///
/// Immutable and shared; what changes is in `Scratch`, one a thread. A class, because it is handed about
/// for each record.
public final class Featurizer: Sendable {
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
    /// Room for the terms of a block: their numbers, their values, and what finding them needs.
    fileprivate var found: [UInt32] = []
    fileprivate var open: [Int] = []
    fileprivate var weighed: [Float] = []
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

    /// Calls `body` with the numbers of the row's meaning, whose places are 0, 1, 2 …, and how many
    /// there are, if there are any.
    public borrowing func withMeaning(_ body: (UnsafePointer<Float>, Int) -> Void) {
      if meaningCount > 0 {
        dense.withUnsafeBufferPointer { body($0.baseAddress!, meaningCount) }
      }
    }

    /// Calls `body` with the places and numbers of what is not 0 of the row's tone, if there is any.
    public borrowing func withTone(
      _ body: (UnsafePointer<UInt32>, UnsafePointer<Float>, Int) -> Void
    ) {
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
    appendBlock(words..<scratch.terms.count, scale: options.characterScale, &scratch)
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
      Self.scale(scratch.meaning, by: options.embeddingScale, into: &scratch.dense)
    }
    guard let tone else { return }
    scratch.readTone(of: text, tone)
    let first = scratch.meaningCount
    Self.scale(scratch.reading.features, by: options.toneScale, into: &scratch.dense, from: first)
    for j in first..<first + Tone.featureCount where scratch.dense[j] != 0 {
      scratch.toneColumns.append(UInt32(j))
      scratch.toneValues.append(scratch.dense[j])
    }
  }

  /// result[first + j] ← values[j] · factor; the rest of `result` is left alone.
  private static func scale(
    _ values: [Float], by factor: Float, into result: inout [Float], from first: Int = 0
  ) {
    precondition(first >= 0 && values.count <= result.count - first)
    values.withUnsafeBufferPointer { values in
      result.withUnsafeMutableBufferPointer { result in
        // SAFETY: j < values.count ≤ result.count − first. Pointers, so that it becomes vectors.
        for j in 0..<values.count { result[first + j] = values[j] * factor }
      }
    }
  }

  /// Counts the occurrences `range` and appends their block.
  private func appendBlock(_ range: Range<Int>, scale: Float, _ scratch: inout Scratch) {
    guard !range.isEmpty else { return }
    if scratch.found.count < range.count {
      let size = max(range.count, 2 * scratch.found.count)
      scratch.found = [UInt32](repeating: 0, count: size)
      scratch.open = [Int](repeating: 0, count: size)
      scratch.weighed = [Float](repeating: 0, count: size)
    }
    let count = countTerms(
      scratch.terms.hashRoom, range, &scratch.counts, &scratch.found, &scratch.open)
    weigh(scratch.found, count, scale, &scratch.counts, &scratch.weighed)
    // Not slices, which count references. SAFETY: count ≤ range.count ≤ the room of both; the pointers are used
    // within the calls.
    scratch.found.withUnsafeBufferPointer {
      scratch.columns.append(contentsOf: UnsafeBufferPointer(rebasing: $0[..<count]))
    }
    scratch.weighed.withUnsafeBufferPointer {
      scratch.values.append(contentsOf: UnsafeBufferPointer(rebasing: $0[..<count]))
    }
  }

  /// Puts the numbers of the terms among `hashes[range]` into `found`, each once, in order of first
  /// occurrence, and how often they occur into `counts`. Returns how many there are.
  private func countTerms(
    _ hashes: [UInt64], _ range: Range<Int>, _ counts: inout [UInt16], _ found: inout [UInt32],
    _ open: inout [Int]
  ) -> Int {
    precondition(counts.count >= vocabulary.termCount && range.upperBound <= hashes.count)
    return hashes.withUnsafeBufferPointer { hashes in
      counts.withUnsafeMutableBufferPointer { counts in
        found.withUnsafeMutableBufferPointer { found in
          let occurrences = open.withUnsafeMutableBufferPointer {
            vocabulary.findNumbers(
              of: UnsafeBufferPointer(rebasing: hashes[range]), into: found, open: $0)
          }
          var unique = 0
          for i in 0..<occurrences {
            // SAFETY: unique ≤ i; a number is below termCount ≤ counts.count.
            let number = found[i]
            let before = counts[Int(number)]
            found[unique] = number
            unique &+= before == 0 ? 1 : 0
            counts[Int(number)] = before &+ (before < .max ? 1 : 0)
          }
          return unique
        }
      }
    }
  }

  /// The values of the first `count` terms of `numbers`, as long together as `scale`; their counts
  /// are 0 again.
  private func weigh(
    _ numbers: [UInt32], _ count: Int, _ scale: Float, _ counts: inout [UInt16],
    _ values: inout [Float]
  ) {
    precondition(count <= numbers.count && count <= values.count)
    precondition(counts.count >= idf.count)
    numbers.withUnsafeBufferPointer { numbers in
      counts.withUnsafeMutableBufferPointer { counts in
        values.withUnsafeMutableBufferPointer { values in
          var squares: Float = 0
          for i in 0..<count {
            // SAFETY: numbers are below termCount = idf.count ≤ counts.count.
            let number = Int(numbers[i])
            let value = TermFrequency.damped(Int(counts[number])) * idf.base[number]
            counts[number] = 0
            squares += value * value
            values[i] = value
          }
          guard squares > 0 else { return }
          let factor = scale / squares.squareRoot()
          for i in 0..<count { values[i] *= factor }
        }
      }
    }
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
