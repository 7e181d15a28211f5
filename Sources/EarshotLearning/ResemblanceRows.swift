import EarshotNumerics
import EarshotText

/// Rows that tell how much two texts resemble each other, without having learned from any of them.
///
///     x = 400 · ( √0.7 · unit(e − μ) , √0.3 · unit(h) )      rounded to whole numbers in −127…127
///
/// e is the text's meaning by the static embedding and μ the mean of customers' texts; h the text's word pieces and pairs of
/// them, each added with a sign to one of 128 places (feature hashing: Weinberger et al. 2009, "Feature Hashing for Large
/// Scale Multitask Learning"), weighing as much as its row in the embedding is long, which grows with how rare it is.
///
/// A product of two rows is a sum of whole numbers below 2²⁴: exact in `Float`, in any order and on any CPU.
/// Divided by 160,000 it is the similarity.
public struct ResemblanceRows: Sendable {
  /// Numbers in a row: 256 of meaning, 128 of words.
  public static let dimension = 384
  /// The product of two rows of the same direction.
  public static let one: Float = 160_000

  private static let length: Float = 400
  private static let meaningCount = 256
  private static let wordCount = dimension - meaningCount

  private let embedding: StaticEmbedding
  /// Of each piece.
  private let norms: [Float]
  private let mean: [Float]
  private let tokenizer = Tokenizer()

  /// - Returns: nil for an embedding of other than 256 dimensions.
  /// - Complexity: O(pieces · dimension), some milliseconds.
  public init?(_ embedding: StaticEmbedding) {
    guard embedding.dimension == Self.meaningCount else { return nil }
    self.embedding = embedding
    norms = embedding.norms()
    mean = ResemblanceMean.tenThousandths.map { Float($0) / 10_000 }
  }

  /// What one thread needs to make rows; kept from text to text.
  public struct Scratch: Sendable {
    fileprivate var tokens = TokenBuffer()
    fileprivate var pooling = StaticEmbedding.Scratch()
    fileprivate var meaning = [Float](repeating: 0, count: ResemblanceRows.meaningCount)
    fileprivate var words = [Float](repeating: 0, count: ResemblanceRows.wordCount)
    /// The last text's row.
    public fileprivate(set) var row = [Int8](repeating: 0, count: ResemblanceRows.dimension)
    /// Of the last text's words in order, numbers and addresses masked; 0 without words.
    public fileprivate(set) var wordsHash: UInt64 = 0
    /// How many words of its writer's the last text has.
    public fileprivate(set) var wordCount = 0

    public init() {}
  }

  /// Puts a text's row into `scratch.row`.
  ///
  /// - Parameter text: UTF-8.
  /// - Returns: false for a text without a word of its writer's, or of unknown signs only.
  /// - Complexity: O(bytes + pieces · dimension); the same bits on every CPU.
  public func makeRow(of text: Span<UInt8>, _ scratch: inout Scratch) -> Bool {
    tokenizer.tokenize(text, into: &scratch.tokens)
    readWords(&scratch)
    guard scratch.wordCount > 0 else { return false }
    let factor = embedding.pool(
      text, scratch.tokens, length: 1, into: &scratch.meaning, using: &scratch.pooling)
    guard factor > 0 else { return false }
    for j in mean.indices { scratch.meaning[j] -= mean[j] }
    Pooling.normalize(&scratch.meaning, to: Self.length * Float(0.7).squareRoot())
    hashPieces(&scratch)
    Pooling.normalize(&scratch.words, to: Self.length * Float(0.3).squareRoot())
    for j in 0..<Self.meaningCount { scratch.row[j] = Self.whole(scratch.meaning[j]) }
    for j in 0..<Self.wordCount {
      scratch.row[Self.meaningCount + j] = Self.whole(scratch.words[j])
    }
    return true
  }

  private static func whole(_ value: Float) -> Int8 {
    Int8(max(-127, min(127, value.rounded(.toNearestOrEven))))
  }

  /// Counts words, and hashes them in order.
  private func readWords(_ scratch: inout Scratch) {
    (scratch.wordCount, scratch.wordsHash) = (0, 0)
    var whole: UInt64 = 1
    for token in scratch.tokens.tokens where token.isOwn {
      switch token.kind {
      case .word, .ideograph, .hashtag, .emoji:
        scratch.wordCount += 1
        var hash = FNV1a()
        hash.combine(scratch.tokens.folded[token.foldedRange])
        whole = (whole ^ hash.value) &* 0x0100_0000_01b3
      case .punctuation: break
      // Which number it is makes no difference.
      default: whole = (whole ^ (UInt64(token.kind.rawValue) + 1)) &* 0x0100_0000_01b3
      }
    }
    if scratch.wordCount > 0 { scratch.wordsHash = whole == 0 ? 1 : whole }
  }

  private func hashPieces(_ scratch: inout Scratch) {
    for j in scratch.words.indices { scratch.words[j] = 0 }
    let ids = scratch.pooling.ids.filter { $0 != embedding.pieces.unknownID }
    for (id, count) in Self.counts(of: ids) {
      let weight = (1 + Elementary.log(Float(count))) * norms[Int(id)]
      add(UInt64(id) + 1, weight, &scratch)
    }
    for (a, b) in zip(ids, ids.dropFirst()) {
      let weight = 0.5 * (norms[Int(a)] * norms[Int(b)]).squareRoot()
      add((UInt64(a) + 1) * 100_003 + UInt64(b) + 1 + (1 << 40), weight, &scratch)
    }
  }

  private static func counts(of ids: [UInt32]) -> [(UInt32, Int)] {
    var counts: [(UInt32, Int)] = []
    for id in ids.sorted() {
      if counts.last?.0 == id { counts[counts.count - 1].1 += 1 } else { counts.append((id, 1)) }
    }
    return counts
  }

  private func add(_ key: UInt64, _ weight: Float, _ scratch: inout Scratch) {
    var mixer = SplitMix64(seed: key)
    let hash = mixer.next()
    scratch.words[Int(hash % UInt64(Self.wordCount))] += hash >> 40 & 1 == 1 ? weight : -weight
  }
}
