/// A frozen vocabulary of word pieces, and the split of a text into them.
///
/// The ids equal those of the reference tokenizer of all-MiniLM-L6-v2 (BERT's, Devlin et al. 2019;
/// Hugging Face's `BertWordPieceTokenizer`, lower-case): accents off, small letters, split at blanks
/// and around punctuation and ideographs, each word cut into the longest pieces from the left (Wu
/// et al. 2016, section 4.1). No `[CLS]`, no `[SEP]`, and no limit on the length of a text.
/// tools/unicode/make-word-piece-tables.py says which versions of Unicode that is.
///
/// A value that any thread may share; all working memory is the caller's `Scratch`.
public struct WordPieces: Sendable {
  let index: WordPieceIndex
  /// The id of `[UNK]`, which stands for a word that no pieces make up.
  public let unknownID: UInt32
  /// The id of each ASCII sign alone; `unknownID` where the vocabulary has none.
  let signIDs: [UInt32]

  /// Longer words are unknown as a whole, as in the reference.
  static let longestWord = 100

  /// The number of pieces in the vocabulary; ids lie in `0..<count`.
  public var count: Int { index.storage.count }

  /// Copies a vocabulary.
  ///
  /// - Parameter pieces: UTF-8, in the order of their ids; a piece that goes on with a word begins
  ///   with `##`.
  /// - Returns: nil without the piece `[UNK]`.
  /// - Complexity: O(bytes)
  public init?(pieces: [[UInt8]]) {
    self.init(storage: PieceStorage(copying: pieces))
  }

  /// Borrows a vocabulary, as it lies in a mapped file.
  ///
  /// The pieces are not copied; a hash table is built, which for 30,522 pieces takes 0.7 ms and
  /// 264 KiB.
  ///
  /// - Parameters:
  ///   - offsets: one more than there are pieces: piece `i` is `bytes[offsets[i]..<offsets[i + 1]]`.
  ///   - bytes: the pieces one after the other, UTF-8.
  ///   - owner: keeps the memory of both alive and unchanged for as long as it lives itself.
  /// - Returns: nil where the offsets descend or leave the bytes, or without the piece `[UNK]`: the
  ///   file is damaged.
  /// - Complexity: O(bytes)
  public init?(
    offsets: UnsafeBufferPointer<UInt32>, bytes: UnsafeBufferPointer<UInt8>, owner: AnyObject
  ) {
    guard let storage = PieceStorage(offsets: offsets, bytes: bytes, owner: owner) else {
      return nil
    }
    self.init(storage: storage)
  }

  private init?(storage: PieceStorage) {
    guard storage.count < WordPieceIndex.most else { return nil }
    index = WordPieceIndex(storage)
    let unknown: [UInt8] = Array("[UNK]".utf8)
    guard let unknownID = index.id(of: unknown.span) else { return nil }
    self.unknownID = unknownID
    var signIDs = [UInt32](repeating: unknownID, count: 128)
    for sign in UInt8(0)..<128 {
      let word: InlineArray<1, UInt8> = [sign]
      if let id = index.id(of: word.span) { signIDs[Int(sign)] = id }
    }
    self.signIDs = signIDs
  }

  /// The UTF-8 bytes of a piece, with its `##`: for tests and reports.
  ///
  /// - Precondition: `id` is in `0..<count`.
  /// - Complexity: O(bytes of the piece), allocates.
  public func piece(_ id: UInt32) -> [UInt8] {
    let range = index.storage.range(of: id)
    let bytes = index.storage.bytes.span
    return range.map { bytes[$0] }
  }

  /// Splits a text into pieces.
  ///
  /// - Parameters:
  ///   - text: UTF-8. A byte that is not UTF-8 counts as U+FFFD, which the reference leaves out.
  ///   - ids: cleared first, then one id a piece in the order of the text; its memory is kept.
  ///   - scratch: one a thread; after the call it has the words' ranges, if it was told to keep them.
  /// - Complexity: O(bytes), whatever the bytes are; no allocation once `ids` has grown (and
  ///   `scratch`, where it keeps ranges).
  public func ids(of text: Span<UInt8>, into ids: inout [UInt32], scratch: inout Scratch) {
    ids.removeAll(keepingCapacity: true)
    scratch.wordRanges.removeAll(keepingCapacity: true)
    split(text, into: &ids, scratch: &scratch)
  }

  /// Working memory of `ids(of:into:scratch:)`, kept for reuse.
  public struct Scratch: Sendable {
    /// Whether `wordRanges` is wanted.
    public var keepsWordRanges = false
    /// For each id the byte range, in the text, of the word that it is a piece of; empty unless
    /// `keepsWordRanges`.
    public internal(set) var wordRanges: [Range<Int>] = []

    /// The plain form of the word at hand.
    var word = [UInt8](repeating: 0, count: 4 * WordPieces.longestWord)
    /// At `k`, the hash of what lies between the last cut in the word and the end of byte `k`.
    var hashes = [UInt64](repeating: 0, count: 4 * WordPieces.longestWord)

    public init() {}
  }
}
