import EarshotText

/// The terms of one record as 64-bit hashes: words and word pairs first, then pieces of words.
public struct TermHashes: Sendable {
  /// One hash an occurrence, in the order of the text within each block.
  public var hashes: ArraySlice<UInt64> { hashRoom[..<count] }
  /// The token each occurrence begins in; a pair ends in the next counted token.
  public var owners: ArraySlice<UInt32> { ownerRoom[..<count] }
  /// How many of `hashes` belong to the word block.
  public internal(set) var wordCount = 0
  /// How many occurrences there are.
  public internal(set) var count = 0

  // Only the first `count` mean anything: appending one by one asked for room and ownership each time.
  fileprivate(set) var hashRoom: [UInt64] = []
  fileprivate var ownerRoom: [UInt32] = []

  public init() {}

  /// Forgets the terms and sees to room for `most`.
  fileprivate mutating func clear(room most: Int) {
    (count, wordCount) = (0, 0)
    guard hashRoom.count < most else { return }
    let size = max(most, 2 * hashRoom.count)
    hashRoom = [UInt64](repeating: 0, count: size)
    ownerRoom = [UInt32](repeating: 0, count: size)
  }
}

/// Turns tokens into hashed terms.
///
/// A term is never stored as text: a model holds no customer's words. The last bit of a hash is always
/// set; 63 bits make any collision among a million terms as likely as 1 in 18 million. Quoted replies and signatures are not counted.
public struct FeatureHasher: Sendable, Equatable {
  private let wordLength: Int
  private let shortest: Int
  private let longest: Int

  public init(_ options: FeatureOptions) {
    wordLength = options.wordLength
    shortest = options.characterLengths?.lowerBound ?? 1
    longest = options.characterLengths?.upperBound ?? 0
  }

  /// Whether this makes all terms that `other` makes, in the same order, and maybe more between them:
  /// terms that a vocabulary made with `other` does not have.
  func covers(_ other: FeatureHasher) -> Bool {
    wordLength >= other.wordLength && shortest == other.shortest && longest == other.longest
  }

  /// Replaces `terms` by the terms of the tokens.
  ///
  /// - Complexity: O(bytes · longest piece); no allocation once the buffers are warm.
  public func hash(_ buffer: TokenBuffer, into terms: inout TermHashes) {
    terms.clear(room: mostTerms(of: buffer))
    var hashes: [UInt64] = []
    var owners: [UInt32] = []
    swap(&hashes, &terms.hashRoom)
    swap(&owners, &terms.ownerRoom)
    buffer.tokens.withUnsafeBufferPointer { tokens in
      buffer.folded.withUnsafeBufferPointer { folded in
        hashes.withUnsafeMutableBufferPointer { hashes in
          owners.withUnsafeMutableBufferPointer { owners in
            // SAFETY: `mostTerms` checked that each token lies in `folded`; both buffers have room
            // for as many terms as it counted, and no more are written.
            var writer = Writer(hashes: hashes, owners: owners)
            appendWords(tokens, folded, &writer)
            terms.wordCount = writer.count
            appendPieces(tokens, folded, &writer)
            terms.count = writer.count
          }
        }
      }
    }
    swap(&hashes, &terms.hashRoom)
    swap(&owners, &terms.ownerRoom)
  }

  /// Where terms are written, one after the other.
  private struct Writer {
    let hashes: UnsafeMutableBufferPointer<UInt64>
    let owners: UnsafeMutableBufferPointer<UInt32>
    var count = 0

    @inline(__always)
    mutating func append(_ hash: UInt64, owner: UInt32) {
      hashes[count] = FeatureHasher.mixed(hash)
      owners[count] = owner
      count &+= 1
    }
  }

  /// No fewer terms than the tokens have.
  ///
  /// - Precondition: the tokens' folded forms lie in the buffer.
  private func mostTerms(of buffer: TokenBuffer) -> Int {
    var most = 0
    for token in buffer.tokens {
      let bytes = Int(token.foldedEnd) - Int(token.foldedStart)
      precondition(bytes >= 0 && Int(token.foldedEnd) <= buffer.folded.count)
      guard token.isOwn else { continue }
      most += min(wordLength, 3)
      guard Self.hasPieces(token.kind) else { continue }
      // A piece begins at the border before the word or at one of its bytes, and is of one of
      // `longest - shortest + 1` lengths, none of them above the word's and its two borders'.
      most += (bytes + 1) * min(max(longest - shortest + 1, 0), bytes + 2)
    }
    return most
  }

  /// Single words, then runs of up to `wordLength` words that follow each other.
  private func appendWords(
    _ tokens: UnsafeBufferPointer<Token>, _ folded: UnsafeBufferPointer<UInt8>,
    _ writer: inout Writer
  ) {
    guard wordLength > 0 else { return }
    var previous: UInt64 = 0
    var beforePrevious: UInt64 = 0
    var previousOwner: UInt32 = 0
    for t in tokens.indices {
      let token = tokens[t]
      guard token.isOwn else { continue }
      let word = Self.wordHash(token, folded)
      writer.append(word, owner: UInt32(t))
      if previous != 0 && wordLength >= 2 {
        writer.append(previous &* Self.pairFactor ^ word, owner: previousOwner)
      }
      if beforePrevious != 0 && wordLength >= 3 {
        let pair = beforePrevious &* Self.pairFactor ^ previous
        writer.append(pair &* Self.pairFactor ^ word, owner: previousOwner)
      }
      beforePrevious = previous
      previous = word
      previousOwner = UInt32(t)
    }
  }

  /// All pieces of " word " with lengths `shortest...longest`, counted in Unicode scalars, as
  /// scikit-learn's `char_wb`: a piece never crosses the border of a word.
  private func appendPieces(
    _ tokens: UnsafeBufferPointer<Token>, _ folded: UnsafeBufferPointer<UInt8>,
    _ writer: inout Writer
  ) {
    guard longest > 0 else { return }
    for t in tokens.indices {
      let token = tokens[t]
      guard token.isOwn, Self.hasPieces(token.kind) else { continue }
      let owner = UInt32(t)
      let end = Int(token.foldedEnd)
      var start = Int(token.foldedStart)
      // The border on either side reads as a space.
      let border = Self.step(Self.pieceSeed, 0x20)
      if shortest <= 1 { writer.append(border, owner: owner) }
      appendPieces(folded, start, end, after: border, length: 1, owner, &writer)
      while start < end {
        appendPieces(folded, start, end, after: Self.pieceSeed, length: 0, owner, &writer)
        start &+= 1
        while start < end, folded[start] & 0xc0 == 0x80 { start &+= 1 }
      }
    }
  }

  /// The pieces that go on from `start`, through the border at `end`.
  ///
  /// - Parameters:
  ///   - given: the hash of what stands before, `givenLength` scalars.
  @inline(__always)
  private func appendPieces(
    _ folded: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, after given: UInt64,
    length givenLength: Int, _ owner: UInt32, _ writer: inout Writer
  ) {
    var hash = given
    var length = givenLength
    var at = start
    while length < longest && at < end {
      hash = Self.step(hash, folded[at])
      at &+= 1
      while at < end, folded[at] & 0xc0 == 0x80 {
        hash = Self.step(hash, folded[at])
        at &+= 1
      }
      length &+= 1
      if length >= shortest { writer.append(hash, owner: owner) }
    }
    if length < longest, length &+ 1 >= shortest {
      writer.append(Self.step(hash, 0x20), owner: owner)
    }
  }

  @inline(__always)
  private static func hasPieces(_ kind: Token.Kind) -> Bool {
    switch kind {
    case .word, .number, .hashtag, .identifier: true
    case .money, .url, .email, .mention, .emoji, .ideograph, .punctuation: false
    }
  }

  // MARK: - Hashes

  // FNV-1a's steps with a 64-bit odd factor, finished by the mixer of SplitMix64. Frozen: a change
  // would make every model file unreadable.
  private static let wordSeed: UInt64 = 0xcbf2_9ce4_8422_2325
  private static let pieceSeed: UInt64 = 0x8422_2325_cbf2_9ce4
  private static let factor: UInt64 = 0x0000_0100_0000_01b3
  private static let pairFactor: UInt64 = 0x9e37_79b9_7f4a_7c15

  @inline(__always)
  private static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* factor
  }

  /// Never 0, which marks an empty slot of a vocabulary.
  @inline(__always)
  fileprivate static func mixed(_ hash: UInt64) -> UInt64 {
    var z = hash
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return (z ^ (z >> 31)) | 1
  }

  /// A word by its folded bytes. Addresses, links, names and sums of money are counted as what they
  /// are, not as which: their bytes are seldom seen twice and often private.
  @inline(__always)
  private static func wordHash(
    _ token: Token, _ folded: UnsafeBufferPointer<UInt8>
  ) -> UInt64 {
    var hash = wordSeed
    switch token.kind {
    case .word, .number, .hashtag, .emoji, .ideograph, .punctuation:
      for i in Int(token.foldedStart)..<Int(token.foldedEnd) { hash = step(hash, folded[i]) }
    case .money, .identifier, .url, .email, .mention:
      // 0x00 can't begin a folded word.
      hash = step(step(hash, 0), token.kind.rawValue)
    }
    return hash
  }
}
