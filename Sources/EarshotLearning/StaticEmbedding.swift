import EarshotNumerics
import EarshotText

/// Meaning as a table: one vector a word piece, added up over a text.
///
///     v(text) = Σ_i rows[id_i] / ‖Σ_i rows[id_i]‖
///
/// with ids in the order of the text, and each row an int8 vector times its scale. How often a piece
/// should count is part of its row. The table is distilled from a sentence transformer
/// (models/embedding-en.md); it is data, and travels inside the model file.
///
/// Immutable. A class, because it is handed about for each record: a struct's references would be
/// counted each time.
public final class StaticEmbedding: Sendable {
  public let pieces: WordPieces
  /// Numbers in a vector, a multiple of 16.
  public let dimension: Int
  private let scales: Storage<Float>
  /// `pieces × dimension`.
  private let rows: Storage<Int8>

  /// Returns nil when the sizes do not fit together.
  public init?(pieces: WordPieces, scales: Storage<Float>, rows: Storage<Int8>, dimension: Int) {
    guard dimension > 0, dimension % 16 == 0, scales.count == pieces.count,
      rows.count == pieces.count * dimension
    else { return nil }
    self.pieces = pieces
    self.scales = scales
    self.rows = rows
    self.dimension = dimension
  }

  /// What one thread needs to pool; kept from text to text.
  public struct Scratch: Sendable {
    var ids: [UInt32] = []
    var pieces = WordPieces.Scratch()
    /// Bytes of a text put together from its tokens.
    var text: [UInt8] = []

    public init() {}
  }

  /// The unit vector of a text, zeros for one without known pieces.
  ///
  /// - Parameter text: UTF-8 of any length; all of it is read.
  /// - Complexity: O(bytes + pieces · dimension).
  public func vector(of text: Span<UInt8>) -> [Float] {
    var scratch = Scratch()
    var vector = [Float](repeating: 0, count: dimension)
    add(text, to: &vector, using: &scratch)
    Pooling.normalize(&vector, to: 1)
    return vector
  }

  /// The Euclidean length of each piece's row: the rarer the piece, the longer.
  func norms() -> [Float] {
    (0..<pieces.count).map { id in
      var sum: Int32 = 0
      for j in id * dimension..<(id + 1) * dimension { sum += Int32(rows[j]) * Int32(rows[j]) }
      return Float(sum).squareRoot() * scales[id]
    }
  }

  /// vector ← vector + Σ rows of the text's pieces, not scaled.
  func add(_ text: Span<UInt8>, to vector: inout [Float], using scratch: inout Scratch) {
    precondition(vector.count == dimension)
    pieces.ids(of: text, into: &scratch.ids, scratch: &scratch.pieces)
    let unknown = pieces.unknownID
    scratch.ids.removeAll { $0 == unknown }
    // SAFETY: each id has a row of `dimension` numbers and a scale.
    precondition(scratch.ids.allSatisfy { $0 < scales.count })
    Pooling.add(scratch.ids, of: rows.base, scales: scales.base, to: &vector)
  }

  /// What a word adds to a score: Σ_i rows[id_i] · direction, over its pieces.
  public func lead(
    of word: Span<UInt8>, along direction: [Float], using scratch: inout Scratch
  ) -> Float {
    var sum = [Float](repeating: 0, count: dimension)
    add(word, to: &sum, using: &scratch)
    return zip(sum, direction).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Writes the unit vector of a tokenized text, scaled to `length`, into `vector`. Returns the factor
  /// that the sum of rows was scaled by.
  ///
  /// A plain text is read as it stands. Of one with markup, quoted replies or a signature only the
  /// tokens that count are read, word by word.
  func pool(
    _ text: Span<UInt8>, _ tokens: TokenBuffer, length: Float, into vector: inout [Float],
    using scratch: inout Scratch
  ) -> Float {
    for j in vector.indices { vector[j] = 0 }
    if tokens.isPlain {
      add(text, to: &vector, using: &scratch)
    } else {
      scratch.text.removeAll(keepingCapacity: true)
      for token in tokens.tokens where token.isOwn {
        scratch.text.append(contentsOf: tokens.folded[token.foldedRange])
        scratch.text.append(0x20)
      }
      let joined = scratch.text
      add(joined.span, to: &vector, using: &scratch)
    }
    return Pooling.normalize(&vector, to: length)
  }
}
